import type { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs'
import { err, ok } from 'neverthrow'
import type { Call } from '../call.js'
import type { AwsRequest, AwsResult } from './call/aws-error.js'
import { callAws, retry } from './call/call-aws.js'
import { nameCredentialsErrors } from './call/credentials.js'
import { rethrow } from './call/late-client.js'
import { listIn } from './call/read-list.js'
import { readBody } from './call/reply-body.js'

export type { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs'

export interface LogsCall extends Call {
  readonly logs: CloudWatchLogsClient
}

const MAX_REPLY_BYTES = 1_000_000

/** Log group of all Studio apps of the account in a Region. */
export const STUDIO_LOG_GROUP = '/aws/sagemaker/studio'

/**
 * True when an app wrote to a log stream whose name begins so. False also where the log group does not exist.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DescribeLogStreams.html
 */
export function hasStudioLogs(call: LogsCall, prefix: string): AwsResult<boolean> {
  const request: AwsRequest = {
    service: 'logs',
    operation: 'DescribeLogStreams',
    resource: `log group ${STUDIO_LOG_GROUP}`,
  }
  const send = async (abortSignal: AbortSignal) => {
    const { DescribeLogStreamsCommand } = await import('@aws-sdk/client-cloudwatch-logs').catch(rethrow)
    const command = new DescribeLogStreamsCommand({
      logGroupName: STUDIO_LOG_GROUP,
      logStreamNamePrefix: prefix,
      limit: 1,
    })
    return call.logs.send(readBody(nameCredentialsErrors(command), { maxBytes: MAX_REPLY_BYTES }), { abortSignal })
  }
  return retry(call, `reading ${request.resource}`, () => callAws(call, request, send))
    .andThen(({ logStreams }) => listIn(request, 'logStreams', logStreams))
    .map((logStreams) => logStreams.length > 0)
    .orElse((error) => (error.name === 'ResourceNotFoundError' ? ok(false) : err(error)))
}
