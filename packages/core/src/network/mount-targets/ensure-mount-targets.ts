import { err, ok, type Result } from 'neverthrow'
import { type SettledMountTargets, waitForMountTargets } from '../../aws/efs/waiters.js'
import type { OutOfPatienceError, Patience } from '../../call.js'
import type { FileSystemStepContext } from '../../file-systems/ensure-file-system.js'
import type { MountTargetCreation, MountTargetGroupsChange } from '../../model/change.js'
import type { GuardedMountTarget, MountTarget, MountTargetId } from '../../model/efs.js'
import type { MountTargetPlan } from '../plan/mount-target-plan.js'
import {
  guardMountTarget,
  type MountTargetDone,
  type MountTargetFailed,
  type MountTargetStep,
  type MountTargetStepError,
  type MountTargetWork,
  makeMountTargets,
} from './create-mount-targets.js'
import type { EditedTargets } from './recheck-mount-targets.js'

export interface MountTargetsReport {
  readonly mountTargets: readonly GuardedMountTarget[]
  readonly changes: readonly (MountTargetCreation | MountTargetGroupsChange)[]
  /** What did not come about, a zone each. */
  readonly failed: readonly MountTargetFailed[]
  /** Those that were there and got a group. */
  readonly edited: EditedTargets
}

/**
 * Every mount target of the plan exists, carries the groups and is available, but for those of zones that failed. All
 * are made, and waited for, at once.
 */
export async function ensureMountTargets(
  context: FileSystemStepContext,
  work: MountTargetWork,
  plan: Pick<MountTargetPlan, 'create' | 'guard' | 'existing'>,
  patience: Patience,
): Promise<Result<MountTargetsReport, MountTargetStepError>> {
  const [made, guarded] = await Promise.all([
    makeMountTargets(context, work, plan.create, patience),
    Promise.all(plan.guard.map((target) => guardMountTarget(context, work, target, patience))),
  ])
  if (made.isErr()) return err(made.error)
  const steps = [...made.value, ...guarded]
  const spent = steps.map(outOfPatience).find((error) => error !== undefined)
  if (spent !== undefined) return err(spent)
  const done = steps.filter((step) => step.kind === 'done')
  const at = context.clock.now()
  const groupsById = groupsByTarget(plan.existing, done)
  const settled = await settle(context, work, plan, [...groupsById.keys()], patience)
  if (settled.isErr()) return err(settled.error)
  const { available, unusable } = settled.value
  const broken = unusable.map(({ target, error }) => ({ kind: 'failed', zoneId: target.zoneId, error }) as const)
  return ok({
    mountTargets: available.map((target) => withGroups(target, groupsById)),
    changes: done.flatMap(({ changes }) => changes),
    failed: [...steps.filter((step) => step.kind === 'failed'), ...broken],
    edited: { at, targets: available.filter((target) => done.some(isEditOf(target))) },
  })
}

function outOfPatience(step: MountTargetStep): OutOfPatienceError | undefined {
  if (step.kind === 'done') return undefined
  const { error } = step
  return error.name === 'AbortedError' || error.name === 'DeadlineExceededError' ? error : undefined
}

function groupsByTarget(existing: readonly GuardedMountTarget[], done: readonly MountTargetDone[]) {
  return new Map(
    [...existing, ...done].map(({ mountTargetId, securityGroupIds }) => [mountTargetId, securityGroupIds] as const),
  )
}

function withGroups(target: MountTarget, groupsById: ReturnType<typeof groupsByTarget>): GuardedMountTarget {
  return { ...target, securityGroupIds: groupsById.get(target.mountTargetId) ?? [] }
}

function isEditOf({ mountTargetId }: MountTarget) {
  return (step: MountTargetDone) =>
    step.mountTargetId === mountTargetId && step.changes.some(({ kind }) => kind === 'mount-target-security-groups')
}

/** Nothing is asked when all of them were there, and available, before. */
async function settle(
  context: FileSystemStepContext,
  { fileSystemId }: MountTargetWork,
  { existing }: Pick<MountTargetPlan, 'existing'>,
  ids: readonly MountTargetId[],
  patience: Patience,
): Promise<Result<SettledMountTargets, MountTargetStepError>> {
  const available = existing.filter(({ lifeCycleState }) => lifeCycleState === 'available')
  if (available.length === ids.length) return ok({ available, unusable: [] })
  return waitForMountTargets(context, fileSystemId, ids, patience)
}
