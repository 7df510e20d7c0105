import { err, ok, Result } from 'neverthrow'
import type { EFSClient } from '../aws/efs.js'
import { waitForMountTargets } from '../aws/efs-waiters.js'
import type { SharingChange } from '../model/infrastructure-change.js'
import type { Patience } from '../patience.js'
import type { SharingPicture, SharingPlan } from '../policy/sharing-plan.js'
import type { FileSystemStepContext } from './file-system-step.js'
import {
  ensureMountTargetAt,
  guardMountTarget,
  type MountTargetStep,
  type MountTargetStepError,
  type MountTargetWork,
} from './mount-target-at-step.js'
import type { WantedSecurityGroup } from './mount-target-groups-step.js'
import {
  ensureSharingGroup,
  type SharingGroupContext,
  type SharingGroupReport,
  type SharingGroupStepError,
} from './sharing-group-step.js'

export interface SharingApplyContext extends SharingGroupContext {
  readonly efs: EFSClient
}

export type SharingApplyError = MountTargetStepError | SharingGroupStepError

interface SharingWork {
  readonly picture: SharingPicture
  readonly plan: SharingPlan
  readonly limit: number
}

/** Groups first, then mount targets, each of which ends with all the groups and available. */
export async function applySharing(
  context: SharingApplyContext,
  work: SharingWork,
  patience: Patience,
): Promise<Result<readonly SharingChange[], SharingApplyError>> {
  const { fileSystemId } = work.picture.fileSystem
  const place = { vpcId: work.picture.vpcId, fileSystemId }
  const groups = Result.combine(
    await Promise.all(work.plan.groups.map((wanted) => ensureSharingGroup(context, place, wanted, patience))),
  )
  if (groups.isErr()) return err(groups.error)
  const targets = await applyToTargets(context, work, groups.value, patience)
  if (targets.isErr()) return err(targets.error)
  const made = targets.value.slice(0, work.plan.places.create.length).map(({ mountTargetId }) => mountTargetId)
  if (made.length > 0) {
    const settled = await waitForMountTargets(stepContext(context), fileSystemId, made, patience)
    if (settled.isErr()) return err(settled.error)
  }
  return ok([...groups.value, ...targets.value].flatMap(({ changes }): readonly SharingChange[] => changes))
}

/** First those that were made, then those that were there, as the plan has them. */
async function applyToTargets(
  context: SharingApplyContext,
  { picture, plan, limit }: SharingWork,
  reports: readonly SharingGroupReport[],
  patience: Patience,
): Promise<Result<readonly MountTargetStep[], MountTargetStepError>> {
  const { fileSystemId } = picture.fileSystem
  const wanted = reports.map(
    ({ groupId, groupName }): WantedSecurityGroup => ({
      groupId,
      group: plan.scheme === 'own-groups' ? { groupName } : { groupId, groupName },
    }),
  )
  const workWith = (names: readonly { readonly groupName: string }[]): MountTargetWork | undefined => {
    const isNamed = ({ group }: WantedSecurityGroup) => names.some(({ groupName }) => groupName === group.groupName)
    const [first, ...further] = wanted.filter(isNamed)
    return first && { fileSystemId, vpcId: picture.vpcId, groups: [first, ...further], limit }
  }
  const all = workWith(plan.groups)
  const create = all === undefined ? [] : plan.places.create.map((place) => makeTarget(context, all, place, patience))
  const guard = plan.guard.flatMap(({ target, lacks }) => {
    const lacking = workWith(lacks)
    return lacking ? [guardMountTarget(stepContext(context), lacking, target.mountTargetId, patience)] : []
  })
  return Result.combine(await Promise.all([...create, ...guard]))
}

async function makeTarget(
  context: SharingApplyContext,
  work: MountTargetWork,
  place: SharingPlan['places']['create'][number],
  patience: Patience,
): Promise<Result<MountTargetStep, MountTargetStepError>> {
  const made = await ensureMountTargetAt(stepContext(context), work, place, patience)
  if (made.isErr()) return err(made.error)
  const { mountTargetId, securityGroupIds, changes } = made.value
  // Lacking only when somebody else made it first.
  if (work.groups.every(({ groupId }) => securityGroupIds.includes(groupId))) return made
  const guarded = await guardMountTarget(stepContext(context), work, mountTargetId, patience)
  return guarded.map((step) => ({ ...step, changes: [...changes, ...step.changes] }))
}

function stepContext(context: SharingApplyContext): FileSystemStepContext {
  return { ...context, onProgress: () => {}, onPending: () => {} }
}
