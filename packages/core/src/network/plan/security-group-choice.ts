import { err, ok, type Result } from 'neverthrow'
import type { DomainId } from '../../model/ids.js'
import type { SecurityGroup, SecurityGroupId, Subnet } from '../../model/network.js'
import { StudioEfsError } from '../../studio-efs-error.js'
import {
  domainNfsGroupName,
  inboundGroupName,
  isManagedFor,
  isOwn,
  isSharedNfsGroup,
  outboundGroupName,
  SAGEMAKER_TAG,
} from './ownership.js'

const PASS_A_GROUP =
  "Pass securityGroupId, a group that admits TCP 2049 from the domain's spaces, or missingSecurityGroup: 'create'."

/** The domain has no security group that admits NFS, and the input names no other. */
export class NfsSecurityGroupMissingError extends StudioEfsError {
  readonly name = 'NfsSecurityGroupMissingError'
  readonly domainId: DomainId
  readonly groupName: string
  /** A group of that name that SageMaker did not create. */
  readonly foreignGroupId: SecurityGroupId | undefined

  constructor({
    domainId,
    groupName,
    foreignGroupId,
    hint = PASS_A_GROUP,
  }: Pick<NfsSecurityGroupMissingError, 'domainId' | 'groupName' | 'foreignGroupId'> & { readonly hint?: string }) {
    super({
      message:
        foreignGroupId === undefined
          ? `Domain ${domainId} has no security group ${groupName}.`
          : `${foreignGroupId} is called ${groupName}, but has no tag ${SAGEMAKER_TAG} for domain ${domainId}.`,
      retryable: foreignGroupId === undefined,
      hint: `${hint} SageMaker makes the group with the home file system; a domain without one may never get it.`,
    })
    this.domainId = domainId
    this.groupName = groupName
    this.foreignGroupId = foreignGroupId
  }
}

/** The `securityGroupId` of the input is not in the domain's VPC. */
export class SecurityGroupNotInVpcError extends StudioEfsError {
  readonly name = 'SecurityGroupNotInVpcError'
  readonly securityGroupId: SecurityGroupId

  constructor({ securityGroupId }: Pick<SecurityGroupNotInVpcError, 'securityGroupId'>) {
    super({
      message: `${securityGroupId} is not in the domain's VPC.`,
      retryable: false,
      hint: 'Pass as securityGroupId a group of the VPC of the subnets.',
    })
    this.securityGroupId = securityGroupId
  }
}

/** The name of the group to create belongs to a group without this package's tag. That group is not touched. */
export class ForeignSecurityGroupError extends StudioEfsError {
  readonly name = 'ForeignSecurityGroupError'
  readonly groupId: SecurityGroupId
  readonly groupName: string

  constructor({ groupId, groupName }: Pick<ForeignSecurityGroupError, 'groupId' | 'groupName'>) {
    super({
      message: `${groupId} is called ${groupName} and was not made here.`,
      retryable: false,
      hint: 'Pass it as securityGroupId to use it as it is, or delete it: a group cannot be renamed.',
    })
    this.groupId = groupId
    this.groupName = groupName
  }
}

/** Reaction to a VPC without an NFS security group of the domain. */
export type MissingSecurityGroup = 'fail' | 'create'

/** NFS security groups of a VPC, as seen from one domain. */
export interface NfsGroups {
  /** SageMaker's own for the domain's mount targets. */
  readonly inbound: SecurityGroup | undefined
  /** SageMaker's own for the domain's spaces. */
  readonly outbound: SecurityGroup | undefined
  /** Created by this package, for a domain without SageMaker's. */
  readonly own: SecurityGroup | undefined
  /** Named by the caller, for a domain without SageMaker's. */
  readonly named: SecurityGroup | undefined
  /** Created by this package for several domains, this one among them. */
  readonly shared: readonly SecurityGroup[]
  /** Groups with one of these names and another maker. */
  readonly foreign: readonly SecurityGroup[]
}

export interface NfsGroupSpec {
  readonly domainId: DomainId
  readonly securityGroupId: SecurityGroupId | undefined
  readonly missingSecurityGroup: MissingSecurityGroup
}

/** Group for every mount target, and its maker. Without `group`, this package still has to create it. */
export type NfsGroupChoice =
  | { readonly source: 'managed' | 'named' | 'own'; readonly group: SecurityGroup }
  | { readonly source: 'own'; readonly group: undefined }

export type NfsGroupChoiceError = ForeignSecurityGroupError | NfsSecurityGroupMissingError | SecurityGroupNotInVpcError

/** Classifies a VPC's groups by name and by their maker's tag. */
export function nfsGroupsOf(
  groups: readonly SecurityGroup[],
  { domainId, securityGroupId }: Pick<NfsGroupSpec, 'domainId' | 'securityGroupId'>,
): NfsGroups {
  const groupNamed = (name: string) => groups.find(({ groupName }) => groupName === name)
  const isManaged = (group: SecurityGroup | undefined) => group !== undefined && isManagedFor(domainId, group.tags)
  const [inbound, outbound] = [groupNamed(inboundGroupName(domainId)), groupNamed(outboundGroupName(domainId))]
  const own = groupNamed(domainNfsGroupName(domainId))
  const isOwned = own !== undefined && isOwn(own.tags)
  const foreign = [isManaged(inbound) ? undefined : inbound, isOwned ? undefined : own]
  return {
    inbound: isManaged(inbound) ? inbound : undefined,
    outbound: isManaged(outbound) ? outbound : undefined,
    own: isOwned ? own : undefined,
    named: groups.find(({ groupId }) => groupId === securityGroupId),
    shared: groups.filter(
      (group) => isSharedNfsGroup(group) && outbound && group.nfsSourceIds.includes(outbound.groupId),
    ),
    foreign: foreign.filter((group) => group !== undefined),
  }
}

/**
 * True while SageMaker may still create the domain's inbound group: not when another maker's group has its name, and not
 * when an earlier run chose another group. `inUse`: the groups on the mount targets.
 */
export function mayStillAppear(groups: NfsGroups, inUse: readonly SecurityGroupId[], spec: NfsGroupSpec): boolean {
  if (groups.inbound !== undefined || groups.own !== undefined) return false
  const isNamedInUse = spec.securityGroupId !== undefined && inUse.includes(spec.securityGroupId)
  return !isNamedInUse && !groups.foreign.some(({ groupName }) => groupName === inboundGroupName(spec.domainId))
}

/** Group for every mount target: SageMaker's for the domain, else the caller's, else one of this package. */
export function chooseNfsGroup(groups: NfsGroups, spec: NfsGroupSpec): Result<NfsGroupChoice, NfsGroupChoiceError> {
  const { inbound, named, own, foreign } = groups
  const { domainId, securityGroupId } = spec
  if (inbound !== undefined) return ok({ source: 'managed', group: inbound })
  if (named !== undefined) return ok({ source: 'named', group: named })
  if (securityGroupId !== undefined) return err(new SecurityGroupNotInVpcError({ securityGroupId }))
  if (own !== undefined) return ok({ source: 'own', group: own })
  if (spec.missingSecurityGroup === 'create') {
    const impostor = foreign.find(({ groupName }) => groupName === domainNfsGroupName(domainId))
    return impostor === undefined
      ? ok({ source: 'own', group: undefined })
      : err(new ForeignSecurityGroupError(impostor))
  }
  const groupName = inboundGroupName(domainId)
  const foreignGroupId = foreign.find((group) => group.groupName === groupName)?.groupId
  return err(new NfsSecurityGroupMissingError({ domainId, groupName, foreignGroupId }))
}

/** Address ranges of the domain's subnets that this package's own group does not admit yet. */
export function cidrsToAdmit(choice: NfsGroupChoice, subnets: readonly Subnet[]): readonly string[] {
  if (choice.source !== 'own') return []
  const admitted = choice.group?.nfsCidrs ?? []
  return [...new Set(subnets.flatMap(({ cidrBlocks }) => cidrBlocks))].filter((cidr) => !admitted.includes(cidr))
}
