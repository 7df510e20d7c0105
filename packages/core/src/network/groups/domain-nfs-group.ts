import { err, ok, okAsync, type ResultAsync, safeTry } from 'neverthrow'
import type { AwsError, AwsResult } from '../../aws/call/aws-error.js'
import { type Probe, pollUntil } from '../../aws/call/poll.js'
import { describeSecurityGroups, type Ec2Call } from '../../aws/ec2/network.js'
import type { CallEndedError } from '../../call.js'
import type {
  SecurityGroupCreation,
  SecurityGroupRef,
  SecurityGroupRulesChange,
} from '../../model/changes/infrastructure-change.js'
import type { DomainId, FileSystemId } from '../../model/ids.js'
import type { SecurityGroupId, VpcId } from '../../model/network.js'
import type { Tags } from '../../model/tags.js'
import type { NetworkChangeCall } from '../network-call.js'
import {
  domainNfsGroupName,
  domainNfsGroupTags,
  inboundGroupName,
  outboundGroupName,
  SHARED_NFS_GROUP_NAMES,
} from '../plan/ownership.js'
import {
  mayStillAppear,
  type NfsGroupChoice,
  type NfsGroupSpec,
  type NfsGroups,
  nfsGroupsOf,
} from '../plan/security-group-choice.js'
import { type EnsureGroupError, ensureGroup, type GroupCall } from './ensure-group.js'

/** Reads the NFS groups of a VPC: by name, or all of the VPC's when the spec names one by its id. */
export function readNfsGroups(call: Ec2Call, vpcId: VpcId, spec: NfsGroupSpec): AwsResult<NfsGroups> {
  const { domainId, securityGroupId } = spec
  const ofDomain = [inboundGroupName(domainId), outboundGroupName(domainId), domainNfsGroupName(domainId)]
  const groupNames = [...ofDomain, SHARED_NFS_GROUP_NAMES]
  const where = securityGroupId === undefined ? { vpcId, groupNames } : { vpcId }
  return describeSecurityGroups(call, where).map((groups) => nfsGroupsOf(groups, spec))
}

/** Groups of the VPC as read, and the groups that the mount targets carry. */
export interface SeenGroups {
  readonly vpcId: VpcId
  readonly groups: NfsGroups
  readonly inUse: readonly SecurityGroupId[]
}

/**
 * Reads the groups again while SageMaker may still create the domain's, for at most `securityGroupWaitMs` milliseconds and
 * once more right before their end. The groups of the last read stand when that time is over.
 */
export function waitForInboundGroup(
  call: GroupCall,
  { vpcId, groups: seen, inUse }: SeenGroups,
  spec: NfsGroupSpec & { readonly securityGroupWaitMs: number },
): ResultAsync<NfsGroups, AwsError | CallEndedError> {
  const { clock, onPending } = call
  let groups = seen
  const judge = (read: NfsGroups): Probe<NfsGroups, never> => {
    groups = read
    return mayStillAppear(read, inUse, spec) ? { kind: 'pending', status: 'not there' } : { kind: 'done', value: read }
  }
  const first = judge(seen)
  const until = clock.now() + spec.securityGroupWaitMs
  if (first.kind === 'done' || spec.securityGroupWaitMs === 0) return okAsync(seen)
  const resource = `security group ${inboundGroupName(spec.domainId)}`
  onPending?.(resource, 'not there')
  const waiting = { ...call, deadline: Math.min(call.deadline, until) }
  return pollUntil(waiting, {
    resource,
    firstProbe: 'later',
    read: () => readNfsGroups(waiting, vpcId, spec),
    evaluate: judge,
    onPending,
  }).orElse((error) => (error.name === 'DeadlineExceededError' && until < call.deadline ? ok(groups) : err(error)))
}

export interface DomainNfsGroupSpec {
  readonly choice: NfsGroupChoice
  readonly group: SecurityGroupRef
  readonly vpcId: VpcId
  readonly cidrsToAdmit: readonly string[]
  readonly domainId: DomainId
  readonly fileSystemId: FileSystemId
  readonly tags: Tags
}

export interface DomainNfsGroupReport {
  readonly groupId: SecurityGroupId
  readonly changes: readonly (SecurityGroupCreation | SecurityGroupRulesChange)[]
}

/** The chosen group exists. One of this package admits TCP 2049 from all the domain's subnets; another is used as it is. */
export function ensureDomainNfsGroup(
  call: NetworkChangeCall,
  { choice, group: { groupId, groupName }, vpcId, ...spec }: DomainNfsGroupSpec,
): ResultAsync<DomainNfsGroupReport, EnsureGroupError> {
  return safeTry(async function* () {
    if (choice.source !== 'own') return ok({ groupId: choice.group.groupId, changes: [] })
    const { domainId, fileSystemId, tags, cidrsToAdmit } = spec
    const creation = { kind: 'security-group', action: 'create', groupName, vpcId } as const
    const ensured = yield* ensureGroup(call, {
      groupId,
      groupName,
      vpcId,
      description: `NFS for the SageMaker domain ${domainId}, made by studio-efs`,
      tags: domainNfsGroupTags(domainId, fileSystemId, tags),
      sources: cidrsToAdmit,
      ruleDescription: `NFS from the subnets of domain ${domainId}`,
      onMade: () => call.onChange?.(creation),
    })
    const { made, admitted: cidrs } = ensured
    const rules = { kind: 'security-group-rules', action: 'add', groupName, cidrs } as const
    if (cidrs.length > 0) call.onChange?.(rules)
    const changes = [...(made ? [creation] : []), ...(cidrs.length > 0 ? [rules] : [])]
    return ok({ groupId: ensured.groupId, changes })
  })
}
