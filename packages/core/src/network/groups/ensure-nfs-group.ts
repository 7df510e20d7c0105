import { err, ok, type Result } from 'neverthrow'
import type { AwsError } from '../../aws/call/aws-error.js'
import { pause } from '../../aws/call/call-aws.js'
import type { OutOfPatienceError, Patience } from '../../call.js'
import type { FileSystemPicture, FileSystemPlan } from '../../file-systems/plan/file-system-plan.js'
import type { OnProgress } from '../../file-systems/progress.js'
import { type PictureContext, readNfsGroups } from '../../file-systems/read.js'
import type { EnsureFileSystemChange, SecurityGroupCreation, SecurityGroupRulesChange } from '../../model/change.js'
import type { FileSystemId } from '../../model/ids.js'
import type { SecurityGroupId } from '../../model/network.js'
import type { Tags } from '../../model/tags.js'
import { pollDelayMs } from '../../time/backoff.js'
import { inboundGroupName, securityGroupTags } from '../plan/ownership.js'
import {
  chooseNfsGroup,
  mayStillAppear,
  type NfsGroupChoiceError,
  type NfsGroupWish,
} from '../plan/security-group-choice.js'
import { ensureOwnGroup, type OwnGroup } from './ensure-own-group.js'

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
  const { picture, plan, wish, fileSystemId } = work
  const { vpcId, groupChoice } = picture
  const { groupId, groupName } = plan.group
  if (groupChoice.source !== 'own') return ok({ groupId: groupChoice.group.groupId, changes: [] })
  const wanted: OwnGroup = {
    groupId,
    groupName,
    vpcId,
    description: `NFS for the SageMaker domain ${wish.domainId}, made by studio-efs`,
    tags: securityGroupTags(wish.domainId, fileSystemId, wish.tags),
    sources: plan.cidrsToAdmit,
    ruleDescription: `NFS from the subnets of domain ${wish.domainId}`,
  }
  const creation = { kind: 'security-group', action: 'create', groupName, vpcId } as const
  const onMade = () => context.onProgress({ step: 'changed', change: creation })
  const done = await ensureOwnGroup({ ...context, onMade }, wanted, patience)
  if (done.isErr()) return err(done.error)
  const { made, admitted: cidrs } = done.value
  const rules = { kind: 'security-group-rules', action: 'add', groupName, cidrs } as const
  if (cidrs.length > 0) context.onProgress({ step: 'changed', change: rules })
  return ok({
    groupId: done.value.groupId,
    changes: [...(made ? [creation] : []), ...(cidrs.length > 0 ? [rules] : [])],
  })
}
