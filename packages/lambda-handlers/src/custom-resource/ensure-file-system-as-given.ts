import {
  type EnsureFileSystemForDomainError,
  type EnsureFileSystemForDomainInput,
  type EnsureFileSystemForDomainOutput,
  ensureFileSystemForDomain,
  type StudioEfsContext,
} from '@studio-efs/core'
import type { ResultAsync } from 'neverthrow'
import type { FileSystemProperties } from './file-system-properties.js'

export type FileSystemContext = Pick<StudioEfsContext, 'sagemaker' | 'efs' | 'ec2' | 'clock' | 'logger'>

/** What the properties do not say. */
export type EnsureOptions = Pick<
  EnsureFileSystemForDomainInput,
  'timeoutMs' | 'tags' | 'securityGroupWaitMs' | 'dryRun' | 'onProgress'
>

/** The file system and its network are as the properties say. */
export function ensureFileSystemAsGiven(
  context: FileSystemContext,
  { domainId, fileSystemId, name, kmsKeyId, missingSecurityGroup }: FileSystemProperties,
  options: EnsureOptions,
): ResultAsync<EnsureFileSystemForDomainOutput, EnsureFileSystemForDomainError> {
  return ensureFileSystemForDomain(context, {
    domainId,
    missingSecurityGroup,
    ...options,
    ...(fileSystemId === undefined ? {} : { fileSystemId }),
    ...(name === undefined ? {} : { name }),
    ...(kmsKeyId === undefined ? {} : { kmsKeyId }),
  })
}
