import { err, ok, type Result } from 'neverthrow'
import { isUsable, stageOf } from '../../aws/efs/efs-state.js'
import { groupBy } from '../../drivers/paths.js'
import type { MountTargetCreation, SecurityGroupRef } from '../../model/change.js'
import type { EfsFileSystem, GuardedMountTarget, MountTargetId } from '../../model/efs.js'
import type { SecurityGroupId, Subnet, SubnetId, VpcId } from '../../model/network.js'
import {
  FileSystemInOtherVpcError,
  MountTargetFailedError,
  NoFreeAddressesError,
  OneZoneElsewhereError,
  TooManySecurityGroupsError,
} from './mount-target-plan-error.js'

/** Where a mount target is to be made. `after` is the one that is being deleted there: EFS takes one per zone. */
export interface MountTargetPlace {
  readonly zoneId: string
  readonly zoneName: string
  readonly subnetId: SubnetId
  readonly after: MountTargetId | undefined
}

export interface MountTargetPlan {
  readonly create: readonly MountTargetPlace[]
  /** Those that lack the group. */
  readonly guard: readonly GuardedMountTarget[]
  /** Every usable one that is there already, in whatever zone. */
  readonly existing: readonly GuardedMountTarget[]
  /** Zones of the domain that a One Zone file system cannot have a mount target in. */
  readonly uncoveredZoneIds: readonly string[]
}

/** The same before the groups are looked at. */
export interface MountTargetPlaces extends Omit<MountTargetPlan, 'guard'> {
  /** By zone id: why there can be none. */
  readonly failures: ReadonlyMap<string, MountTargetFailedError | NoFreeAddressesError>
}

export interface MountTargetWish {
  readonly vpcId: VpcId
  /** The domain's, in its order. */
  readonly subnets: readonly Subnet[]
  readonly fileSystem: EfsFileSystem | undefined
  readonly targets: readonly GuardedMountTarget[]
  /** `groupId` is undefined while the group is still to be made. */
  readonly group: { readonly groupId: SecurityGroupId | undefined; readonly groupName: string }
  /** Groups of ours that admit the domain already: a mount target with one of them needs no other. */
  readonly admittedBy: readonly SecurityGroupId[]
  /** How many groups a mount target takes. */
  readonly limit: number
}

export type MountTargetPlanError =
  | FileSystemInOtherVpcError
  | MountTargetFailedError
  | NoFreeAddressesError
  | OneZoneElsewhereError
  | TooManySecurityGroupsError

/**
 * One mount target in every Availability Zone of the domain's subnets, and the group on every one that there is. Zones
 * are compared by id: their names differ between accounts.
 *
 * @see https://docs.aws.amazon.com/efs/latest/ug/manage-fs-access.html
 */
export function planMountTargets(wish: MountTargetWish): Result<MountTargetPlan, MountTargetPlanError> {
  return planMountTargetPlaces(wish).andThen(({ failures, ...places }) => {
    const [failure] = failures.values()
    if (failure !== undefined) return err(failure)
    return groupsToAdd(places.existing, wish).map((guard) => ({ ...places, guard }))
  })
}

export type MountTargetPlacesError = FileSystemInOtherVpcError | OneZoneElsewhereError

/** Where mount targets are, where they are to be made, and where they cannot be. */
export function planMountTargetPlaces(
  wish: Pick<MountTargetWish, 'vpcId' | 'subnets' | 'fileSystem' | 'targets'>,
): Result<MountTargetPlaces, MountTargetPlacesError> {
  const { fileSystem, targets, vpcId } = wish
  const elsewhere = targets.find((target) => target.vpcId !== vpcId)
  if (elsewhere !== undefined) return err(new FileSystemInOtherVpcError(elsewhere.fileSystemId, elsewhere.vpcId, vpcId))
  const zones = groupBy(wish.subnets, ({ zoneId }) => zoneId)
  const oneZone = fileSystem?.oneZone
  const reachable = [...zones.keys()].filter((zoneId) => oneZone === undefined || oneZone.zoneId === zoneId)
  if (reachable.length === 0 && fileSystem !== undefined && oneZone !== undefined)
    return err(new OneZoneElsewhereError(fileSystem.fileSystemId, oneZone.zoneId, [...zones.keys()]))
  const usable = targets.filter(({ lifeCycleState }) => isUsable(lifeCycleState))
  const uncovered = reachable.filter((zoneId) => !usable.some((target) => target.zoneId === zoneId))
  const places = uncovered.map((zoneId) => [zoneId, placeIn(zones.get(zoneId) ?? [], targets)] as const)
  return ok({
    create: places.flatMap(([, place]) => (place.isOk() ? [place.value] : [])),
    existing: usable,
    uncoveredZoneIds: [...zones.keys()].filter((zoneId) => !reachable.includes(zoneId)),
    failures: new Map(places.flatMap(([zoneId, place]) => (place.isErr() ? [[zoneId, place.error] as const] : []))),
  })
}

function placeIn(
  subnets: readonly Subnet[],
  targets: readonly GuardedMountTarget[],
): Result<MountTargetPlace, MountTargetFailedError | NoFreeAddressesError> {
  const roomiest = subnets.reduce((best, next) =>
    next.availableIpAddressCount > best.availableIpAddressCount ? next : best,
  )
  const { zoneId, zoneName, subnetId } = roomiest
  const there = targets.find((target) => target.zoneId === zoneId)
  if (there !== undefined && stageOf(there.lifeCycleState) === 'failed') return err(new MountTargetFailedError(there))
  const after = there?.lifeCycleState === 'deleting' ? there.mountTargetId : undefined
  if (roomiest.availableIpAddressCount === 0 && after === undefined) return err(new NoFreeAddressesError(subnets))
  return ok({ zoneId, zoneName, subnetId, after })
}

function groupsToAdd(
  usable: readonly GuardedMountTarget[],
  { group, admittedBy, limit }: MountTargetWish,
): Result<readonly GuardedMountTarget[], TooManySecurityGroupsError> {
  const { groupId, groupName } = group
  const enough = groupId === undefined ? admittedBy : [groupId, ...admittedBy]
  const lacking = usable.filter(({ securityGroupIds }) => !enough.some((id) => securityGroupIds.includes(id)))
  const full = lacking.find(({ securityGroupIds }) => securityGroupIds.length >= limit)
  if (full === undefined) return ok(lacking)
  return err(new TooManySecurityGroupsError(full.mountTargetId, full.securityGroupIds, groupName, limit))
}

/** The change that stands for a new mount target. */
export function mountTargetCreation(
  { zoneId, subnetId }: MountTargetPlace,
  [securityGroup, ...further]: readonly [SecurityGroupRef, ...SecurityGroupRef[]],
): MountTargetCreation {
  const creation = { kind: 'mount-target', action: 'create', zoneId, subnetId, securityGroup } as const
  return further.length === 0 ? creation : { ...creation, furtherSecurityGroups: further }
}
