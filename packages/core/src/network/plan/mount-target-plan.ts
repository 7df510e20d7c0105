import { err, ok, type Result } from 'neverthrow'
import { isUsable, MountTargetFailedError, stageOf } from '../../aws/efs/efs-state.js'
import { groupBy } from '../../group-by.js'
import type { MountTargetCreation, SecurityGroupRef } from '../../model/changes/infrastructure-change.js'
import type { EfsFileSystem, MountTargetId, MountTargetWithGroups } from '../../model/efs.js'
import { FileSystemInOtherVpcError } from '../../model/file-system-vpc.js'
import type { FileSystemId } from '../../model/ids.js'
import type { SecurityGroupId, Subnet, SubnetId, VpcId } from '../../model/network.js'
import { StudioEfsError } from '../../studio-efs-error.js'
import { TooManySecurityGroupsError } from './mount-target-groups.js'

/** No subnet of the zone has an IP address left for a mount target. Nothing was written. */
export class NoFreeAddressesError extends StudioEfsError {
  readonly name = 'NoFreeAddressesError'
  readonly zoneId: string
  readonly subnetIds: readonly SubnetId[]

  constructor({
    zoneId,
    zoneName,
    subnetIds,
  }: Pick<NoFreeAddressesError, 'zoneId' | 'subnetIds'> & { readonly zoneName: string }) {
    const full = `${subnetIds.join(', ')} ${subnetIds.length === 1 ? 'is' : 'are'} full`
    super({
      message: `No free IP address for a mount target in ${zoneName} (${zoneId}): ${full}.`,
      retryable: false,
      hint: 'Free one address there, or give the domain a subnet in this zone that has some.',
    })
    this.zoneId = zoneId
    this.subnetIds = subnetIds
  }
}

/** A One Zone file system in a zone where the domain has no subnet: none of its spaces could mount it. */
export class OneZoneElsewhereError extends StudioEfsError {
  readonly name = 'OneZoneElsewhereError'
  readonly fileSystemId: FileSystemId
  readonly zoneId: string
  readonly domainZoneIds: readonly string[]

  constructor({
    fileSystemId,
    zoneId,
    domainZoneIds,
  }: Pick<OneZoneElsewhereError, 'fileSystemId' | 'zoneId' | 'domainZoneIds'>) {
    super({
      message: `${fileSystemId} is a One Zone file system of ${zoneId}, and the domain is in ${domainZoneIds.join(', ')}.`,
      retryable: false,
      hint: 'Name a Regional file system, or leave fileSystemId out and have one made.',
    })
    this.fileSystemId = fileSystemId
    this.zoneId = zoneId
    this.domainZoneIds = domainZoneIds
  }
}

/** A mount target to create. `after`: the one that is being deleted there, since EFS takes one per zone. */
export interface MountTargetPlace {
  readonly zoneId: string
  readonly zoneName: string
  readonly subnetId: SubnetId
  readonly after: MountTargetId | undefined
}

export interface MountTargetPlan {
  readonly create: readonly MountTargetPlace[]
  /** Existing ones that lack a group. */
  readonly addGroups: readonly MountTargetWithGroups[]
  /** Every usable one that exists already, in whatever zone. */
  readonly existing: readonly MountTargetWithGroups[]
  /** Zones of the domain that a One Zone file system cannot have a mount target in. */
  readonly uncoveredZoneIds: readonly string[]
}

/** The plan without the groups, and with the zones that can have no mount target. */
export interface MountTargetPlaces extends Omit<MountTargetPlan, 'addGroups'> {
  /** By zone id. */
  readonly failures: ReadonlyMap<string, MountTargetFailedError | NoFreeAddressesError>
}

export interface MountTargetSpec {
  readonly vpcId: VpcId
  /** Subnets of the domain, in its order. */
  readonly subnets: readonly Subnet[]
  readonly fileSystem: EfsFileSystem | undefined
  readonly targets: readonly MountTargetWithGroups[]
  readonly group: SecurityGroupRef
  /** Shared groups that admit the domain: a mount target with one of them needs no other. */
  readonly admittedBy: readonly SecurityGroupId[]
  /** Number of groups that a mount target takes. */
  readonly limit: number
}

export type MountTargetPlacesError = FileSystemInOtherVpcError | OneZoneElsewhereError

export type MountTargetPlanError =
  | MountTargetPlacesError
  | MountTargetFailedError
  | NoFreeAddressesError
  | TooManySecurityGroupsError

/**
 * One mount target in every Availability Zone of the domain's subnets, and the group on every existing one. Zones are
 * compared by id: their names differ between accounts.
 *
 * @see https://docs.aws.amazon.com/efs/latest/ug/manage-fs-access.html
 */
export function planMountTargets(spec: MountTargetSpec): Result<MountTargetPlan, MountTargetPlanError> {
  return planMountTargetPlaces(spec).andThen(({ failures, ...places }) => {
    const [failure] = failures.values()
    if (failure !== undefined) return err(failure)
    return lackingGroup(places.existing, spec).map((addGroups) => ({ ...places, addGroups }))
  })
}

/** Zones that have a mount target, zones that get one, and zones that cannot have one. */
export function planMountTargetPlaces({
  vpcId,
  subnets,
  fileSystem,
  targets,
}: Pick<MountTargetSpec, 'vpcId' | 'subnets' | 'fileSystem' | 'targets'>): Result<
  MountTargetPlaces,
  MountTargetPlacesError
> {
  const [elsewhere] = targets.filter((target) => target.vpcId !== vpcId)
  if (elsewhere !== undefined) {
    const { fileSystemId, vpcId: fileSystemVpcId } = elsewhere
    return err(new FileSystemInOtherVpcError({ fileSystemId, fileSystemVpcId, vpcId }))
  }
  const zones = groupBy(subnets, ({ zoneId }) => zoneId)
  const zoneIds = [...zones.keys()]
  const oneZone = fileSystem?.oneZone
  const reachable = zoneIds.filter((zoneId) => oneZone === undefined || oneZone.zoneId === zoneId)
  if (reachable.length === 0 && fileSystem !== undefined && oneZone !== undefined) {
    const { fileSystemId } = fileSystem
    return err(new OneZoneElsewhereError({ fileSystemId, zoneId: oneZone.zoneId, domainZoneIds: zoneIds }))
  }
  const existing = targets.filter(({ lifeCycleState }) => isUsable(lifeCycleState))
  const uncovered = reachable.filter((zoneId) => !existing.some((target) => target.zoneId === zoneId))
  const places = uncovered.map((zoneId) => [zoneId, placeIn(zones.get(zoneId) ?? [], targets)] as const)
  return ok({
    create: places.flatMap(([, place]) => (place.isOk() ? [place.value] : [])),
    existing,
    uncoveredZoneIds: zoneIds.filter((zoneId) => !reachable.includes(zoneId)),
    failures: new Map(places.flatMap(([zoneId, place]) => (place.isErr() ? [[zoneId, place.error] as const] : []))),
  })
}

/** Picks the subnet of the zone with the most free addresses. */
function placeIn(
  subnets: readonly Subnet[],
  targets: readonly MountTargetWithGroups[],
): Result<MountTargetPlace, MountTargetFailedError | NoFreeAddressesError> {
  const roomiest = subnets.reduce((best, next) =>
    next.availableIpAddressCount > best.availableIpAddressCount ? next : best,
  )
  const { zoneId, zoneName, subnetId } = roomiest
  const there = targets.find((target) => target.zoneId === zoneId)
  if (there !== undefined && stageOf(there.lifeCycleState) === 'failed') return err(new MountTargetFailedError(there))
  const after = there?.lifeCycleState === 'deleting' ? there.mountTargetId : undefined
  if (roomiest.availableIpAddressCount > 0 || after !== undefined) return ok({ zoneId, zoneName, subnetId, after })
  return err(new NoFreeAddressesError({ zoneId, zoneName, subnetIds: subnets.map((subnet) => subnet.subnetId) }))
}

function lackingGroup(
  existing: readonly MountTargetWithGroups[],
  { group, admittedBy, limit }: MountTargetSpec,
): Result<readonly MountTargetWithGroups[], TooManySecurityGroupsError> {
  const { groupId, groupName } = group
  const enough = groupId === undefined ? admittedBy : [groupId, ...admittedBy]
  const lacking = existing.filter(({ securityGroupIds }) => !enough.some((id) => securityGroupIds.includes(id)))
  const full = lacking.find(({ securityGroupIds }) => securityGroupIds.length >= limit)
  if (full === undefined) return ok(lacking)
  const { mountTargetId, securityGroupIds } = full
  const tooMany = { mountTargetId, securityGroupIds, groupName, limit, filledMeanwhile: false }
  return err(new TooManySecurityGroupsError(tooMany))
}

/** Change of a new mount target. */
export function mountTargetCreation(
  { zoneId, subnetId }: MountTargetPlace,
  [securityGroup, ...further]: readonly [SecurityGroupRef, ...SecurityGroupRef[]],
): MountTargetCreation {
  const creation = { kind: 'mount-target', action: 'create', zoneId, subnetId, securityGroup } as const
  return further.length === 0 ? creation : { ...creation, furtherSecurityGroups: further }
}
