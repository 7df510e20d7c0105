import { StudioEfsError } from '@studio-efs/core/errors'

/** The outcome of a request. */
export type Answer =
  | {
      readonly status: 'SUCCESS'
      readonly physicalResourceId: string
      /** Attributes of the resource, for `!GetAtt`. */
      readonly data: Readonly<Record<string, string>>
    }
  | { readonly status: 'FAILED'; readonly physicalResourceId: string; readonly reason: string }

/** Fields of a request that its answer repeats. */
export interface RequestIds {
  readonly stackId: string
  readonly requestId: string
  readonly logicalResourceId: string
}

const MAX_BYTES = 4096
const CUT = '…'

/**
 * Encodes the answer for CloudFormation in at most 4,096 bytes. A longer reason is cut; longer attributes make a failure.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref-responses.html
 */
export function responseBody(ids: RequestIds, answer: Answer): string {
  const body = (outcome: Readonly<Record<string, unknown>>) =>
    JSON.stringify({
      Status: answer.status,
      PhysicalResourceId: answer.physicalResourceId,
      StackId: ids.stackId,
      RequestId: ids.requestId,
      LogicalResourceId: ids.logicalResourceId,
      ...outcome,
    })
  if (answer.status === 'SUCCESS') {
    const success = body({ Data: answer.data })
    if (Buffer.byteLength(success) <= MAX_BYTES) return success
    const reason = `The attributes take more than the ${MAX_BYTES} bytes of an answer.`
    return responseBody(ids, { status: 'FAILED', physicalResourceId: answer.physicalResourceId, reason })
  }
  const room = MAX_BYTES - Buffer.byteLength(body({ Reason: '' }))
  return body({ Reason: shortened(answer.reason, room) })
}

/** The reason in the answer of a failure. */
export function reasonOf(error: unknown): string {
  if (error instanceof StudioEfsError) return `${error.name}: ${error.message}`
  return `A bug of the function; see its log. ${error instanceof Error ? `${error.name}: ${error.message}` : ''}`
}

/** Bytes of the text in JSON, without the quotes. */
export function encodedBytes(text: string): number {
  return Buffer.byteLength(JSON.stringify(text)) - 2
}

/** Cuts a text that takes more than `room` bytes in JSON. */
export function shortened(text: string, room: number): string {
  if (encodedBytes(text) <= room) return text
  const left = Array.from(text.slice(0, Math.max(0, room)))
  while (left.length > 0 && encodedBytes(left.join('') + CUT) > room) left.splice(-Math.ceil(left.length / 20))
  return left.join('') + CUT
}
