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
 * The answer as CloudFormation reads it, at most 4,096 bytes: a reason that is longer is cut.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref-responses.html
 */
export function responseBody({ stackId, requestId, logicalResourceId }: Envelope, answer: Answer): string {
  const body = (told: Readonly<Record<string, unknown>>) =>
    JSON.stringify({
      Status: answer.status,
      PhysicalResourceId: answer.physicalResourceId,
      StackId: stackId,
      RequestId: requestId,
      LogicalResourceId: logicalResourceId,
      ...told,
    })
  if (answer.status === 'SUCCESS') return body({ Data: answer.data })
  let reason = answer.reason.slice(0, MAX_BYTES)
  while (Buffer.byteLength(body({ Reason: reason })) > MAX_BYTES) reason = `${reason.slice(0, -CUT.length - 16)}${CUT}`
  return body({ Reason: reason })
}
