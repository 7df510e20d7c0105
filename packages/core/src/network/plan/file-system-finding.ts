import { err, ok, type Result } from 'neverthrow'
import { stageOf, UnusableLifeCycleError } from '../../aws/efs/efs-state.js'
import type { EfsFileSystem } from '../../model/efs.js'
import { type FileSystemId, isSameKey, type KmsKeyId } from '../../model/ids.js'
import { SAGEMAKER_TAG } from './ownership.js'

/** Something about an existing file system that is worth knowing and that is not changed. Plain data, fit for JSON. */
export type FileSystemFinding =
  /** Data is not encrypted at rest. It cannot be changed later. */
  | { readonly kind: 'unencrypted'; readonly fileSystemId: FileSystemId; readonly message: string }
  /** It holds the home directories of a domain, and goes with it; `removeFileSystem` refuses it. */
  | {
      readonly kind: 'home-file-system'
      readonly fileSystemId: FileSystemId
      /** ARN of the domain. */
      readonly managedFor: string
      readonly message: string
    }
  /** It is encrypted with another key than the input names. It cannot be changed later. */
  | {
      readonly kind: 'other-kms-key'
      readonly fileSystemId: FileSystemId
      readonly kmsKeyId: string | undefined
      readonly message: string
    }
  /** It keeps its data in one zone, and can have a mount target in that zone only. */
  | {
      readonly kind: 'one-zone'
      readonly fileSystemId: FileSystemId
      readonly zoneId: string
      /** The other zones of the domain, or domains: their spaces have no mount target of their own zone. */
      readonly uncoveredZoneIds: readonly string[]
      readonly message: string
    }

  /** This package did not make it. */
  | {
      readonly kind: 'adopted'
      readonly fileSystemId: FileSystemId
      /** ISO 8601; undefined where EFS does not say. */
      readonly createdAt: string | undefined
      readonly message: string
    }
  /** Clients that reach a mount target can be root: there is no file-system policy, or one that allows it. */
  | { readonly kind: 'anonymous-root'; readonly fileSystemId: FileSystemId; readonly message: string }
  /** Its policy denies, or may deny, clients without IAM or TLS an action that spaces need. */
  | {
      readonly kind: 'policy-may-lock-out'
      readonly fileSystemId: FileSystemId
      /** `elasticfilesystem:ClientMount` or `elasticfilesystem:ClientWrite`. */
      readonly action: string
      readonly message: string
    }
  /** The policy could not be read, so nothing is known about it. */
  | { readonly kind: 'file-system-policy-unknown'; readonly fileSystemId: FileSystemId; readonly message: string }
  /** It is part of a replication; a destination is read-only. */
  | {
      readonly kind: 'replicated'
      readonly fileSystemId: FileSystemId
      readonly part: 'source' | 'destination'
      readonly otherFileSystemIds: readonly FileSystemId[]
      readonly message: string
    }
  /** The replications could not be read, so nothing is known about them. */
  | { readonly kind: 'replication-unknown'; readonly fileSystemId: FileSystemId; readonly message: string }

/** Findings on an existing file system, compared with the spec of a new one. */
export function findingsOn(
  fileSystem: EfsFileSystem,
  spec: { readonly kmsKeyId: KmsKeyId | undefined; readonly uncoveredZoneIds: readonly string[] },
): readonly FileSystemFinding[] {
  const { fileSystemId, encrypted, kmsKeyId } = fileSystem
  const managedFor = fileSystem.tags[SAGEMAKER_TAG]
  const findings: FileSystemFinding[] = []
  if (managedFor !== undefined)
    findings.push({
      kind: 'home-file-system',
      fileSystemId,
      managedFor,
      message: `${fileSystemId} holds the home directories of ${managedFor}: its root access point reaches all of them, and it may go with that domain.`,
    })
  if (!encrypted)
    findings.push({
      kind: 'unencrypted',
      fileSystemId,
      message: `${fileSystemId} is not encrypted at rest, and cannot be changed: copy the data to an encrypted one.`,
    })
  if (encrypted && spec.kmsKeyId !== undefined && isSameKey(spec.kmsKeyId, kmsKeyId) === false)
    findings.push({
      kind: 'other-kms-key',
      fileSystemId,
      kmsKeyId,
      message: `${fileSystemId} is encrypted with ${kmsKeyId}, not with ${spec.kmsKeyId}, and cannot be changed.`,
    })
  return [...findings, ...oneZoneFindings(fileSystem, spec.uncoveredZoneIds)]
}

/** The one finding that differs between domains, since it names their zones. Empty for a Regional file system. */
export function oneZoneFindings(
  { fileSystemId, oneZone }: EfsFileSystem,
  uncoveredZoneIds: readonly string[],
): readonly FileSystemFinding[] {
  if (oneZone === undefined) return []
  const { zoneId } = oneZone
  const zones = uncoveredZoneIds.join(', ')
  const effect = zones && `: spaces in ${zones} have no mount target in their zone and may fail to start`
  const message = `${fileSystemId} keeps its data in ${zoneId} alone${effect}.`
  return [{ kind: 'one-zone', fileSystemId, zoneId, uncoveredZoneIds, message }]
}

/** Refuses a file system that is broken or being deleted; one that is still being created becomes usable. */
export function usableFileSystem(fileSystem: EfsFileSystem): Result<EfsFileSystem, UnusableLifeCycleError> {
  const { fileSystemId, lifeCycleState } = fileSystem
  if (['failed', 'leaving'].includes(stageOf(lifeCycleState)))
    return err(new UnusableLifeCycleError({ resource: `file system ${fileSystemId}`, lifeCycleState }))
  return ok(fileSystem)
}
