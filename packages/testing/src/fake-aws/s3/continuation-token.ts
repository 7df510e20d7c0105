import { FakeAwsError } from '../fake-aws-error.js'

const MARK = 'after:'

/** A token is the last entry of the page before, so objects that come and go shift nothing. */
export function writeContinuationToken(lastEntry: string): string {
  return Buffer.from(MARK + lastEntry).toString('base64url')
}

export function readContinuationToken(token: string): string {
  const text = Buffer.from(token, 'base64url').toString()
  if (text.startsWith(MARK)) return text.slice(MARK.length)
  throw new FakeAwsError('InvalidArgument', 'The continuation token provided is incorrect')
}
