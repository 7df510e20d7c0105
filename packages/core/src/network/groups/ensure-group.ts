import { ok, type ResultAsync, safeTry } from 'neverthrow'
import type { AwsError, AwsResult } from '../../aws/call/aws-error.js'
import { type FirstProbe, type OnPending, type Probe, pollUntil } from '../../aws/call/poll.js'
import { describeSecurityGroups, type Ec2Call } from '../../aws/ec2/network.js'
import { admitNfs, createSecurityGroup, type NewSecurityGroup } from '../../aws/ec2/security-groups.js'
import type { CallEndedError } from '../../call.js'
import type { SecurityGroup, SecurityGroupId } from '../../model/network.js'
import { isOwn } from '../plan/ownership.js'
import { ForeignSecurityGroupError } from '../plan/security-group-choice.js'

export interface GroupCall extends Ec2Call {
  readonly onPending?: OnPending | undefined
}

/** A group of this package, and its sources on TCP 2049. */
export interface GroupSpec extends NewSecurityGroup {
  /** Undefined for a group that does not exist yet. */
  readonly groupId: SecurityGroupId | undefined
  /** Address ranges or ids of groups, without those that it is known to admit. */
  readonly sources: readonly string[]
  readonly ruleDescription: string
  /** Called once this run has created the group, before its rules are added. */
  readonly onMade?: () => void
}

export type EnsureGroupError = AwsError | CallEndedError | ForeignSecurityGroupError

export interface EnsuredGroup {
  readonly groupId: SecurityGroupId
  /** This run created it. */
  readonly made: boolean
  /** Sources that this run added. */
  readonly admitted: readonly string[]
}

/** Creates the group, or adopts this package's group of that name, and adds the sources. */
export function ensureGroup(call: GroupCall, spec: GroupSpec): ResultAsync<EnsuredGroup, EnsureGroupError> {
  return safeTry(async function* () {
    const found = spec.groupId === undefined ? yield* createGroup(call, spec) : { groupId: spec.groupId, made: false }
    const admitted = yield* admitSources(call, spec, found.groupId)
    return ok({ ...found, admitted })
  })
}

function createGroup(call: GroupCall, spec: GroupSpec): ResultAsync<Omit<EnsuredGroup, 'admitted'>, EnsureGroupError> {
  return safeTry(async function* () {
    const { id, made } = yield* createSecurityGroup(call, spec)
    if (made) spec.onMade?.()
    const groupId = id ?? (yield* findGroup(call, spec, 'at-once')).groupId
    return ok({ groupId, made })
  })
}

/** EC2 says that the name is taken, but not by which group, and its list may lag behind. */
function findGroup(
  call: GroupCall,
  { vpcId, groupName }: GroupSpec,
  firstProbe: FirstProbe,
): AwsResult<SecurityGroup, ForeignSecurityGroupError> {
  return pollUntil(call, {
    resource: `the security group ${groupName}`,
    firstProbe,
    read: () => describeSecurityGroups(call, { vpcId, groupNames: [groupName] }),
    evaluate: ([group]): Probe<SecurityGroup, ForeignSecurityGroupError> => {
      if (group === undefined) return { kind: 'pending', status: 'not listed' }
      if (isOwn(group.tags)) return { kind: 'done', value: group }
      return { kind: 'failed', error: new ForeignSecurityGroupError(group) }
    },
    onPending: call.onPending,
  })
}

/** Returns the sources that were added. EC2 refuses all of them when one exists, so then the group is read again. */
function admitSources(
  call: GroupCall,
  spec: GroupSpec,
  groupId: SecurityGroupId,
): ResultAsync<readonly string[], EnsureGroupError> {
  return safeTry(async function* () {
    let { sources } = spec
    for (let tries = 0; sources.length > 0; tries += 1) {
      const { outcome, made } = yield* admitNfs(call, { groupId, sources, description: spec.ruleDescription })
      if (outcome === 'created') return ok(sources)
      const { nfsCidrs, nfsSourceIds } = yield* findGroup(call, spec, tries === 0 ? 'at-once' : 'later')
      const missing = sources.filter((source) => ![...nfsCidrs, ...nfsSourceIds].includes(source))
      if (missing.length === 0 && made) return ok(sources)
      sources = missing
    }
    return ok([])
  })
}
