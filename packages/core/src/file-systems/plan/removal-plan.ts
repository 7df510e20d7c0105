import { stageOf } from '../../aws/efs/efs-state.js'
import type { RemoveFileSystemChange } from '../../model/changes/infrastructure-change.js'
import type { AccessPoint, EfsFileSystem, LifeCycleState, MountTarget, Replication } from '../../model/efs.js'
import type { DomainId, FileSystemId, SpaceName, UserProfileName } from '../../model/ids.js'
import type { SecurityGroup } from '../../model/network.js'
import { StudioEfsError } from '../../studio-efs-error.js'
import { isOwnAccessPoint } from './access-point-choice.js'

/** EFS deletes no part of a replication: the mount targets would be gone, and the file system still there. Nothing was changed. */
export class ReplicatedFileSystemError extends StudioEfsError {
  readonly name = 'ReplicatedFileSystemError'
  readonly fileSystemId: FileSystemId
  readonly replications: readonly Replication[]

  constructor({ fileSystemId, replications }: Pick<ReplicatedFileSystemError, 'fileSystemId' | 'replications'>) {
    const parts = replications.map(({ sourceFileSystemId, destinations }) => {
      const to = destinations.map((one) => `${one.fileSystemId} in ${one.region} (${one.status})`)
      return `from ${sourceFileSystemId} to ${to.join(', ')}`
    })
    super({
      message: `${fileSystemId} is part of a replication ${parts.join('; ')}: EFS does not delete it.`,
      retryable: false,
      hint: 'Delete the replication first (DeleteReplicationConfiguration of its source), or leave deleteData out.',
    })
    this.fileSystemId = fileSystemId
    this.replications = replications
  }
}

/** A setting of SageMaker that lists the file system. */
export type FileSystemListing = SettingsFileSystemListing | SpaceFileSystemListing

/** Entry for the file system in the settings of a domain or user profile. */
export interface SettingsFileSystemListing {
  readonly domainId: DomainId
  /** Absent when the domain itself lists it. */
  readonly userProfileName?: UserProfileName
  readonly setting: 'DefaultUserSettings' | 'DefaultSpaceSettings' | 'UserSettings'
}

/** Entry for the file system in the list of a space. */
export interface SpaceFileSystemListing {
  readonly domainId: DomainId
  readonly spaceName: SpaceName
  /** Absent for a space without an owner. */
  readonly ownerUserProfileName?: UserProfileName
  readonly setting: 'SpaceSettings'
  /** True while an app of the space may have the file system mounted. */
  readonly hasRunningApp: boolean
}

const MAX_NAMES = 10

/**
 * Domains, user profiles or spaces of the Region still list the file system: spaces would fail to start, and running ones
 * would lose it. Nothing was changed.
 */
export class FileSystemStillListedError extends StudioEfsError {
  readonly name = 'FileSystemStillListedError'
  readonly fileSystemId: FileSystemId
  /** All of them, spaces with a running app first; the message names the first ten. */
  readonly listedBy: readonly FileSystemListing[]

  constructor({ fileSystemId, listedBy, deleteData = false }: StillListed) {
    const sorted = [...listedBy.filter(isRunning), ...listedBy.filter((one) => !isRunning(one))]
    const names = sorted.slice(0, MAX_NAMES).map(nameOf)
    const others = sorted.length > MAX_NAMES ? ` and ${sorted.length - MAX_NAMES} more` : ''
    super({
      message: `${fileSystemId} is still listed by ${names.join(', ')}${others}.`,
      retryable: false,
      hint: hintFor(sorted, deleteData),
    })
    this.fileSystemId = fileSystemId
    this.listedBy = sorted
  }
}

interface StillListed extends Pick<FileSystemStillListedError, 'fileSystemId' | 'listedBy'> {
  /** The call was to delete the data as well. Default false. */
  readonly deleteData?: boolean
}

const STOP_APPS = 'Stop the running apps first (DeleteApp), or let detachFromSpaces stop them.'
const UNLIST =
  'Take it off these lists: detachFromSpaces for spaces, detachProfiles for profiles, clearDomainDefault for domains.'
const KEPT = 'The data is not deleted under a space that lists it, whatever whileListed says.'
const OTHERWISE = "Or set whileListed to 'remove', and their spaces will fail to start until the lists are mended."

function hintFor(listedBy: readonly FileSystemListing[], deleteData: boolean): string {
  const stop = listedBy.some(isRunning) ? `${STOP_APPS} ` : ''
  const isKept = deleteData && listedBy.some(({ setting }) => setting === 'SpaceSettings')
  return `${stop}${UNLIST} ${isKept ? KEPT : OTHERWISE}`
}

function isRunning(listing: FileSystemListing): boolean {
  return listing.setting === 'SpaceSettings' && listing.hasRunningApp
}

/** SageMaker created this file system for itself: it holds the home directories of a domain. */
export class ManagedFileSystemError extends StudioEfsError {
  readonly name = 'ManagedFileSystemError'
  readonly fileSystemId: FileSystemId
  /** ARN of the domain. */
  readonly managedFor: string

  constructor({ fileSystemId, managedFor }: Pick<ManagedFileSystemError, 'fileSystemId' | 'managedFor'>) {
    super({
      message: `${fileSystemId} is the home file system of ${managedFor}, which SageMaker manages.`,
      retryable: false,
      hint: 'It goes with its domain: DeleteDomain with RetentionPolicy.HomeEfsFileSystem set to Delete.',
    })
    this.fileSystemId = fileSystemId
    this.managedFor = managedFor
  }
}

function nameOf(listing: FileSystemListing): string {
  const { domainId } = listing
  if (listing.setting === 'SpaceSettings') {
    const owner = listing.ownerUserProfileName === undefined ? '' : ` of ${listing.ownerUserProfileName}`
    return `space ${domainId}/${listing.spaceName}${owner}${listing.hasRunningApp ? ' (an app is running)' : ''}`
  }
  const { userProfileName, setting } = listing
  return userProfileName === undefined
    ? `domain ${domainId} (${setting})`
    : `user profile ${domainId}/${userProfileName}`
}

/** A resource that a removal leaves in place. Plain data, fit for JSON. */
export interface KeptResource {
  readonly kind: 'file-system' | 'access-point' | 'security-group'
  readonly id: string
  readonly name: string | undefined
  /** `data`: it holds the data. `foreign`: this package did not create it. `in-use`: another resource needs it. */
  readonly reason: 'data' | 'foreign' | 'in-use'
}

export interface RemovalSnapshot {
  /** Undefined when it is gone. */
  readonly fileSystem: EfsFileSystem | undefined
  readonly mountTargets: readonly MountTarget[]
  readonly accessPoints: readonly AccessPoint[]
  /** Groups that this package created for this file system. */
  readonly groups: readonly (SecurityGroup & {
    /** A network interface other than those of these mount targets carries it. */
    readonly usedElsewhere: boolean
  })[]
}

export interface RemovalPlan {
  readonly changes: readonly RemoveFileSystemChange[]
  readonly kept: readonly KeptResource[]
}

/**
 * Deletions in the order in which they are made. The data stays unless `deleteData` is set; with it stay the access points
 * of other makers, which hold settings that nothing here could bring back.
 */
export function planRemoval(snapshot: RemovalSnapshot, { deleteData }: { readonly deleteData: boolean }): RemovalPlan {
  const { fileSystem, mountTargets, accessPoints, groups } = snapshot
  const isRemoved = (one: AccessPoint) => deleteData || isOwnAccessPoint(one, one.fileSystemId)
  const changes: RemoveFileSystemChange[] = []
  for (const { accessPointId, name, path } of accessPoints.filter(isRemoved).filter(isStaying))
    changes.push({ kind: 'access-point', action: 'delete', accessPointId, name, path })
  for (const { mountTargetId, zoneId, subnetId } of mountTargets.filter(isStaying))
    changes.push({ kind: 'mount-target', action: 'delete', mountTargetId, zoneId, subnetId })
  for (const { groupId, groupName, usedElsewhere } of groups)
    if (!usedElsewhere) changes.push({ kind: 'security-group', action: 'delete', groupId, groupName })
  const present = fileSystem !== undefined && isStaying(fileSystem) ? fileSystem : undefined
  if (deleteData && present !== undefined) {
    const { fileSystemId, name, sizeInBytes } = present
    changes.push({ kind: 'file-system', action: 'delete', fileSystemId, name, sizeInBytes })
  }
  const keptAccessPoints = accessPoints.filter((one) => !isRemoved(one)).filter(isStaying)
  return {
    changes,
    kept: [
      ...(deleteData || present === undefined ? [] : [keepFileSystem(present, 'data')]),
      ...keptAccessPoints.map(keepAccessPoint),
      ...groups.filter(({ usedElsewhere }) => usedElsewhere).map(keepGroup),
    ],
  }
}

/** False for a resource that is being deleted already: it is waited for, and not deleted once more. */
function isStaying({ lifeCycleState }: { readonly lifeCycleState: LifeCycleState }): boolean {
  return stageOf(lifeCycleState) !== 'leaving'
}

export function keepFileSystem(
  { fileSystemId, name }: EfsFileSystem,
  reason: Exclude<KeptResource['reason'], 'in-use'>,
): KeptResource {
  return { kind: 'file-system', id: fileSystemId, name, reason }
}

function keepAccessPoint({ accessPointId, name }: AccessPoint): KeptResource {
  return { kind: 'access-point', id: accessPointId, name, reason: 'foreign' }
}

export function keepGroup({ groupId, groupName }: Pick<SecurityGroup, 'groupId' | 'groupName'>): KeptResource {
  return { kind: 'security-group', id: groupId, name: groupName, reason: 'in-use' }
}
