import { err, Result } from 'neverthrow'
import type { EFSClient } from '../aws/efs.js'
import { waitForFileSystem } from '../aws/efs-waiters.js'
import type { SharingChange } from '../model/infrastructure-change.js'
import type { Patience } from '../patience.js'
import { stageOf } from '../policy/life-cycle.js'
import { refOf } from '../policy/sharing-changes.js'
import type { SharingPicture, SharingPlan, WantedGroup } from '../policy/sharing-plan.js'
import type { FileSystemStepContext } from './file-system-step.js'
import type { MountTargetFailed, MountTargetStepError } from './mount-target-at-step.js'
import { recheckMountTargets } from './mount-target-recheck-step.js'
import { ensureMountTargets } from './mount-target-step.js'
import type { OwnGroupContext, OwnGroupStepError } from './own-group-step.js'
import { ensureSharingGroup } from './sharing-group-step.js'

export interface SharingApplyContext extends OwnGroupContext {
  readonly efs: EFSClient
}

export type SharingApplyError = MountTargetStepError | OwnGroupStepError

export interface SharingApplied {
  readonly changes: readonly SharingChange[]
  readonly failed: readonly MountTargetFailed[]
  /** Looks at the edited mount targets once more; see {@link recheckMountTargets}. */
  readonly recheck: () => Promise<readonly MountTargetFailed[]>
}

/** Groups first, then mount targets, each of which ends with all the groups and available. */
export async function applySharing(
  base: SharingApplyContext,
  { picture, plan, limit }: { readonly picture: SharingPicture; readonly plan: SharingPlan; readonly limit: number },
  patience: Patience,
): Promise<Result<SharingApplied, SharingApplyError>> {
  const context: FileSystemStepContext = { ...base, onProgress: () => {}, onPending: () => {} }
  const { vpcId, fileSystem } = picture
  const { fileSystemId } = fileSystem
  if (stageOf(fileSystem.lifeCycleState) !== 'ready') {
    const ready = await waitForFileSystem(context, fileSystemId, 'later', patience)
    if (ready.isErr()) return err(ready.error)
  }
  const ensure = (wanted: WantedGroup) => ensureSharingGroup(context, { vpcId, fileSystemId }, wanted, patience)
  const [first, ...further] = plan.groups
  const groups = Result.combine(await Promise.all([ensure(first), ...further.map(ensure)]))
  if (groups.isErr()) return err(groups.error)
  const spare = plan.spare.map((group) => ({ groupId: group.groupId, group: refOf(group) }))
  const work = { fileSystemId, vpcId, groups: groups.value, spare, limit }
  const guard = plan.guard.map(({ target }) => target)
  const targets = await ensureMountTargets(context, work, { ...plan.places, guard }, patience)
  return targets.map(({ changes, failed, edited }) => ({
    changes: [...groups.value.flatMap((group) => group.changes), ...changes],
    failed,
    recheck: () => recheckMountTargets(context, work, edited, patience),
  }))
}
