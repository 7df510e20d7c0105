import { ok, type Result } from 'neverthrow'
import { isUsable, type MountTargetFailedError } from '../../aws/efs/efs-state.js'
import type { EfsFileSystem, MountTargetWithGroups } from '../../model/efs.js'
import type { DomainId } from '../../model/ids.js'
import type { SecurityGroup, SecurityGroupId, Subnet, SubnetId, VpcId } from '../../model/network.js'
import { groupsToDrop, TooManySecurityGroupsError } from '../../network/plan/mount-target-groups.js'
import {
  type MountTargetPlaces,
  type MountTargetPlacesError,
  type NoFreeAddressesError,
  planMountTargetPlaces,
} from '../../network/plan/mount-target-plan.js'
import { isOwn, sharedNfsGroupName } from '../../network/plan/ownership.js'
import { cidrsToAdmit } from '../../network/plan/security-group-choice.js'

/** A domain whose spaces will mount the file system. */
export interface SharingDomain {
  readonly domainId: DomainId
  readonly subnets: readonly Subnet[]
  /** Subnets of the domain that no longer exist. */
  readonly goneSubnetIds: readonly SubnetId[]
  /** Admits its spaces: SageMaker's group for the domain, or the one that studio-efs made where SageMaker made none. */
  readonly inbound: SecurityGroup
  /** Group on its spaces; undefined where SageMaker made none, and only `inbound` admits them. */
  readonly outbound: SecurityGroup | undefined
}

export interface SharingSnapshot {
  readonly vpcId: VpcId
  readonly fileSystem: EfsFileSystem
  readonly domains: readonly SharingDomain[]
  readonly targets: readonly MountTargetWithGroups[]
  /** Shared NFS groups that earlier runs made for this file system, by name. */
  readonly sharedGroups: readonly SecurityGroup[]
}

export interface SharingLimits {
  /** Security groups per mount target. */
  readonly maxSecurityGroups: number
  /** Inbound rules per security group. */
  readonly maxSecurityGroupRules: number
}

/** A group that every mount target must carry. Without `groupId` it does not exist yet. */
export interface WantedGroup {
  readonly groupName: string
  readonly groupId?: SecurityGroupId
  /** Sources to add: outbound groups of domains, or address ranges of the one domain that the group is for. */
  readonly admit: readonly string[]
  /** Group on the spaces of the one domain that SageMaker made this group for. */
  readonly outboundGroupId?: SecurityGroupId | undefined
}

/** Edit of an existing mount target's groups. */
export interface TargetEdit {
  readonly target: MountTargetWithGroups
  readonly lacks: readonly WantedGroup[]
  /** Inbound groups of domains, dropped to make room: a shared group on the mount target admits those domains. */
  readonly drops: readonly SecurityGroup[]
}

export type ZoneError = MountTargetFailedError | NoFreeAddressesError | TooManySecurityGroupsError

export interface SharingPlan {
  /**
   * `domain-groups`: mount targets carry the inbound group of every domain, as SageMaker's documentation has it.
   * `shared-groups`: that would exceed the quota, so shared groups admit the outbound group of every domain.
   */
  readonly scheme: 'domain-groups' | 'shared-groups'
  readonly groups: readonly [WantedGroup, ...WantedGroup[]]
  /** Groups that a mount target can lose once the planned groups are on it. */
  readonly spare: readonly SecurityGroup[]
  readonly places: MountTargetPlaces
  readonly edits: readonly TargetEdit[]
  /** Errors that keep spaces from mounting the file system, by zone id. */
  readonly failures: ReadonlyMap<string, ZoneError>
}

/**
 * Plans mount targets in every zone of every domain, each admitting the spaces of every domain. Undefined without domains.
 */
export function planSharing(
  snapshot: SharingSnapshot,
  limits: SharingLimits,
): Result<SharingPlan | undefined, MountTargetPlacesError> {
  const chosen = chooseGroups(snapshot, limits)
  if (chosen === undefined) return ok(undefined)
  const subnets = snapshot.domains.flatMap((domain) => domain.subnets)
  return planMountTargetPlaces({ ...snapshot, subnets }).map((places) => {
    const failures = new Map<string, ZoneError>(places.failures)
    const edits = places.existing.flatMap((target): readonly TargetEdit[] => {
      const lacks = chosen.groups.filter(isLackedBy(target))
      const drops = groupsToDrop(target.securityGroupIds, {
        adding: lacks.length,
        spare: chosen.spare,
        limit: limits.maxSecurityGroups,
      })
      if (drops === undefined) failures.set(target.zoneId, tooMany(target, lacks, limits))
      return drops === undefined || lacks.length === 0 ? [] : [{ target, lacks, drops }]
    })
    if (chosen.groups.length <= limits.maxSecurityGroups) return { ...chosen, places, edits, failures }
    for (const { zoneId } of places.create) failures.set(zoneId, tooMany(undefined, chosen.groups, limits))
    return { ...chosen, places: { ...places, create: [] }, edits, failures }
  })
}

/** Keeps using shared groups once they exist: going back would need room for every domain's group. */
function chooseGroups(
  { domains, fileSystem, sharedGroups, targets }: SharingSnapshot,
  { maxSecurityGroups, maxSecurityGroupRules }: SharingLimits,
): Pick<SharingPlan, 'scheme' | 'groups' | 'spare'> | undefined {
  const inbound = domains.map(wantedInbound)
  const fits = ({ securityGroupIds }: Pick<MountTargetWithGroups, 'securityGroupIds'>) =>
    new Set([...securityGroupIds, ...inbound.map(({ groupId }) => groupId)]).size <= maxSecurityGroups
  const usable = targets.filter(({ lifeCycleState }) => isUsable(lifeCycleState))
  const isSimple = sharedGroups.length === 0 && [{ securityGroupIds: [] }, ...usable].every(fits)
  const managed = domains.filter(isManaged)
  const others = domains.filter((domain) => !isManaged(domain)).map(wantedInbound)
  const outbound = [...new Set(managed.map((domain) => domain.outbound.groupId))]
  const shared = distribute({ fileSystem, sharedGroups }, outbound, maxSecurityGroupRules)
  const [first, ...further] = isSimple ? inbound : [...shared, ...others]
  if (first === undefined) return undefined
  return {
    scheme: isSimple ? 'domain-groups' : 'shared-groups',
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
 * Distributes the outbound groups that no shared group admits yet: existing groups with room first, then new ones. Leaves
 * out shared groups that admit none of these domains.
 */
function distribute(
  { fileSystem, sharedGroups: there }: Pick<SharingSnapshot, 'fileSystem' | 'sharedGroups'>,
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
    const groupName = sharedNfsGroupName(fileSystem.fileSystemId, ordinal)
    const isTaken = there.some((group) => group.groupName === groupName)
    if (!isTaken) groups.push({ groupName, admit: waiting.splice(0, capacity) })
  }
  return groups
}

function isLackedBy({ securityGroupIds }: MountTargetWithGroups) {
  return ({ groupId }: WantedGroup) => groupId === undefined || !securityGroupIds.includes(groupId)
}

/** Describes a new mount target if the zone has no mount target. */
function tooMany(
  target: MountTargetWithGroups | undefined,
  lacks: readonly WantedGroup[],
  { maxSecurityGroups }: SharingLimits,
): TooManySecurityGroupsError {
  return new TooManySecurityGroupsError({
    mountTargetId: target?.mountTargetId,
    securityGroupIds: target?.securityGroupIds ?? [],
    groupName: lacks.map(({ groupName }) => groupName).join(' and '),
    limit: maxSecurityGroups,
  })
}
