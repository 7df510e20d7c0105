import { pause } from '../../aws/call/call-aws.js'
import type { Patience } from '../../call.js'
import type { FileSystemStepContext } from '../../file-systems/ensure-file-system.js'
import type { MountTarget } from '../../model/efs.js'
import { addSecurityGroups } from './add-security-groups.js'
import type { MountTargetFailed, MountTargetWork } from './create-mount-targets.js'

/** Longer than it usually takes from the reply that tells the groups to the end of the request that replaces them. */
const OTHERS_TAKE_MS = 1_500

export interface EditedTargets {
  /** When the last of them had its groups. */
  readonly at: number
  readonly targets: readonly MountTarget[]
}

/**
 * The mount targets that this run edited still carry the groups after another process that read them before the edit
 * has had time to replace them. What it took away comes back, and is looked at once more, as far as there is time.
 */
export async function recheckMountTargets(
  context: FileSystemStepContext,
  work: MountTargetWork,
  edited: EditedTargets,
  patience: Patience,
): Promise<readonly MountTargetFailed[]> {
  const { clock } = context
  let { at, targets } = edited
  const failed: MountTargetFailed[] = []
  while (targets.length > 0) {
    const left = Math.max(0, at + OTHERS_TAKE_MS - clock.now())
    const spent = await pause(clock, patience, left, 'looking at the groups of the mount targets once more')
    if (spent !== undefined) return failed
    const looks = await Promise.all(
      targets.map(async (target) => {
        const { mountTargetId } = target
        return { target, step: await addSecurityGroups(context, { ...work, mountTargetId }, patience) }
      }),
    )
    at = clock.now()
    for (const { target, step } of looks)
      if (step.isErr()) failed.push({ kind: 'failed', zoneId: target.zoneId, error: step.error })
    targets = looks.flatMap(({ target, step }) => (step.isOk() && step.value.changes.length > 0 ? [target] : []))
  }
  return failed
}
