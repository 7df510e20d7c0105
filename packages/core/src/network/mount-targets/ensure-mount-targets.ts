import { err, ok, type ResultAsync, safeTry } from 'neverthrow'
import { waitForMountTargets } from '../../aws/efs/waiters.js'
import type { CallEndedError } from '../../call.js'
import type { MountTargetCreation, MountTargetGroupsChange } from '../../model/changes/infrastructure-change.js'
import type { MountTarget, MountTargetId, MountTargetWithGroups } from '../../model/efs.js'
import type { NetworkChangeCall } from '../network-call.js'
import type { MountTargetPlan } from '../plan/mount-target-plan.js'
import {
  addGroupsTo,
  createMountTargets,
  type MountTargetDone,
  type MountTargetFailed,
  type MountTargetStep,
  type MountTargetStepError,
  type MountTargetWork,
} from './create-mount-targets.js'
import type { EditedTargets } from './recheck-mount-targets.js'

export interface MountTargetsReport {
  readonly mountTargets: readonly MountTargetWithGroups[]
  readonly changes: readonly (MountTargetCreation | MountTargetGroupsChange)[]
  /** One for each zone that failed. */
  readonly failed: readonly MountTargetFailed[]
  /** Existing ones that got a group. */
  readonly edited: EditedTargets
}

/**
 * Every mount target of the plan exists, carries the groups and is available, except in zones that failed. All are
 * created, and waited for, at once.
 */
export function ensureMountTargets(
  call: NetworkChangeCall,
  work: MountTargetWork,
  plan: Pick<MountTargetPlan, 'create' | 'addGroups' | 'existing'>,
): ResultAsync<MountTargetsReport, MountTargetStepError> {
  return safeTry(async function* () {
    const [created, edited] = await Promise.all([
      createMountTargets(call, work, plan.create),
      Promise.all(plan.addGroups.map((target) => addGroupsTo(call, work, target))),
    ])
    const steps = [...(yield* created), ...edited]
    const ended = steps.map(callEndedIn).find((error) => error !== undefined)
    if (ended !== undefined) return err(ended)
    const done = steps.filter((step) => step.kind === 'done')
    const at = call.clock.now()
    const groupsById = groupsByTarget(plan.existing, done)
    const ready = plan.existing.filter(({ lifeCycleState }) => lifeCycleState === 'available')
    // Nothing is read again when all of them were available before.
    const { available, unusable } =
      ready.length === groupsById.size
        ? { available: ready, unusable: [] }
        : yield* waitForMountTargets(call, work.fileSystemId, [...groupsById.keys()])
    const broken = unusable.map(({ target, error }) => ({ kind: 'failed', zoneId: target.zoneId, error }) as const)
    return ok({
      mountTargets: available.map((target) => withGroups(target, groupsById)),
      changes: done.flatMap(({ changes }) => changes),
      failed: [...steps.filter((step) => step.kind === 'failed'), ...broken],
      edited: { at, targets: available.filter((target) => done.some(isEditOf(target))) },
    })
  })
}

/** The end of the call ends every step, so it is an error of the whole and not of one zone. */
function callEndedIn(step: MountTargetStep): CallEndedError | undefined {
  if (step.kind === 'done') return undefined
  const { error } = step
  return error.name === 'AbortedError' || error.name === 'DeadlineExceededError' ? error : undefined
}

type GroupsById = ReadonlyMap<MountTargetId, MountTargetWithGroups['securityGroupIds']>

function groupsByTarget(existing: readonly MountTargetWithGroups[], done: readonly MountTargetDone[]): GroupsById {
  return new Map(
    [...existing, ...done].map(({ mountTargetId, securityGroupIds }) => [mountTargetId, securityGroupIds] as const),
  )
}

function withGroups(target: MountTarget, groupsById: GroupsById): MountTargetWithGroups {
  return { ...target, securityGroupIds: groupsById.get(target.mountTargetId) ?? [] }
}

function isEditOf({ mountTargetId }: MountTarget) {
  return (step: MountTargetDone) =>
    step.mountTargetId === mountTargetId && step.changes.some(({ kind }) => kind === 'mount-target-security-groups')
}
