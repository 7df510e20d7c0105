import { DescribeStudioLifecycleConfigCommand } from '@aws-sdk/client-sagemaker'
import { err, ok } from 'neverthrow'
import type { AwsRequest, AwsResult } from '../call/aws-error.js'
import { callAws, retry } from '../call/call-aws.js'
import { nameCredentialsErrors } from '../call/credentials.js'
import { readBody } from '../call/reply-body.js'
import type { SageMakerCall } from './describe-and-update.js'

const MAX_REPLY_BYTES = 1_000_000

/** True while the lifecycle configuration of this ARN exists. */
export function lifecycleConfigExists(call: SageMakerCall, arn: string): AwsResult<boolean> {
  const name = arn.slice(arn.lastIndexOf('/') + 1)
  const request: AwsRequest = {
    service: 'sagemaker',
    operation: 'DescribeStudioLifecycleConfig',
    resource: `lifecycle configuration ${name}`,
  }
  return retry(call, `reading ${request.resource}`, () => {
    const command = new DescribeStudioLifecycleConfigCommand({ StudioLifecycleConfigName: name })
    const bounded = readBody(nameCredentialsErrors(command), { maxBytes: MAX_REPLY_BYTES })
    return callAws(call, request, (abortSignal) => call.sagemaker.send(bounded, { abortSignal }))
  })
    .map(() => true)
    .orElse((error) => (error.name === 'ResourceNotFoundError' ? ok(false) : err(error)))
}
