import type {
  DescribeFileSystemsCommandInput,
  EFSClient,
  Tag,
  LifecyclePolicy as WireLifecyclePolicy,
} from '@aws-sdk/client-efs'
import type { Call } from '../../call.js'
import type { EfsFileSystem } from '../../model/efs.js'
import { type FileSystemId, type KmsKeyId, parseFileSystemId } from '../../model/ids.js'
import type { LifecyclePolicies } from '../../model/lifecycle-policies.js'
import { parseZone } from '../../model/network.js'
import { type FieldParser, optional, unparsed } from '../../model/parse/parse-input.js'
import { comparedText, membersOf, parseTagList, shownText } from '../../model/parse/parse-member.js'
import type { Tags } from '../../model/tags.js'
import type { AwsRequest, AwsResult } from '../call/aws-error.js'
import { callAws, retry } from '../call/call-aws.js'
import { type Created, type Deletion, existsAsOutcome, retryCreate, retryDelete } from '../call/create-and-delete.js'
import { nameCredentialsErrors } from '../call/credentials.js'
import { rethrow } from '../call/late-client.js'
import { parseReply, readList } from '../call/read-list.js'
import { singleAttempt } from '../call/single-attempt.js'

export type { EFSClient } from '@aws-sdk/client-efs'

export interface EfsCall extends Call {
  readonly efs: EFSClient
}

export interface FileSystemFilter {
  /** Default: all of the account's file systems in this Region, 100 a page. */
  readonly fileSystemId?: FileSystemId | undefined
  /** Ends the read at the page that makes the file systems so far enough. */
  readonly isEnough?: (fileSystems: readonly EfsFileSystem[]) => boolean
}

export function describeFileSystems(
  call: EfsCall,
  { fileSystemId, isEnough }: FileSystemFilter,
): AwsResult<readonly EfsFileSystem[]> {
  const request = efsRequest('DescribeFileSystems', fileSystemId ?? 'the file systems of this Region')
  const filter: DescribeFileSystemsCommandInput = fileSystemId === undefined ? {} : { FileSystemId: fileSystemId }
  return readList(call, {
    request,
    command: async (next) => {
      const { DescribeFileSystemsCommand } = await import('@aws-sdk/client-efs').catch(rethrow)
      return new DescribeFileSystemsCommand(next === undefined ? filter : { ...filter, Marker: next })
    },
    send: (command, abortSignal) => call.efs.send(command, { abortSignal }),
    items: ({ FileSystems }) => ['FileSystems', FileSystems],
    next: ({ NextMarker }) => NextMarker,
    parse: parseFileSystem,
    isEnough,
  })
}

export interface NewFileSystem {
  readonly creationToken: string
  readonly tags: Tags
  readonly kmsKeyId: KmsKeyId | undefined
}

/** Creates an encrypted, Regional file system with elastic throughput and automatic backups. */
export function createFileSystem(call: EfsCall, wanted: NewFileSystem): AwsResult<Created<FileSystemId>> {
  const { creationToken, tags, kmsKeyId } = wanted
  const request = efsRequest('CreateFileSystem', `the file system with the creation token ${creationToken}`)
  return retryCreate(call, `making the file system ${tags['Name'] ?? creationToken}`, () => {
    const send = async (abortSignal: AbortSignal) => {
      const { CreateFileSystemCommand } = await import('@aws-sdk/client-efs').catch(rethrow)
      const command = new CreateFileSystemCommand({
        CreationToken: creationToken,
        PerformanceMode: 'generalPurpose',
        ThroughputMode: 'elastic',
        Encrypted: true,
        ...(kmsKeyId === undefined ? {} : { KmsKeyId: kmsKeyId }),
        Backup: true,
        Tags: toWireTags(tags),
      })
      return call.efs.send(singleAttempt(command), { abortSignal })
    }
    const created = callAws(call, request, send).andThen(({ FileSystemId: id }) =>
      parseReply(request, parseFileSystemId(id, 'FileSystemId')),
    )
    return existsAsOutcome(created, 'FileSystemAlreadyExists', (exception) =>
      parseFileSystemId(memberOf(exception, 'FileSystemId')).unwrapOr(undefined),
    )
  })
}

/** Deletes a file system with the data on it. Its mount targets must be gone. */
export function deleteFileSystem(call: EfsCall, fileSystemId: FileSystemId): AwsResult<Deletion> {
  const request = efsRequest('DeleteFileSystem', fileSystemId)
  const send = async (abortSignal: AbortSignal) => {
    const { DeleteFileSystemCommand } = await import('@aws-sdk/client-efs').catch(rethrow)
    const command = new DeleteFileSystemCommand({ FileSystemId: fileSystemId })
    return call.efs.send(nameCredentialsErrors(command), { abortSignal })
  }
  return retryDelete(call, `deleting ${fileSystemId}`, () => callAws(call, request, send))
}

/** Replaces the file system's lifecycle policies. */
export function putLifecyclePolicies(
  call: EfsCall,
  fileSystemId: FileSystemId,
  policies: LifecyclePolicies,
): AwsResult<unknown> {
  const request = efsRequest('PutLifecycleConfiguration', fileSystemId)
  const LifecyclePolicies = toWirePolicies(policies)
  const send = async (abortSignal: AbortSignal) => {
    const { PutLifecycleConfigurationCommand } = await import('@aws-sdk/client-efs').catch(rethrow)
    const command = new PutLifecycleConfigurationCommand({ FileSystemId: fileSystemId, LifecyclePolicies })
    return call.efs.send(nameCredentialsErrors(command), { abortSignal })
  }
  return retry(call, `putting the lifecycle policies of ${fileSystemId}`, () => callAws(call, request, send))
}

/** Replaces the file system's policy. EFS refuses one that would keep the caller from replacing it again. */
export function putFileSystemPolicy(call: EfsCall, fileSystemId: FileSystemId, policy: string): AwsResult<unknown> {
  const request = efsRequest('PutFileSystemPolicy', fileSystemId)
  const send = async (abortSignal: AbortSignal) => {
    const { PutFileSystemPolicyCommand } = await import('@aws-sdk/client-efs').catch(rethrow)
    const command = new PutFileSystemPolicyCommand({ FileSystemId: fileSystemId, Policy: policy })
    return call.efs.send(nameCredentialsErrors(command), { abortSignal })
  }
  return retry(call, `putting the policy of ${fileSystemId}`, () => callAws(call, request, send))
}

export function efsRequest(operation: string, resource: string): AwsRequest {
  return { service: 'efs', operation, resource }
}

export function toWireTags(tags: Tags): Tag[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }))
}

/** Reads a member that an EFS exception carries besides its message, like the existing id. */
export function memberOf(exception: unknown, name: string): unknown {
  return (exception as Record<string, unknown> | undefined)?.[name]
}

const parseDescription = membersOf({
  FileSystemId: parseFileSystemId,
  FileSystemArn: comparedText,
  Name: comparedText,
  LifeCycleState: shownText,
  CreationToken: comparedText,
  CreationTime: unparsed,
  Encrypted: unparsed,
  KmsKeyId: comparedText,
  AvailabilityZoneId: optional(parseZone, undefined),
  AvailabilityZoneName: optional(parseZone, undefined),
  SizeInBytes: optional(membersOf({ Value: unparsed, Timestamp: unparsed }), undefined),
  Tags: parseTagList,
})

const parseFileSystem: FieldParser<EfsFileSystem> = (value, field) =>
  parseDescription(value, field).map((description) => {
    const { AvailabilityZoneId: zoneId, AvailabilityZoneName: zoneName, SizeInBytes: size } = description
    const sizeTakenAt = isoTime(size?.Timestamp)
    return {
      fileSystemId: description.FileSystemId,
      fileSystemArn: description.FileSystemArn ?? '',
      name: description.Name,
      lifeCycleState: description.LifeCycleState ?? 'unknown',
      creationToken: description.CreationToken ?? '',
      encrypted: description.Encrypted === true,
      kmsKeyId: description.KmsKeyId,
      oneZone: zoneId === undefined ? undefined : { zoneId, zoneName: zoneName ?? zoneId },
      sizeInBytes: typeof size?.Value === 'number' ? size.Value : 0,
      ...(sizeTakenAt !== undefined && { sizeTakenAt }),
      createdAt: isoTime(description.CreationTime),
      tags: description.Tags,
    }
  })

/** Undefined for no date. */
function isoTime(time: unknown): string | undefined {
  return time instanceof Date && !Number.isNaN(time.getTime()) ? time.toISOString() : undefined
}

const wirePolicyNames = {
  transitionToIA: 'TransitionToIA',
  transitionToArchive: 'TransitionToArchive',
  transitionToPrimaryStorageClass: 'TransitionToPrimaryStorageClass',
} as const satisfies Record<keyof LifecyclePolicies, string>

/** EFS takes one transition per element. */
function toWirePolicies(policies: LifecyclePolicies): WireLifecyclePolicy[] {
  return Object.entries(wirePolicyNames).flatMap(([name, wireName]) => {
    const rule = policies[name as keyof LifecyclePolicies]
    return rule === undefined ? [] : [{ [wireName]: rule }]
  })
}
