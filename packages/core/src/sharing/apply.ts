import { err, Result } from 'neverthrow'
import { stageOf } from '../aws/efs/efs-state.js'
import type { EFSClient } from '../aws/efs/file-systems.js'
import { waitForFileSystem } from '../aws/efs/waiters.js'
import type { Patience } from '../call.js'
import type { FileSystemStepContext } from '../file-systems/ensure-file-system.js'
import type { SharingChange } from '../model/change.js'
import type { OwnGroupContext, OwnGroupStepError } from '../network/groups/ensure-own-group.js'
import type { MountTargetFailed, MountTargetStepError } from '../network/mount-targets/create-mount-targets.js'
import { ensureMountTargets } from '../network/mount-targets/ensure-mount-targets.js'
import { recheckMountTargets } from '../network/mount-targets/recheck-mount-targets.js'
import { ensureSharingGroup } from './ensure-sharing-group.js'
import { refOf } from './plan/sharing-changes.js'
import type { SharingPicture, SharingPlan, WantedGroup } from './plan/sharing-plan.js'

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
