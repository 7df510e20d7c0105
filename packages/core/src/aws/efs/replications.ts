import { err, ok } from 'neverthrow'
import type { Replication } from '../../model/efs.js'
import { type FileSystemId, parseFileSystemId } from '../../model/ids.js'
import type { FieldParser } from '../../model/parse/parse-input.js'
import { membersOf, optionalList, shownText } from '../../model/parse/parse-member.js'
import type { AwsResult } from '../call/aws-error.js'
import { rethrow } from '../call/late-client.js'
import { readList } from '../call/read-list.js'
import { type EfsCall, efsRequest } from './file-systems.js'

/** Replications with the file system as source or destination; none when EFS knows of none, or the file system is gone. */
export function describeReplications(call: EfsCall, fileSystemId: FileSystemId): AwsResult<readonly Replication[]> {
  const request = efsRequest('DescribeReplicationConfigurations', fileSystemId)
  const filter = { FileSystemId: fileSystemId }
  return readList(call, {
    request,
    pending: `reading the replication of ${fileSystemId}`,
    command: async (next) => {
      const { DescribeReplicationConfigurationsCommand } = await import('@aws-sdk/client-efs').catch(rethrow)
      return new DescribeReplicationConfigurationsCommand(next === undefined ? filter : { ...filter, NextToken: next })
    },
    send: (command, abortSignal) => call.efs.send(command, { abortSignal }),
    items: ({ Replications }) => ['Replications', Replications],
    next: ({ NextToken }) => NextToken,
    parse: parseReplication,
  }).orElse((error) => (error.name === 'ResourceNotFoundError' ? ok([]) : err(error)))
}

const parseDestination = membersOf({ FileSystemId: parseFileSystemId, Region: shownText, Status: shownText })
const parseConfiguration = membersOf({
  SourceFileSystemId: parseFileSystemId,
  Destinations: optionalList(parseDestination),
})

const parseReplication: FieldParser<Replication> = (value, field) =>
  parseConfiguration(value, field).map(({ SourceFileSystemId: sourceFileSystemId, Destinations: destinations }) => ({
    sourceFileSystemId,
    destinations: destinations.map(({ FileSystemId: id, Region: region = '', Status: status = 'unknown' }) => ({
      fileSystemId: id,
      region,
      status,
    })),
  }))
