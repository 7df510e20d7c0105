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

/** Accepts an ARN in place of an id, as EFS does. The ARN of another Region or account names nothing here. */
function idOf({ settings }: World, idOrArn: string): string | undefined {
  if (!idOrArn.startsWith('arn:')) return idOrArn
  const [, , service, region, account, resource = ''] = idOrArn.split(':')
  const isHere = service === 'elasticfilesystem' && region === settings.region && account === settings.account
  return isHere ? resource.slice(resource.indexOf('/') + 1) : undefined
}

export function findFileSystem(world: World, idOrArn: string): FileSystemRecord {
  const record = world.state.efs.fileSystems.get(idOf(world, idOrArn) ?? '')
  if (record === undefined) throw fileSystemNotFound(idOrArn)
  return record
}

export function findAvailableFileSystem(world: World, idOrArn: string): FileSystemRecord {
  const record = findFileSystem(world, idOrArn)
  if (record.LifeCycleState !== 'available') throw fileSystemNotAvailable(record.FileSystemId, record.LifeCycleState)
  return record
}

export function findMountTarget(world: World, idOrArn: string): MountTargetRecord {
  const record = world.state.efs.mountTargets.get(idOf(world, idOrArn) ?? '')
  if (record === undefined) throw mountTargetNotFound(idOrArn)
  return record
}

export function findAccessPoint(world: World, idOrArn: string): AccessPointRecord {
  const record = world.state.efs.accessPoints.get(idOf(world, idOrArn) ?? '')
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
