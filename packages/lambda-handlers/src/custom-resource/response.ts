import { StudioEfsError } from '@studio-efs/core/driver-kit'
import type { Envelope } from './request.js'

/** What became of the request. */
export type Answer =
  | {
      readonly status: 'SUCCESS'
      readonly physicalResourceId: string
      /** What `!GetAtt` of the resource gives. */
      readonly data: Readonly<Record<string, string>>
    }
  | { readonly status: 'FAILED'; readonly physicalResourceId: string; readonly reason: string }

const MAX_BYTES = 4096
const CUT = '…'

/**
 * The answer as CloudFormation reads it, at most 4,096 bytes: a reason that is longer is cut, attributes that are longer fail.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref-responses.html
 */
export function responseBody(envelope: Envelope, answer: Answer): string {
  const { stackId, requestId, logicalResourceId } = envelope
  const body = (told: Readonly<Record<string, unknown>>) =>
    JSON.stringify({
      Status: answer.status,
      PhysicalResourceId: answer.physicalResourceId,
      StackId: stackId,
      RequestId: requestId,
      LogicalResourceId: logicalResourceId,
      ...told,
    })
  if (answer.status === 'SUCCESS') {
    const success = body({ Data: answer.data })
    if (Buffer.byteLength(success) <= MAX_BYTES) return success
    const reason = `The attributes take more than the ${MAX_BYTES} bytes of an answer.`
    return responseBody(envelope, { status: 'FAILED', physicalResourceId: answer.physicalResourceId, reason })
  }
  const room = MAX_BYTES - Buffer.byteLength(body({ Reason: '' }))
  return body({ Reason: shortened(answer.reason, room) })
}

/** What the answer of a failure says of its error. */
export function reasonOf(error: unknown): string {
  if (error instanceof StudioEfsError) return `${error.name}: ${error.message}`
  return `A bug of the function; see its log. ${error instanceof Error ? `${error.name}: ${error.message}` : ''}`
}

/** How many bytes the text takes in JSON, the quotes not counted. */
export function encodedBytes(text: string): number {
  return Buffer.byteLength(JSON.stringify(text)) - 2
}

/** As much of it as takes at most `room` bytes in JSON. */
export function shortened(text: string, room: number): string {
  if (encodedBytes(text) <= room) return text
  const left = Array.from(text.slice(0, Math.max(0, room)))
  while (left.length > 0 && encodedBytes(left.join('') + CUT) > room) left.splice(-Math.ceil(left.length / 20))
  return left.join('') + CUT
}
