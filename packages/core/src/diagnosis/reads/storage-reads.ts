import { okAsync } from 'neverthrow'
import { type FileSystemMetrics, readFileSystemMetrics } from '../../aws/cloudwatch.js'
import { describeFileSystemPolicy } from '../../aws/efs/describe-file-system-policy.js'
import { describeFileSystems } from '../../aws/efs/file-systems.js'
import { describeMountTargets } from '../../aws/efs/mount-targets.js'
import { describeReplications } from '../../aws/efs/replications.js'
import { readKeyState } from '../../aws/kms.js'
import type { EfsFileSystem, MountTarget, Replication } from '../../model/efs.js'
import type { DiagnosisCall } from './diagnosis-call.js'
import { type Look, type Looker, lacking, notAsked, orGone } from './look.js'
import type { StudioReads } from './studio-reads.js'

export interface SeenKey {
  readonly keyId: string
  /** Undefined for a key that KMS does not know. */
  readonly state: string | undefined
}

export interface StorageReads {
  /** Undefined for one that does not exist. */
  fileSystem(): Look<EfsFileSystem | undefined>
  /** Skipped where the file system does not exist. */
  existingFileSystem(): Look<EfsFileSystem>
  mountTargets(): Look<readonly MountTarget[]>
  /** JSON text; undefined for a file system without a policy. */
  policy(): Look<string | undefined>
  replications(): Look<readonly Replication[]>
  /** Its KMS key. Skipped for a file system that is not encrypted. */
  keyState(): Look<SeenKey>
  metrics(): Look<FileSystemMetrics>
}

const EFS = 'efs: an EFSClient of @aws-sdk/client-efs'

export function storageReads(
  call: DiagnosisCall,
  { once, aws }: Looker,
  { fileSystemId }: Pick<StudioReads, 'fileSystemId'>,
): StorageReads {
  const { efs, kms, cloudWatch } = call
  const withEfs = efs && { ...call, efs }

  const fileSystem = once((): Look<EfsFileSystem | undefined> => {
    if (withEfs === undefined) return lacking(EFS)
    return fileSystemId().andThen((id) =>
      aws(() => orGone(describeFileSystems(withEfs, { fileSystemId: id }))).map((found) => found?.[0]),
    )
  })
  const existingFileSystem = once(() =>
    fileSystem().andThen((found): Look<EfsFileSystem> => (found === undefined ? notAsked(GONE) : okAsync(found))),
  )
  const mountTargets = once((): Look<readonly MountTarget[]> => {
    if (withEfs === undefined) return lacking(EFS)
    return existingFileSystem().andThen(({ fileSystemId: id }) => aws(() => describeMountTargets(withEfs, id)))
  })
  const policy = once((): Look<string | undefined> => {
    if (withEfs === undefined) return lacking(EFS)
    return existingFileSystem().andThen(({ fileSystemId: id }) => aws(() => describeFileSystemPolicy(withEfs, id)))
  })
  const replications = once((): Look<readonly Replication[]> => {
    if (withEfs === undefined) return lacking(EFS)
    return existingFileSystem().andThen(({ fileSystemId: id }) => aws(() => describeReplications(withEfs, id)))
  })
  const keyState = once((): Look<SeenKey> => {
    if (kms === undefined) return lacking('kms: a KMSClient of @aws-sdk/client-kms')
    return existingFileSystem().andThen(
      ({ fileSystemId: id, kmsKeyId: keyId }): Look<SeenKey> =>
        keyId === undefined
          ? notAsked(`${id} is not encrypted.`)
          : aws(() => orGone(readKeyState({ ...call, kms }, keyId))).map((state) => ({ keyId, state })),
    )
  })
  const metrics = once((): Look<FileSystemMetrics> => {
    if (cloudWatch === undefined) return lacking('cloudWatch: a CloudWatchClient of @aws-sdk/client-cloudwatch')
    return fileSystemId().andThen((id) => aws(() => readFileSystemMetrics({ ...call, cloudWatch }, id)))
  })
  return { fileSystem, existingFileSystem, mountTargets, policy, replications, keyState, metrics }
}

const GONE = 'The file system does not exist.'
