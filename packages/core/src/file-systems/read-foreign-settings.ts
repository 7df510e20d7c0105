import { err, ok, okAsync, ResultAsync } from 'neverthrow'
import type { AwsResult } from '../aws/call/aws-error.js'
import { describeFileSystemPolicy } from '../aws/efs/describe-file-system-policy.js'
import type { EfsCall } from '../aws/efs/file-systems.js'
import { describeReplications } from '../aws/efs/replications.js'
import type { EfsFileSystem } from '../model/efs.js'
import type { FileSystemPolicy } from '../model/file-system-policy.js'
import type { DomainId } from '../model/ids.js'
import { type ForeignSettings, isAdopted, type Readable } from './plan/adoption-findings.js'

export interface ForeignSettingsSpec {
  readonly domainId: DomainId
  readonly fileSystemPolicy: FileSystemPolicy
}

/**
 * Reads the policy and the replications of an adopted file system, at once. Of one that this package made, the policy is
 * read only if the caller wants one. A role that may not read them gets the reason in place of the value.
 */
export function readForeignSettings(
  call: EfsCall,
  fileSystem: EfsFileSystem,
  { domainId, fileSystemPolicy }: ForeignSettingsSpec,
): AwsResult<ForeignSettings> {
  const { fileSystemId } = fileSystem
  const foreign = isAdopted(fileSystem, domainId)
  return ResultAsync.combine([
    foreign || fileSystemPolicy !== 'none'
      ? orReason(describeFileSystemPolicy(call, fileSystemId))
      : okAsync(undefined),
    foreign ? orReason(describeReplications(call, fileSystemId)) : okAsync(undefined),
  ] as const).map(([policy, replications]) => ({ ...(policy && { policy }), ...(replications && { replications }) }))
}

function orReason<T>(read: AwsResult<T>): AwsResult<Readable<T>> {
  return read
    .map((value): Readable<T> => ({ kind: 'read', value }))
    .orElse((error) =>
      error.name === 'AccessDeniedError' ? ok<Readable<T>>({ kind: 'not-shown', reason: error.message }) : err(error),
    )
}
