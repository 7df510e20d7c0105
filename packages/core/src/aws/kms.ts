import type { KMSClient } from '@aws-sdk/client-kms'
import { boundedText } from '../bounded-text.js'
import type { Call } from '../call.js'
import type { AwsRequest, AwsResult } from './call/aws-error.js'
import { callAws, retry } from './call/call-aws.js'
import { nameCredentialsErrors } from './call/credentials.js'
import { rethrow } from './call/late-client.js'
import { readBody } from './call/reply-body.js'

export type { KMSClient } from '@aws-sdk/client-kms'

export interface KmsCall extends Call {
  readonly kms: KMSClient
}

const MAX_REPLY_BYTES = 1_000_000
const MAX_STATE = 100

/**
 * State of a key: `Enabled`, `Disabled`, `PendingDeletion`, `PendingImport`, `Unavailable`, or one that AWS adds.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html
 */
export function readKeyState(call: KmsCall, keyId: string): AwsResult<string> {
  const request: AwsRequest = { service: 'kms', operation: 'DescribeKey', resource: `key ${keyId}` }
  const send = async (abortSignal: AbortSignal) => {
    const { DescribeKeyCommand } = await import('@aws-sdk/client-kms').catch(rethrow)
    const command = new DescribeKeyCommand({ KeyId: keyId })
    return call.kms.send(readBody(nameCredentialsErrors(command), { maxBytes: MAX_REPLY_BYTES }), { abortSignal })
  }
  return retry(call, `reading ${request.resource}`, () => callAws(call, request, send)).map(({ KeyMetadata: key }) =>
    boundedText(key?.KeyState ?? 'unknown', MAX_STATE),
  )
}
