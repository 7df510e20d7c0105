import { err, ok, type Result } from 'neverthrow'
import type { DomainId } from '../../model/ids.js'
import type { SecurityGroup, SecurityGroupId, Subnet } from '../../model/network.js'
import { inboundGroupName, isManagedFor, isOwn, isSharingGroup, outboundGroupName, ownGroupName } from './ownership.js'
import {
  ForeignSecurityGroupError,
  NfsSecurityGroupMissingError,
  SecurityGroupNotInVpcError,
} from './security-group-choice-error.js'

/** What to do in a VPC where the domain has no NFS security group. */
export type MissingSecurityGroup = 'fail' | 'create'

export interface NfsGroups {
  /** SageMaker's own for the domain. */
  readonly inbound: SecurityGroup | undefined
  readonly outbound: SecurityGroup | undefined
  /** The one that we made for a domain without. */
  readonly own: SecurityGroup | undefined
  /** The one that the caller names for a domain without. */
  readonly named: SecurityGroup | undefined
  /** Ours that admit several domains, this one among them. */
  readonly sharing: readonly SecurityGroup[]
  /** Those that have one of these names and were made by somebody else. */
  readonly foreign: readonly SecurityGroup[]
}

export interface NfsGroupWish {
  readonly domainId: DomainId
  readonly securityGroupId: SecurityGroupId | undefined
  readonly missingSecurityGroup: MissingSecurityGroup
}

/** Where the group that every mount target is to carry comes from. Without `group`, ours is still to be made. */
export type NfsGroupChoice =
  | { readonly source: 'domain' | 'named' | 'own'; readonly group: SecurityGroup }
  | { readonly source: 'own'; readonly group: undefined }

export type NfsGroupChoiceError = ForeignSecurityGroupError | NfsSecurityGroupMissingError | SecurityGroupNotInVpcError

/** Tells the groups of a VPC apart: by name, and by the tag that only their maker puts on them. */
export function nfsGroupsOf(
  groups: readonly SecurityGroup[],
  { domainId, securityGroupId }: Pick<NfsGroupWish, 'domainId' | 'securityGroupId'>,
): NfsGroups {
  const called = (name: string) => groups.find(({ groupName }) => groupName === name)
  const ofDomain = (group: SecurityGroup | undefined) => group !== undefined && isManagedFor(domainId, group.tags)
  const [inbound, outbound] = [called(inboundGroupName(domainId)), called(outboundGroupName(domainId))]
  const own = called(ownGroupName(domainId))
  const isOurs = own !== undefined && isOwn(own.tags)
  const foreign = [ofDomain(inbound) ? undefined : inbound, isOurs ? undefined : own]
  return {
    inbound: ofDomain(inbound) ? inbound : undefined,
    outbound: ofDomain(outbound) ? outbound : undefined,
    own: isOurs ? own : undefined,
    named: groups.find(({ groupId }) => groupId === securityGroupId),
    sharing: groups.filter(
      (group) => isSharingGroup(group) && outbound && group.nfsSourceIds.includes(outbound.groupId),
    ),
    foreign: foreign.filter((group) => group !== undefined),
  }
}

/**
 * Whether SageMaker may still be about to make the domain's group. Not while somebody else's has its name, and not when
 * an earlier run has settled for another one: `inUse` are the groups that guard the mount targets.
 */
export function mayStillAppear(groups: NfsGroups, inUse: readonly SecurityGroupId[], wish: NfsGroupWish): boolean {
  if (groups.inbound !== undefined || groups.own !== undefined) return false
  const settled = wish.securityGroupId !== undefined && inUse.includes(wish.securityGroupId)
  return !settled && !groups.foreign.some(({ groupName }) => groupName === inboundGroupName(wish.domainId))
}

/** The group that every mount target is to carry: the domain's, else the one the caller names, else one of ours. */
export function chooseNfsGroup(groups: NfsGroups, wish: NfsGroupWish): Result<NfsGroupChoice, NfsGroupChoiceError> {
  const { inbound, named, own } = groups
  if (inbound !== undefined) return ok({ source: 'domain', group: inbound })
  if (named !== undefined) return ok({ source: 'named', group: named })
  if (wish.securityGroupId !== undefined) return err(new SecurityGroupNotInVpcError(wish.securityGroupId))
  if (own !== undefined) return ok({ source: 'own', group: own })
  const impostor = groups.foreign.find(({ groupName }) => groupName === ownGroupName(wish.domainId))
  if (wish.missingSecurityGroup === 'create')
    return impostor === undefined
      ? ok({ source: 'own', group: undefined })
      : err(new ForeignSecurityGroupError(impostor.groupId, impostor.groupName))
  const foreign = groups.foreign.find(({ groupName }) => groupName === inboundGroupName(wish.domainId))
  return err(new NfsSecurityGroupMissingError(wish.domainId, inboundGroupName(wish.domainId), foreign?.groupId))
}

/** The address ranges that a group of ours lacks: those of the subnets in which the domain's spaces run. */
export function cidrsToAdmit(choice: NfsGroupChoice, subnets: readonly Subnet[]): readonly string[] {
  if (choice.source !== 'own') return []
  const admitted = choice.group?.nfsCidrs ?? []
  return [...new Set(subnets.flatMap(({ cidrBlocks }) => cidrBlocks))].filter((cidr) => !admitted.includes(cidr))
}
