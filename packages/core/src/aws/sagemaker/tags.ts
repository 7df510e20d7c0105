import { AddTagsCommand, DeleteTagsCommand, ListTagsCommand } from '@aws-sdk/client-sagemaker'
import { comparedText, membersOf } from '../../model/parse/parse-member.js'
import type { AwsRequest, AwsResult } from '../call/aws-error.js'
import { callAws, retry } from '../call/call-aws.js'
import { readList } from '../call/read-list.js'
import { singleAttempt } from '../call/single-attempt.js'
import type { SageMakerCall } from './describe-and-update.js'

/** A resource whose tags are read or written. */
export interface Tagged {
  readonly arn: string
  /** Label for messages: `space d-abc/lab`. */
  readonly resource: string
}

export interface ResourceTag {
  readonly key: string
  readonly value: string
}

const parseTag = membersOf({ Key: comparedText, Value: comparedText })

/** Tags of a domain, user profile, space or app. */
export function listTags(call: SageMakerCall, { arn, resource }: Tagged): AwsResult<readonly ResourceTag[]> {
  return readList(call, {
    request: tagRequest('ListTags', resource),
    command: (next) => new ListTagsCommand({ ResourceArn: arn, ...(next !== undefined && { NextToken: next }) }),
    send: (command, abortSignal) => call.sagemaker.send(command, { abortSignal }),
    items: ({ Tags }) => ['Tags', Tags],
    next: ({ NextToken }) => NextToken,
    parse: (value, field) => parseTag(value, field).map(({ Key, Value }) => ({ key: Key ?? '', value: Value ?? '' })),
  })
}

/** Adds the tags, or gives those that are there their new values. Sent again while its error is retryable. */
export function addTags(
  call: SageMakerCall,
  { arn, resource }: Tagged,
  tags: readonly ResourceTag[],
): AwsResult<unknown> {
  const command = () =>
    new AddTagsCommand({ ResourceArn: arn, Tags: tags.map(({ key, value }) => ({ Key: key, Value: value })) })
  return retry(call, `tagging ${resource}`, () =>
    callAws(call, tagRequest('AddTags', resource), (abortSignal) =>
      call.sagemaker.send(singleAttempt(command()), { abortSignal }),
    ),
  )
}

/** Removes the tags; those that are not there are no error. Sent again while its error is retryable. */
export function deleteTags(
  call: SageMakerCall,
  { arn, resource }: Tagged,
  keys: readonly string[],
): AwsResult<unknown> {
  const command = () => new DeleteTagsCommand({ ResourceArn: arn, TagKeys: [...keys] })
  return retry(call, `untagging ${resource}`, () =>
    callAws(call, tagRequest('DeleteTags', resource), (abortSignal) =>
      call.sagemaker.send(singleAttempt(command()), { abortSignal }),
    ),
  )
}

function tagRequest(operation: string, resource: string): AwsRequest {
  return { service: 'sagemaker', operation, resource: `tags of ${resource}` }
}
