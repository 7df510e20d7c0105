import { err, ok, type Result } from 'neverthrow'
import type { DomainId } from '../model/domain-id.js'
import type { EfsFileSystem } from '../model/efs-file-system.js'
import type { GuardedMountTarget } from '../model/mount-target.js'
import type { SecurityGroup, SecurityGroupId, Subnet, VpcId } from '../model/network.js'
import { type MountTargetPlaces, type MountTargetPlacesError, planMountTargetPlaces } from './mount-target-plan.js'
import { TooManySecurityGroupsError } from './mount-target-plan-error.js'
import { sharingGroupName } from './ownership.js'

/** A domain that is to mount the file system, with the NFS groups that SageMaker made for it. */
export interface SharingDomain {
  readonly domainId: DomainId
  readonly subnets: readonly Subnet[]
  readonly inbound: SecurityGroup
  readonly outbound: SecurityGroup
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
  /** Outbound groups of domains that it does not admit yet. */
  readonly admit: readonly SecurityGroupId[]
}

export interface SharingPlan {
  /**
   * `domain-groups`: mount targets carry the inbound group of every domain, as SageMaker's documentation has it.
   * `own-groups`: that would be more than they can carry, so groups of ours admit the outbound group of every domain.
   */
  readonly scheme: 'domain-groups' | 'own-groups'
  readonly groups: readonly WantedGroup[]
  readonly places: MountTargetPlaces
  /** What each mount target that is there lacks. */
  readonly guard: readonly { readonly target: GuardedMountTarget; readonly lacks: readonly WantedGroup[] }[]
}

export type SharingPlanError = MountTargetPlacesError | TooManySecurityGroupsError

/** Mount targets in every zone of every domain, each of which admits the spaces of every domain. */
export function planSharing(picture: SharingPicture, limits: SharingLimits): Result<SharingPlan, SharingPlanError> {
  const subnets = picture.domains.flatMap((domain) => domain.subnets)
  return planMountTargetPlaces({ ...picture, subnets }).andThen((places) => {
    const wanted = chooseGroups(picture, places.existing, limits)
    const guard = places.existing.map((target) => ({ target, lacks: wanted.groups.filter(isLackedBy(target)) }))
    const full = guard.find(
      ({ target, lacks }) => target.securityGroupIds.length + lacks.length > limits.maxSecurityGroups,
    )
    if (full === undefined) return ok({ ...wanted, places, guard: guard.filter(({ lacks }) => lacks.length > 0) })
    const { mountTargetId, securityGroupIds } = full.target
    const names = full.lacks.map(({ groupName }) => groupName).join(' and ')
    return err(new TooManySecurityGroupsError(mountTargetId, securityGroupIds, names, limits.maxSecurityGroups))
  })
}

/** Once groups of ours are there, they are kept in use: going back would need room for every domain's group. */
function chooseGroups(
  { domains, fileSystem, sharingGroups }: SharingPicture,
  existing: readonly GuardedMountTarget[],
  { maxSecurityGroups, maxSecurityGroupRules }: SharingLimits,
): Pick<SharingPlan, 'scheme' | 'groups'> {
  const inbound = domains.map(({ inbound: { groupId, groupName } }) => ({ groupId, groupName, admit: [] }))
  const fits = (carried: readonly SecurityGroupId[]) =>
    new Set([...carried, ...inbound.map(({ groupId }) => groupId)]).size <= maxSecurityGroups
  const simple = sharingGroups.length === 0 && fits([]) && existing.every((target) => fits(target.securityGroupIds))
  if (simple) return { scheme: 'domain-groups', groups: inbound }
  const outbound = [...new Set(domains.map((domain) => domain.outbound.groupId))]
  return { scheme: 'own-groups', groups: spread(fileSystem, sharingGroups, outbound, maxSecurityGroupRules) }
}

/** Puts what nobody admits yet where there is room, first into the groups that are there. */
function spread(
  { fileSystemId }: EfsFileSystem,
  there: readonly SecurityGroup[],
  outbound: readonly SecurityGroupId[],
  capacity: number,
): readonly WantedGroup[] {
  const admitted = new Set(there.flatMap(({ nfsSourceIds }) => nfsSourceIds))
  const waiting = outbound.filter((groupId) => !admitted.has(groupId))
  const groups = there.map(
    ({ groupId, groupName, nfsSourceIds }): WantedGroup => ({
      groupId,
      groupName,
      admit: waiting.splice(0, Math.max(0, capacity - nfsSourceIds.length)),
    }),
  )
  for (let ordinal = there.length; waiting.length > 0; ordinal += 1)
    groups.push({ groupName: sharingGroupName(fileSystemId, ordinal), admit: waiting.splice(0, capacity) })
  return groups
}

function isLackedBy({ securityGroupIds }: GuardedMountTarget) {
  return ({ groupId }: WantedGroup) => groupId === undefined || !securityGroupIds.includes(groupId)
}
