import {
  CreateFileSystemCommand,
  DeleteFileSystemCommand,
  DescribeFileSystemsCommand,
  type DescribeFileSystemsCommandInput,
  type EFSClient,
  type FileSystemDescription,
  PutLifecycleConfigurationCommand,
  type Tag,
  type LifecyclePolicy as WireLifecyclePolicy,
} from '@aws-sdk/client-efs'
import type { ResultAsync } from 'neverthrow'
import type { OutOfPatienceError, Patience } from '../../call.js'
import type { EfsFileSystem } from '../../model/efs.js'
import type { FileSystemId, KmsKeyId } from '../../model/ids.js'
import type { LifecyclePolicies } from '../../model/lifecycle-policies.js'
import type { Tags } from '../../model/tags.js'
import type { Clock } from '../../time/clock.js'
import type { AwsCall, AwsError } from '../call/aws-error.js'
import { callAws } from '../call/call-aws.js'
import { type Creation, orExists } from '../call/creation.js'
import { readPages } from '../call/pages.js'
import { singleAttempt } from '../call/single-attempt.js'

export type { EFSClient } from '@aws-sdk/client-efs'

export interface EfsContext {
  readonly efs: EFSClient
  readonly clock: Clock
}

export type EfsReply<T> = ResultAsync<T, AwsError | OutOfPatienceError>

/**
 * The account's file systems in this Region, 100 a page: those that `where` names, else all, up to the page on which
 * `isEnough` is satisfied.
 */
export function describeFileSystems(
  context: EfsContext,
  where: { readonly fileSystemId?: FileSystemId | undefined },
  patience: Patience,
  isEnough?: (fileSystems: readonly EfsFileSystem[]) => boolean,
): EfsReply<readonly EfsFileSystem[]> {
  const { fileSystemId } = where
  const call = efsCall('DescribeFileSystems', fileSystemId ?? 'the file systems of this Region')
  const filter: DescribeFileSystemsCommandInput = fileSystemId === undefined ? {} : { FileSystemId: fileSystemId }
  const readPage = (next: string | undefined) =>
    callAws(patience, call, (abortSignal) =>
      context.efs.send(new DescribeFileSystemsCommand(next === undefined ? filter : { ...filter, Marker: next }), {
        abortSignal,
      }),
    ).map(({ FileSystems = [], NextMarker }) => ({ items: FileSystems.map(fileSystemOf), next: NextMarker }))
  return readPages({ ...context, patience, pending: `reading ${call.resource}` }, readPage, isEnough)
}

/** What a new file system is to be. */
export interface NewFileSystem {
  readonly creationToken: string
  readonly tags: Tags
  readonly kmsKeyId: KmsKeyId | undefined
}

/** Makes an encrypted, Regional file system with elastic throughput and automatic backups. Sent once. */
export function createFileSystem(
  client: EFSClient,
  wanted: NewFileSystem,
  patience: Patience,
): EfsReply<Creation<FileSystemId>> {
  const command = new CreateFileSystemCommand({
    CreationToken: wanted.creationToken,
    PerformanceMode: 'generalPurpose',
    ThroughputMode: 'elastic',
    Encrypted: true,
    ...(wanted.kmsKeyId === undefined ? {} : { KmsKeyId: wanted.kmsKeyId }),
    Backup: true,
    Tags: toWireTags(wanted.tags),
  })
  const call = efsCall('CreateFileSystem', `the file system with the creation token ${wanted.creationToken}`)
  const created = callAws(patience, call, (abortSignal) => client.send(singleAttempt(command), { abortSignal })).map(
    ({ FileSystemId }) => FileSystemId as FileSystemId,
  )
  return orExists(created, 'FileSystemAlreadyExists', (exception) => memberOf(exception, 'FileSystemId'))
}

/** Deletes a file system with the data on it. Its mount targets must be gone. */
export function deleteFileSystem(client: EFSClient, fileSystemId: FileSystemId, patience: Patience): EfsReply<unknown> {
  return callAws(patience, efsCall('DeleteFileSystem', fileSystemId), (abortSignal) =>
    client.send(new DeleteFileSystemCommand({ FileSystemId: fileSystemId }), { abortSignal }),
  )
}

/** Replaces the file system's lifecycle policies. */
export function putLifecyclePolicies(
  client: EFSClient,
  fileSystemId: FileSystemId,
  policies: LifecyclePolicies,
  patience: Patience,
): EfsReply<unknown> {
  const command = new PutLifecycleConfigurationCommand({
    FileSystemId: fileSystemId,
    LifecyclePolicies: toWirePolicies(policies),
  })
  return callAws(patience, efsCall('PutLifecycleConfiguration', fileSystemId), (abortSignal) =>
    client.send(command, { abortSignal }),
  )
}

export function efsCall(operation: string, resource: string): AwsCall {
  return { service: 'efs', operation, resource }
}

export function tagsOf(tags: readonly Tag[] | undefined): Tags {
  return Object.fromEntries((tags ?? []).map(({ Key, Value }) => [Key ?? '', Value ?? '']))
}

export function toWireTags(tags: Tags): Tag[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }))
}

/** A member that an exception carries besides its message. */
export function memberOf<Id extends string>(exception: unknown, name: string): Id | undefined {
  const value = (exception as Record<string, unknown> | undefined)?.[name]
  return typeof value === 'string' ? (value as Id) : undefined
}

function fileSystemOf(description: FileSystemDescription): EfsFileSystem {
  const { AvailabilityZoneId: zoneId, AvailabilityZoneName: zoneName } = description
  return {
    fileSystemId: description.FileSystemId as FileSystemId,
    fileSystemArn: description.FileSystemArn ?? '',
    name: description.Name,
    lifeCycleState: description.LifeCycleState ?? 'unknown',
    creationToken: description.CreationToken ?? '',
    encrypted: description.Encrypted === true,
    kmsKeyId: description.KmsKeyId,
    oneZone: zoneId === undefined ? undefined : { zoneId, zoneName: zoneName ?? zoneId },
    sizeInBytes: description.SizeInBytes?.Value ?? 0,
    tags: tagsOf(description.Tags),
  }
}

/** EFS takes one transition per element. */
function toWirePolicies(policies: LifecyclePolicies): WireLifecyclePolicy[] {
  const names = { transitionToIA: 'TransitionToIA', transitionToArchive: 'TransitionToArchive' } as const
  const wire = Object.entries({ ...names, transitionToPrimaryStorageClass: 'TransitionToPrimaryStorageClass' })
  return wire.flatMap(([ours, theirs]) => {
    const rule = policies[ours as keyof LifecyclePolicies]
    return rule === undefined ? [] : [{ [theirs]: rule }]
  })
}
