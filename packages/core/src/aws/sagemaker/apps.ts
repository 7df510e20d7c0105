import {
  type AppType,
  CreateAppCommand,
  DeleteAppCommand,
  DescribeAppCommand,
  type ResourceSpec,
} from '@aws-sdk/client-sagemaker'
import type { AppRef, AppResourceSpec, SpaceAppDetails } from '../../model/space.js'
import type { AwsRequest, AwsResult } from '../call/aws-error.js'
import { callAws, retry } from '../call/call-aws.js'
import { nameCredentialsErrors } from '../call/credentials.js'
import { readBody } from '../call/reply-body.js'
import { singleAttempt } from '../call/single-attempt.js'
import { type SageMakerCall, statusOf } from './describe-and-update.js'
import { resourceSpecOf } from './resource-spec.js'

const MAX_REPLY_BYTES = 1_000_000

/** Reads an app of a space. A deleted one is described for 24 hours. */
export function describeApp(call: SageMakerCall, ref: AppRef): AwsResult<SpaceAppDetails> {
  const request = appRequest('DescribeApp', ref)
  return retry(call, `reading ${request.resource}`, () => {
    const command = readBody(nameCredentialsErrors(new DescribeAppCommand(keyOf(ref))), { maxBytes: MAX_REPLY_BYTES })
    return callAws(call, request, (abortSignal) => call.sagemaker.send(command, { abortSignal })).map((reply) => ({
      ...refOf(ref),
      ...statusOf(reply),
      createdAt: reply.CreationTime?.getTime(),
      resourceSpec: resourceSpecOf(reply.ResourceSpec),
    }))
  })
}

/** Stops an app. The space and its volume stay. Sent once; see {@link singleAttempt}. */
export function deleteApp(call: SageMakerCall, ref: AppRef): AwsResult<unknown> {
  const command = new DeleteAppCommand(keyOf(ref))
  return callAws(call, appRequest('DeleteApp', ref), (abortSignal) =>
    call.sagemaker.send(singleAttempt(command), { abortSignal }),
  )
}

/** Starts an app. Sent once; see {@link singleAttempt}. */
export function createApp(call: SageMakerCall, ref: AppRef, resourceSpec: AppResourceSpec): AwsResult<unknown> {
  const spec = resourceSpec as ResourceSpec
  const command = new CreateAppCommand({
    ...keyOf(ref),
    ...(Object.keys(resourceSpec).length > 0 && { ResourceSpec: spec }),
  })
  return callAws(call, appRequest('CreateApp', ref), (abortSignal) =>
    call.sagemaker.send(singleAttempt(command), { abortSignal }),
  )
}

function keyOf({ domainId, spaceName, appType, appName }: AppRef) {
  return { DomainId: domainId, SpaceName: spaceName, AppType: appType as AppType, AppName: appName }
}

function refOf({ domainId, spaceName, appType, appName }: AppRef): AppRef {
  return { domainId, spaceName, appType, appName }
}

function appRequest(operation: string, { domainId, spaceName, appType, appName }: AppRef): AwsRequest {
  return { service: 'sagemaker', operation, resource: `app ${domainId}/${spaceName}/${appType}/${appName}` }
}
