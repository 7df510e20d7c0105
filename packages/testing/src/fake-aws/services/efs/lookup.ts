import type { AccessPointRecord, FileSystemRecord, MountTargetRecord } from '../../state/efs.js'
import { type KeysetListing, type KeysetPage, keysetPage } from '../../world/keyset-page.js'
import type { World } from '../../world/world.js'
import {
  accessPointNotFound,
  badRequest,
  fileSystemNotAvailable,
  fileSystemNotFound,
  mountTargetNotFound,
} from './errors.js'

/** Accepts an ARN in place of an id, as EFS does. */
function idOf(idOrArn: string): string {
  return idOrArn.slice(idOrArn.lastIndexOf('/') + 1)
}

export function findFileSystem({ state }: World, idOrArn: string): FileSystemRecord {
  const record = state.efs.fileSystems.get(idOf(idOrArn))
  if (record === undefined) throw fileSystemNotFound(idOrArn)
  return record
}

export function findAvailableFileSystem(world: World, idOrArn: string): FileSystemRecord {
  const record = findFileSystem(world, idOrArn)
  if (record.LifeCycleState !== 'available') throw fileSystemNotAvailable(record.FileSystemId, record.LifeCycleState)
  return record
}

export function findMountTarget({ state }: World, idOrArn: string): MountTargetRecord {
  const record = state.efs.mountTargets.get(idOf(idOrArn))
  if (record === undefined) throw mountTargetNotFound(idOrArn)
  return record
}

export function findAccessPoint({ state }: World, idOrArn: string): AccessPointRecord {
  const record = state.efs.accessPoints.get(idOf(idOrArn))
  if (record === undefined) throw accessPointNotFound(idOrArn)
  return record
}

export function mountTargetsOf({ state }: World, fileSystemId: string): MountTargetRecord[] {
  return [...state.efs.mountTargets.values()].filter(({ FileSystemId }) => FileSystemId === fileSystemId)
}

export function accessPointsOf({ state }: World, fileSystemId: string): AccessPointRecord[] {
  return [...state.efs.accessPoints.values()].filter(({ FileSystemId }) => FileSystemId === fileSystemId)
}

/** Returns the page after the token. AWS documents no order; the fake sorts by key. */
export function pageOf<T>(listing: KeysetListing<T>): KeysetPage<T> {
  const page = keysetPage(listing)
  if (page === undefined) throw badRequest('The page token is not valid.')
  return page
}
