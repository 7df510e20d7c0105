import { FakeAwsError } from '../../../wire/errors.js'
import { canonicalBlock } from '../addresses.js'
import { invalidParameter } from '../errors.js'

/** Lengths of the prefix that AWS allows: https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html */
const SHORTEST = 16
const LONGEST = 28

/** The block of a VPC or a subnet, with the host bits cut off; `outOfRange` is the error code for another size. */
export function blockFor(text: string, outOfRange: string): string {
  const block = canonicalBlock(text)
  if (block === undefined) {
    throw invalidParameter(`Value (${text}) for parameter cidrBlock is invalid. This is not a valid CIDR block.`)
  }
  const bits = Number(block.split('/')[1])
  if (bits < SHORTEST || bits > LONGEST) throw invalidBlock(outOfRange, text)
  return block
}

export function invalidBlock(code: string, text: string): FakeAwsError {
  return new FakeAwsError(code, `The CIDR '${text}' is invalid.`)
}
