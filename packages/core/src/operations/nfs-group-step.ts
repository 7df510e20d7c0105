import { err, ok, type Result } from 'neverthrow'
import type { AwsError } from '../aws/aws-error.js'
import { pause } from '../aws/calls.js'
import { creating } from '../aws/creation.js'
import { admitNfs, createSecurityGroup } from '../aws/ec2-security-groups.js'
import { type FirstLook, type Look, pollUntil } from '../aws/poll.js'
import type { FileSystemId } from '../model/file-system-id.js'
import type {
  EnsureFileSystemChange,
  SecurityGroupCreation,
  SecurityGroupRulesChange,
} from '../model/infrastructure-change.js'
import type { SecurityGroup, SecurityGroupId } from '../model/network.js'
import type { Tags } from '../model/tags.js'
import type { OutOfPatienceError, Patience } from '../patience.js'
import { pollDelayMs } from '../policy/backoff.js'
import type { FileSystemPicture, FileSystemPlan } from '../policy/file-system-plan.js'
import { inboundGroupName, securityGroupTags } from '../policy/ownership.js'
import {
  chooseNfsGroup,
  cidrsToAdmit,
  mayStillAppear,
  type NfsGroupChoiceError,
  type NfsGroups,
  type NfsGroupWish,
} from '../policy/security-group-choice.js'
import { ForeignSecurityGroupError } from '../policy/security-group-choice-error.js'
import { type PictureContext, readNfsGroups } from './file-system-picture.js'
import type { OnProgress } from './file-system-progress.js'

export interface NfsGroupContext extends PictureContext {
  readonly onProgress: OnProgress<EnsureFileSystemChange>
}

export type NfsGroupStepError = AwsError | OutOfPatienceError | NfsGroupChoiceError

/** Chooses the group, after a bounded wait for the domain's own where SageMaker may be about to make it. */
export async function settleNfsGroup(
  context: NfsGroupContext,
  picture: Omit<FileSystemPicture, 'groupChoice'>,
  wish: NfsGroupWish & { readonly securityGroupWaitMs: number },
  patience: Patience,
): Promise<Result<FileSystemPicture, NfsGroupStepError>> {
  const { clock, onProgress } = context
  const inUse = picture.targets.flatMap(({ securityGroupIds }) => securityGroupIds)
  const until = clock.now() + wish.securityGroupWaitMs
  let { groups } = picture
  for (let polls = 0; mayStillAppear(groups, inUse, wish); polls += 1) {
    const delay = pollDelayMs(polls, clock.random())
    if (clock.now() + delay > until) break
    const resource = `security group ${inboundGroupName(wish.domainId)}`
    onProgress({ step: 'waiting', resource, status: 'not there' })
    const spent = await pause(clock, patience, delay, `waiting for ${resource}`)
    if (spent !== undefined) return err(spent)
    const read = await readNfsGroups(context, picture.vpcId, wish, patience)
    if (read.isErr()) return err(read.error)
    groups = read.value
  }
  return chooseNfsGroup(groups, wish).map((groupChoice) => ({ ...picture, groups, groupChoice }))
}

export interface NfsGroupWork {
  readonly picture: FileSystemPicture
  readonly plan: FileSystemPlan
  readonly wish: NfsGroupWish & { readonly tags: Tags }
  readonly fileSystemId: FileSystemId
}

export interface NfsGroupReport {
  readonly groupId: SecurityGroupId
  readonly changes: readonly (SecurityGroupCreation | SecurityGroupRulesChange)[]
}

/** The group exists; one of ours admits TCP 2049 from all the domain's subnets. */
export async function ensureNfsGroup(
  context: NfsGroupContext,
  work: NfsGroupWork,
  patience: Patience,
): Promise<Result<NfsGroupReport, NfsGroupStepError>> {
  const { group } = work.picture.groupChoice
  const found = group === undefined ? await makeGroup(context, work, patience) : ok({ group, change: undefined })
  if (found.isErr()) return err(found.error)
  const created = found.value.change === undefined ? [] : [found.value.change]
  const rules = await admitSubnets(context, work, found.value.group, patience)
  return rules.map((added) => ({ groupId: found.value.group.groupId, changes: [...created, ...added] }))
}

interface FoundGroup {
  readonly group: SecurityGroup
  readonly change: SecurityGroupCreation | undefined
}

async function makeGroup(
  context: NfsGroupContext,
  { picture, plan, wish, fileSystemId }: NfsGroupWork,
  patience: Patience,
): Promise<Result<FoundGroup, NfsGroupStepError>> {
  const { clock, ec2, onProgress } = context
  const { groupName } = plan.group
  const { vpcId } = picture
  const description = `NFS for the SageMaker domain ${wish.domainId}, made by studio-efs`
  const tags = securityGroupTags(wish.domainId, fileSystemId, wish.tags)
  const created = await creating(clock, patience, `making the security group ${groupName}`, () =>
    createSecurityGroup(ec2, { groupName, description, vpcId, tags }, patience),
  )
  if (created.isErr()) return err(created.error)
  const change = { kind: 'security-group', action: 'create', groupName, vpcId } as const
  if (created.value.made) onProgress({ step: 'changed', change })
  const { id: groupId, made } = created.value
  const group =
    groupId === undefined
      ? await findOwnGroup(context, picture, wish, 'at-once', patience)
      : ok({ groupId, groupName, vpcId, tags, nfsCidrs: [], nfsSourceIds: [] })
  return group.map((known) => ({ group: known, change: made ? change : undefined }))
}

/** EC2 says that the name is taken, and not by which group. */
function findOwnGroup(
  context: NfsGroupContext,
  { vpcId }: FileSystemPicture,
  wish: NfsGroupWish,
  firstLook: FirstLook,
  patience: Patience,
) {
  return pollUntil(context, patience, 'the security group that was made meanwhile', {
    firstLook,
    read: () => readNfsGroups(context, vpcId, wish, patience),
    judge: ({ own, foreign }: NfsGroups): Look<SecurityGroup, ForeignSecurityGroupError> => {
      if (own !== undefined) return { kind: 'done', value: own }
      const [impostor] = foreign.filter(({ groupName }) => groupName !== inboundGroupName(wish.domainId))
      if (impostor === undefined) return { kind: 'pending', status: 'not listed' }
      return { kind: 'failed', error: new ForeignSecurityGroupError(impostor.groupId, impostor.groupName) }
    },
  })
}

async function admitSubnets(
  context: NfsGroupContext,
  { picture, wish }: NfsGroupWork,
  found: SecurityGroup,
  patience: Patience,
): Promise<Result<readonly SecurityGroupRulesChange[], NfsGroupStepError>> {
  const { clock, ec2, onProgress } = context
  const description = `NFS from the subnets of domain ${wish.domainId}`
  let group = found
  for (;;) {
    const cidrs = cidrsToAdmit({ source: picture.groupChoice.source, group }, picture.subnets)
    if (cidrs.length === 0) return ok([])
    const pending = `admitting NFS in ${group.groupName}`
    const admitted = await creating(clock, patience, pending, () =>
      admitNfs(ec2, group.groupId, { cidrs, description }, patience),
    )
    if (admitted.isErr()) return err(admitted.error)
    const change = { kind: 'security-group-rules', action: 'add', groupName: group.groupName, cidrs } as const
    if (admitted.value.made) onProgress({ step: 'changed', change })
    if (admitted.value.made) return ok([change])
    const again = await findOwnGroup(context, picture, wish, 'later', patience)
    if (again.isErr()) return err(again.error)
    group = again.value
  }
}
