import type { AccessPointRecord } from '../../state/efs.js'
import type { Tag } from '../../state/record.js'
import { FakeAwsError } from '../../wire/errors.js'
import { type Output, presentMembers } from '../../wire/wire.js'
import type { CallContext } from '../../world/fake-api.js'
import { countLook } from '../../world/transition.js'
import { arnOf, type World } from '../../world/world.js'
import { accessPointAlreadyExists, accessPointNotFound, badRequest } from './errors.js'
import { begin, isDeletable } from './life-cycle.js'
import { accessPointsOf, findAccessPoint, findAvailableFileSystem, findFileSystem, pageOf } from './lookup.js'
import { checkTags, nameOf } from './tags.js'

/** Members of an access point to add. */
export interface NewAccessPoint {
  readonly AccessPointId?: string
  readonly FileSystemId: string
  readonly ClientToken?: string
  readonly PosixUser?: AccessPointRecord['PosixUser']
  /** Default: the path `/`. */
  readonly RootDirectory?: Partial<AccessPointRecord['RootDirectory']>
  readonly LifeCycleState?: AccessPointRecord['LifeCycleState']
  readonly Tags?: readonly Tag[]
}

/** Makes an `available` access point, without adding it to the state. */
export function newAccessPointRecord(world: World, wanted: NewAccessPoint): AccessPointRecord {
  const { AccessPointId = `fsap-${world.ids.hex(17)}`, ClientToken = world.ids.uuid() } = wanted
  return {
    AccessPointId,
    FileSystemId: wanted.FileSystemId,
    LifeCycleState: wanted.LifeCycleState ?? 'available',
    ...(wanted.PosixUser && { PosixUser: wanted.PosixUser }),
    ClientToken,
    AccessPointArn: arnOf(world, 'elasticfilesystem', `access-point/${AccessPointId}`),
    OwnerId: world.settings.account,
    RootDirectory: { Path: '/', ...wanted.RootDirectory },
    Tags: [...(wanted.Tags ?? [])],
  }
}

interface CreateAccessPointInput extends Omit<NewAccessPoint, 'LifeCycleState'> {
  readonly ClientToken: string
}

export function createAccessPoint(world: World, input: CreateAccessPointInput, call: CallContext): Output {
  const { accessPoints } = world.state.efs
  const existing = [...accessPoints.values()].find(({ ClientToken }) => ClientToken === input.ClientToken)
  if (existing !== undefined) throw accessPointAlreadyExists(existing.AccessPointId, input.ClientToken)
  const { FileSystemId } = findAvailableFileSystem(world, input.FileSystemId)
  const { RootDirectory = {}, ...wanted } = presentMembers(input)
  checkTags(wanted.Tags ?? [])
  const limit = world.settings.quotas.accessPointsPerFileSystem
  if (limit !== undefined && accessPointsOf(world, FileSystemId).length >= limit) {
    throw new FakeAwsError('AccessPointLimitExceeded', `The file system has already ${limit} access points.`)
  }
  const record = newAccessPointRecord(world, { ...wanted, FileSystemId, RootDirectory: presentMembers(RootDirectory) })
  const stored = { records: accessPoints, key: record.AccessPointId, record }
  begin(world, stored, { call, during: 'creating', delay: world.settings.delays.createAccessPoint })
  accessPoints.set(record.AccessPointId, record)
  return describe(record)
}

interface DescribeAccessPointsInput {
  readonly AccessPointId?: string
  readonly FileSystemId?: string
  readonly MaxResults?: number
  readonly NextToken?: string
}

const DEFAULT_PAGE = 100

export function describeAccessPoints(world: World, input: DescribeAccessPointsInput): Output {
  const { MaxResults = DEFAULT_PAGE, NextToken } = input
  const items = accessPointsFor(world, input)
  const key = ({ AccessPointId }: AccessPointRecord) => AccessPointId
  const page = pageOf({ items, key, size: MaxResults, token: NextToken })
  for (const record of page.items) countLook(world, record)
  return presentMembers({ AccessPoints: page.items.map(describe), NextToken: page.nextToken })
}

function accessPointsFor(world: World, input: DescribeAccessPointsInput): readonly AccessPointRecord[] {
  const { AccessPointId, FileSystemId } = input
  if (AccessPointId !== undefined && FileSystemId !== undefined) {
    throw badRequest('AccessPointId and FileSystemId cannot be used together.')
  }
  if (AccessPointId !== undefined) return [findAccessPoint(world, AccessPointId)]
  if (FileSystemId !== undefined) return accessPointsOf(world, findFileSystem(world, FileSystemId).FileSystemId)
  return [...world.state.efs.accessPoints.values()]
}

function describe(record: AccessPointRecord): Output {
  const { transitionEndsAt, ...described } = record
  return presentMembers({ ...described, Name: nameOf(record.Tags) })
}

export function deleteAccessPoint(world: World, input: { AccessPointId: string }, call: CallContext): undefined {
  const record = findAccessPoint(world, input.AccessPointId)
  const { AccessPointId } = record
  if (!isDeletable(world, record, () => accessPointNotFound(AccessPointId))) return
  const { accessPoints: records } = world.state.efs
  const completed = () => {
    records.delete(AccessPointId)
  }
  begin(
    world,
    { records, key: AccessPointId, record },
    {
      call,
      during: 'deleting',
      delay: world.settings.delays.deleteAccessPoint,
      completed,
    },
  )
}
