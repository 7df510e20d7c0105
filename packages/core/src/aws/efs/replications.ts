import { err, ok } from 'neverthrow'
import type { Replication } from '../../model/efs.js'
import type { FileSystemId } from '../../model/ids.js'
import type { AwsResult } from '../call/aws-error.js'
import { callAws } from '../call/call-aws.js'
import { nameCredentialsErrors } from '../call/credentials.js'
import { rethrow } from '../call/late-client.js'
import { readPages } from '../call/pages.js'
import { type EfsCall, efsRequest } from './file-systems.js'

/** Replications with the file system as source or destination; none when EFS knows of none, or the file system is gone. */
export function describeReplications(call: EfsCall, fileSystemId: FileSystemId): AwsResult<readonly Replication[]> {
  const request = efsRequest('DescribeReplicationConfigurations', fileSystemId)
  const readPage = (next: string | undefined) => {
    const token = next === undefined ? {} : { NextToken: next }
    const send = async (abortSignal: AbortSignal) => {
      const { DescribeReplicationConfigurationsCommand } = await import('@aws-sdk/client-efs').catch(rethrow)
      const command = new DescribeReplicationConfigurationsCommand({ FileSystemId: fileSystemId, ...token })
      return call.efs.send(nameCredentialsErrors(command), { abortSignal })
    }
    return callAws(call, request, send).map(({ Replications = [], NextToken }) => ({
      items: Replications.map(({ SourceFileSystemId: source, Destinations = [] }) => ({
        sourceFileSystemId: source as FileSystemId,
        destinations: Destinations.map(({ FileSystemId: id, Region, Status }) => ({
          fileSystemId: id as FileSystemId,
          region: Region ?? '',
          status: Status ?? 'unknown',
        })),
      })),
      next: NextToken,
    }))
  }
  return readPages(call, { pending: `reading the replication of ${fileSystemId}`, readPage }).orElse((error) =>
    error.name === 'ResourceNotFoundError' ? ok([]) : err(error),
  )
}
