import type { CloudFormationClient } from '@aws-sdk/client-cloudformation'
import type { Call } from '../call.js'
import { comparedText, membersOf } from '../model/parse/parse-member.js'
import type { AwsResult } from './call/aws-error.js'
import { rethrow } from './call/late-client.js'
import { readList } from './call/read-list.js'

export type { CloudFormationClient } from '@aws-sdk/client-cloudformation'

export interface CloudFormationCall extends Call {
  readonly cloudFormation: CloudFormationClient
}

/** Output that a stack exports. Whoever may deploy a stack decides on all of it. */
export interface StackExport {
  readonly stackId: string | undefined
  readonly name: string | undefined
  readonly value: string | undefined
}

const parseExport = membersOf({ ExportingStackId: comparedText, Name: comparedText, Value: comparedText })

/**
 * Every export of the Region, 100 with each request.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ListExports.html
 */
export function listExports(call: CloudFormationCall): AwsResult<readonly StackExport[]> {
  return readList(call, {
    request: { service: 'cloudformation', operation: 'ListExports', resource: 'the exports of this Region' },
    pending: 'listing the exports of this Region',
    command: async (next) => {
      const { ListExportsCommand } = await import('@aws-sdk/client-cloudformation').catch(rethrow)
      return new ListExportsCommand(next === undefined ? {} : { NextToken: next })
    },
    send: (command, abortSignal) => call.cloudFormation.send(command, { abortSignal }),
    items: ({ Exports }) => ['Exports', Exports],
    next: ({ NextToken }) => NextToken,
    parse: parseExport,
  }).map((all) =>
    all.map(({ ExportingStackId, Name, Value }) => ({ stackId: ExportingStackId, name: Name, value: Value })),
  )
}
