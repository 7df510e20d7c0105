import { err, ok, type Result } from 'neverthrow'
import type { AwsError } from '../../aws/call/aws-error.js'
import { creating } from '../../aws/call/creation.js'
import { type FirstLook, type Look, pollUntil } from '../../aws/call/poll.js'
import { describeSecurityGroups, type EC2Client } from '../../aws/ec2/network.js'
import { admitNfs, createSecurityGroup, type NewSecurityGroup } from '../../aws/ec2/security-groups.js'
import type { OutOfPatienceError, Patience } from '../../call.js'
import type { SecurityGroup, SecurityGroupId } from '../../model/network.js'
import type { Clock } from '../../time/clock.js'
import { isOwn } from '../plan/ownership.js'
import { ForeignSecurityGroupError } from '../plan/security-group-choice-error.js'

export interface OwnGroupContext {
  readonly ec2: EC2Client
  readonly clock: Clock
  /** Hears at once that this run made the group. */
  readonly onMade?: () => void
}

/** A group of ours, and whom it is to admit on TCP 2049. */
export interface OwnGroup extends NewSecurityGroup {
  /** Undefined while it is still to be made. */
  readonly groupId: SecurityGroupId | undefined
  /** Address ranges, or ids of groups, that it is not known to admit. */
  readonly sources: readonly string[]
  readonly ruleDescription: string
}

export type OwnGroupStepError = AwsError | OutOfPatienceError | ForeignSecurityGroupError

export interface OwnGroupReport {
  readonly groupId: SecurityGroupId
  /** Whether this run made it. */
  readonly made: boolean
  /** Those that this run let in. */
  readonly admitted: readonly string[]
}

/** The group exists and admits its sources: made by this run, or found by its name where somebody was faster. */
export async function ensureOwnGroup(
  context: OwnGroupContext,
  wanted: OwnGroup,
  patience: Patience,
): Promise<Result<OwnGroupReport, OwnGroupStepError>> {
  const found =
    wanted.groupId === undefined
      ? await makeGroup(context, wanted, patience)
      : ok({ groupId: wanted.groupId, made: false })
  if (found.isErr()) return err(found.error)
  const admitted = await admit(context, wanted, found.value.groupId, patience)
  return admitted.map((sources) => ({ ...found.value, admitted: sources }))
}

async function makeGroup(
  context: OwnGroupContext,
  wanted: OwnGroup,
  patience: Patience,
): Promise<Result<Omit<OwnGroupReport, 'admitted'>, OwnGroupStepError>> {
  const pending = `making the security group ${wanted.groupName}`
  const created = await creating(context.clock, patience, pending, () =>
    createSecurityGroup(context.ec2, wanted, patience),
  )
  if (created.isErr()) return err(created.error)
  const { id, made } = created.value
  if (made) context.onMade?.()
  if (id !== undefined) return ok({ groupId: id, made })
  const there = await findGroup(context, wanted, 'at-once', patience)
  return there.map(({ groupId }) => ({ groupId, made }))
}

/** EC2 says that the name is taken, and not by which group; its list may lag behind. */
function findGroup(context: OwnGroupContext, { vpcId, groupName }: OwnGroup, firstLook: FirstLook, patience: Patience) {
  return pollUntil(context, patience, `the security group ${groupName}`, {
    firstLook,
    read: () => describeSecurityGroups(context, { vpcId, groupNames: [groupName] }, patience),
    judge: ([group]): Look<SecurityGroup, ForeignSecurityGroupError> => {
      if (group === undefined) return { kind: 'pending', status: 'not listed' }
      if (isOwn(group.tags)) return { kind: 'done', value: group }
      return { kind: 'failed', error: new ForeignSecurityGroupError(group.groupId, groupName) }
    },
  })
}

/** Those that were let in. One that is admitted already makes EC2 refuse them all, so the group is read again. */
async function admit(
  context: OwnGroupContext,
  wanted: OwnGroup,
  groupId: SecurityGroupId,
  patience: Patience,
): Promise<Result<readonly string[], OwnGroupStepError>> {
  const { clock, ec2 } = context
  const pending = `admitting NFS in ${wanted.groupName}`
  let { sources } = wanted
  for (let tries = 0; sources.length > 0; tries += 1) {
    const asked = { sources, description: wanted.ruleDescription }
    const admitted = await creating(clock, patience, pending, () => admitNfs(ec2, groupId, asked, patience))
    if (admitted.isErr()) return err(admitted.error)
    if (admitted.value.outcome === 'created') return ok(sources)
    const there = await findGroup(context, wanted, tries === 0 ? 'at-once' : 'later', patience)
    if (there.isErr()) return err(there.error)
    const { nfsCidrs, nfsSourceIds } = there.value
    const left = sources.filter((source) => ![...nfsCidrs, ...nfsSourceIds].includes(source))
    if (left.length === 0 && admitted.value.made) return ok(sources)
    sources = left
  }
  return ok([])
}
