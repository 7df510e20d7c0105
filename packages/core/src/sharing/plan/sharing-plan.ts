import { ok, type Result } from 'neverthrow'
import { isUsable } from '../../aws/efs/efs-state.js'
import type { EfsFileSystem, GuardedMountTarget } from '../../model/efs.js'
import type { DomainId } from '../../model/ids.js'
import type { SecurityGroup, SecurityGroupId, Subnet, SubnetId, VpcId } from '../../model/network.js'
import { groupsToDrop } from '../../network/plan/mount-target-groups.js'
import {
  type MountTargetPlaces,
  type MountTargetPlacesError,
  planMountTargetPlaces,
} from '../../network/plan/mount-target-plan.js'
import {
  type MountTargetFailedError,
  type NoFreeAddressesError,
  TooManySecurityGroupsError,
} from '../../network/plan/mount-target-plan-error.js'
import { isOwn, sharingGroupName } from '../../network/plan/ownership.js'
import { cidrsToAdmit } from '../../network/plan/security-group-choice.js'

/** A domain that is to mount the file system. */
export interface SharingDomain {
  readonly domainId: DomainId
  readonly subnets: readonly Subnet[]
  /** Those that the domain names and that are not there. */
  readonly goneSubnetIds: readonly SubnetId[]
  /** Admits its spaces: the group that SageMaker made for it, or the one that we made for want of that. */
  readonly inbound: SecurityGroup
  /** What its spaces carry; undefined where SageMaker made none, and only `inbound` admits them. */
  readonly outbound: SecurityGroup | undefined
}

export interface SharingPicture {
  readonly vpcId: VpcId
  readonly fileSystem: EfsFileSystem
  readonly domains: readonly SharingDomain[]
  readonly targets: readonly GuardedMountTarget[]
  /** Those of ours that earlier runs made for this file system, in the order of their names. */
  readonly sharingGroups: readonly SecurityGroup[]
}

export interface SharingLimits {
  /** How many groups a mount target takes. */
  readonly maxSecurityGroups: number
  /** How many inbound rules a security group takes. */
  readonly maxSecurityGroupRules: number
}

/** A group that every mount target is to carry. Without `groupId` it is still to be made. */
export interface WantedGroup {
  readonly groupName: string
  readonly groupId?: SecurityGroupId
  /** What it does not admit yet: outbound groups of domains, or address ranges of the one domain that it is for. */
  readonly admit: readonly string[]
  /** Of the one domain that SageMaker made it for: what its spaces carry. */
  readonly outboundGroupId?: SecurityGroupId | undefined
}

/** A mount target that is there, and what becomes of its groups. */
export interface TargetEdit {
  readonly target: GuardedMountTarget
  readonly lacks: readonly WantedGroup[]
  /** Groups of domains that a group of ours admits, where they leave it no room. */
  readonly drops: readonly SecurityGroup[]
}

export type ZoneError = MountTargetFailedError | NoFreeAddressesError | TooManySecurityGroupsError

export interface SharingPlan {
  /**
   * `domain-groups`: mount targets carry the inbound group of every domain, as SageMaker's documentation has it.
   * `own-groups`: that would be more than they can carry, so groups of ours admit the outbound group of every domain.
   */
  readonly scheme: 'domain-groups' | 'own-groups'
  readonly groups: readonly [WantedGroup, ...WantedGroup[]]
  /** What a mount target can do without once the groups are as planned. */
  readonly spare: readonly SecurityGroup[]
  readonly places: MountTargetPlaces
  readonly guard: readonly TargetEdit[]
  /** By zone id: why its spaces cannot mount the file system. */
  readonly failures: ReadonlyMap<string, ZoneError>
}

/**
 * Mount targets in every zone of every domain, each of which admits the spaces of every domain. Undefined when there is
 * no domain to admit.
 */
export function planSharing(
  picture: SharingPicture,
  limits: SharingLimits,
): Result<SharingPlan | undefined, MountTargetPlacesError> {
  const chosen = chooseGroups(picture, limits)
  if (chosen === undefined) return ok(undefined)
  const subnets = picture.domains.flatMap((domain) => domain.subnets)
  return planMountTargetPlaces({ ...picture, subnets }).map((places) => {
    const failures = new Map<string, ZoneError>(places.failures)
    const guard = places.existing.flatMap((target): readonly TargetEdit[] => {
      const lacks = chosen.groups.filter(isLackedBy(target))
      const drops = groupsToDrop(target.securityGroupIds, lacks.length, chosen.spare, limits.maxSecurityGroups)
      if (drops === undefined) failures.set(target.zoneId, tooMany(target, lacks, limits))
      return drops === undefined || lacks.length === 0 ? [] : [{ target, lacks, drops }]
    })
    if (chosen.groups.length <= limits.maxSecurityGroups) return { ...chosen, places, guard, failures }
    for (const { zoneId } of places.create) failures.set(zoneId, tooMany(undefined, chosen.groups, limits))
    return { ...chosen, places: { ...places, create: [] }, guard, failures }
  })
}

/** Once groups of ours are there, they are kept in use: going back would need room for every domain's group. */
function chooseGroups(
  { domains, fileSystem, sharingGroups, targets }: SharingPicture,
  { maxSecurityGroups, maxSecurityGroupRules }: SharingLimits,
): Pick<SharingPlan, 'scheme' | 'groups' | 'spare'> | undefined {
  const inbound = domains.map(wantedInbound)
  const fits = ({ securityGroupIds }: Pick<GuardedMountTarget, 'securityGroupIds'>) =>
    new Set([...securityGroupIds, ...inbound.map(({ groupId }) => groupId)]).size <= maxSecurityGroups
  const usable = targets.filter(({ lifeCycleState }) => isUsable(lifeCycleState))
  const isSimple = sharingGroups.length === 0 && [{ securityGroupIds: [] }, ...usable].every(fits)
  const managed = domains.filter(isManaged)
  const others = domains.filter((domain) => !isManaged(domain)).map(wantedInbound)
  const outbound = [...new Set(managed.map((domain) => domain.outbound.groupId))]
  const ours = spread(fileSystem, sharingGroups, outbound, maxSecurityGroupRules)
  const [first, ...further] = isSimple ? inbound : [...ours, ...others]
  if (first === undefined) return undefined
  return {
    scheme: isSimple ? 'domain-groups' : 'own-groups',
    groups: [first, ...further],
    spare: isSimple ? [] : managed.map((domain) => domain.inbound),
  }
}

function isManaged(domain: SharingDomain): domain is SharingDomain & { readonly outbound: SecurityGroup } {
  return domain.outbound !== undefined
}

function wantedInbound({ inbound, outbound, subnets }: SharingDomain): WantedGroup {
  const { groupId, groupName, tags } = inbound
  const admit = isOwn(tags) ? cidrsToAdmit({ source: 'own', group: inbound }, subnets) : []
  return { groupId, groupName, admit, outboundGroupId: outbound?.groupId }
}

/**
 * Puts what nobody admits yet where there is room, first into the groups that are there. One that admits none of these
 * domains is left out.
 */
function spread(
  { fileSystemId }: EfsFileSystem,
  there: readonly SecurityGroup[],
  outbound: readonly SecurityGroupId[],
  capacity: number,
): readonly WantedGroup[] {
  const admitted = new Set(there.flatMap(({ nfsSourceIds }) => nfsSourceIds))
  const waiting = outbound.filter((groupId) => !admitted.has(groupId))
  const groups = there.flatMap(({ groupId, groupName, nfsSourceIds }): readonly WantedGroup[] => {
    const admit = waiting.splice(0, Math.max(0, capacity - nfsSourceIds.length))
    const isOfUse = [...nfsSourceIds, ...admit].some((id) => outbound.includes(id))
    return isOfUse ? [{ groupId, groupName, admit }] : []
  })
  for (let ordinal = 0; waiting.length > 0; ordinal += 1) {
    const groupName = sharingGroupName(fileSystemId, ordinal)
    const isTaken = there.some((group) => group.groupName === groupName)
    if (!isTaken) groups.push({ groupName, admit: waiting.splice(0, capacity) })
  }
  return groups
}

function isLackedBy({ securityGroupIds }: GuardedMountTarget) {
  return ({ groupId }: WantedGroup) => groupId === undefined || !securityGroupIds.includes(groupId)
}

/** Without a mount target: on one that is still to be made. */
function tooMany(
  target: GuardedMountTarget | undefined,
  lacks: readonly WantedGroup[],
  { maxSecurityGroups }: SharingLimits,
): TooManySecurityGroupsError {
  const names = lacks.map(({ groupName }) => groupName).join(' and ')
  return new TooManySecurityGroupsError(target?.mountTargetId, target?.securityGroupIds ?? [], names, maxSecurityGroups)
}
