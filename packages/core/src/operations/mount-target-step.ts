import { err, ok, type Result } from 'neverthrow'
import { waitForMountTargets } from '../aws/efs-waiters.js'
import type { MountTargetCreation, MountTargetGroupsChange } from '../model/infrastructure-change.js'
import type { GuardedMountTarget, MountTarget, MountTargetId } from '../model/mount-target.js'
import type { Patience } from '../patience.js'
import type { MountTargetPlan } from '../policy/mount-target-plan.js'
import type { FileSystemStepContext } from './file-system-step.js'
import {
  ensureMountTargetAt,
  guardMountTarget,
  type MountTargetStep,
  type MountTargetStepError,
  type MountTargetWork,
} from './mount-target-at-step.js'

export interface MountTargetsReport {
  readonly mountTargets: readonly GuardedMountTarget[]
  readonly changes: readonly (MountTargetCreation | MountTargetGroupsChange)[]
}

/** Every mount target of the plan exists, carries the group and is available. All are made, and waited for, at once. */
export async function ensureMountTargets(
  context: FileSystemStepContext,
  work: MountTargetWork,
  plan: MountTargetPlan,
  patience: Patience,
): Promise<Result<MountTargetsReport, MountTargetStepError>> {
  const [places, guarded] = await Promise.all([
    Promise.all(plan.create.map((place) => ensureMountTargetAt(context, work, place, patience))),
    Promise.all(plan.guard.map((target) => guardMountTarget(context, work, target.mountTargetId, patience))),
  ])
  const steps: MountTargetStep[] = []
  for (const step of [...places, ...guarded]) {
    if (step.isErr()) return err(step.error)
    steps.push(step.value)
  }
  const groupsById = new Map([
    ...plan.existing.map(({ mountTargetId, securityGroupIds }) => [mountTargetId, securityGroupIds] as const),
    ...steps.map(({ mountTargetId, securityGroupIds }) => [mountTargetId, securityGroupIds] as const),
  ])
  const settled = await available(context, work, plan, [...groupsById.keys()], patience)
  return settled.map((targets) => ({
    mountTargets: targets.map((target) => ({
      ...target,
      securityGroupIds: groupsById.get(target.mountTargetId) ?? [],
    })),
    changes: steps.flatMap(({ changes }) => changes),
  }))
}

/** Nothing is asked when all of them were there, and available, before. */
async function available(
  context: FileSystemStepContext,
  { fileSystemId }: MountTargetWork,
  { existing }: MountTargetPlan,
  ids: readonly MountTargetId[],
  patience: Patience,
): Promise<Result<readonly MountTarget[], MountTargetStepError>> {
  const ready = existing.filter(({ lifeCycleState }) => lifeCycleState === 'available')
  return ready.length === ids.length ? ok(ready) : waitForMountTargets(context, fileSystemId, ids, patience)
}
