import type { IAMClient } from '@aws-sdk/client-iam'
import type { Call } from '../call.js'
import { parseJson } from '../model/parse/parse-json.js'
import type { AwsRequest, AwsResult } from './call/aws-error.js'
import { callAws, retry } from './call/call-aws.js'
import { nameCredentialsErrors } from './call/credentials.js'
import { rethrow } from './call/late-client.js'
import { readBody } from './call/reply-body.js'

export type { IAMClient } from '@aws-sdk/client-iam'

export interface IamCall extends Call {
  readonly iam: IAMClient
}

const MAX_REPLY_BYTES = 1_000_000

/**
 * Trust policy of a role, decoded from JSON; undefined for text that is no JSON.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetRole.html
 */
export function readTrustPolicy(call: IamCall, roleName: string): AwsResult<unknown> {
  const request: AwsRequest = { service: 'iam', operation: 'GetRole', resource: `role ${roleName}` }
  const send = async (abortSignal: AbortSignal) => {
    const { GetRoleCommand } = await import('@aws-sdk/client-iam').catch(rethrow)
    const command = new GetRoleCommand({ RoleName: roleName })
    return call.iam.send(readBody(nameCredentialsErrors(command), { maxBytes: MAX_REPLY_BYTES }), { abortSignal })
  }
  return retry(call, `reading ${request.resource}`, () => callAws(call, request, send)).map(({ Role }) =>
    parseJson(decoded(Role?.AssumeRolePolicyDocument ?? '')),
  )
}

/** IAM sends policies percent-encoded. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
