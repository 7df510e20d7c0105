import { pause } from '../../call.js'
import type { MountTarget } from '../../model/efs.js'
import type { NetworkCall } from '../network-call.js'
import { addSecurityGroups } from './add-security-groups.js'
import type { MountTargetFailed, MountTargetWork } from './create-mount-targets.js'

/** Longer than it usually takes another process from the reply with the groups to the end of its replacing request. */
const OTHERS_TAKE_MS = 1_500

export interface EditedTargets {
  /** When the last of them had its groups, in milliseconds of the clock. */
  readonly at: number
  readonly targets: readonly MountTarget[]
}

/**
 * Reads the edited mount targets once more, after another process that read them before the edit has had time to replace
 * the groups. Adds groups that it took away, and reads those mount targets again, until none changes or the call ends.
 */
export async function recheckMountTargets(
  call: NetworkCall,
  work: MountTargetWork,
  edited: EditedTargets,
): Promise<readonly MountTargetFailed[]> {
  let { at, targets } = edited
  const failed: MountTargetFailed[] = []
  while (targets.length > 0) {
    const ms = Math.max(0, at + OTHERS_TAKE_MS - call.clock.now())
    const paused = await pause(call, { ms, pending: 'looking at the groups of the mount targets once more' })
    if (paused.isErr()) return failed
    const probes = await Promise.all(
      targets.map(async (target) => {
        const { mountTargetId } = target
        return { target, added: await addSecurityGroups(call, { ...work, mountTargetId }) }
      }),
    )
    at = call.clock.now()
    for (const { target, added } of probes)
      if (added.isErr()) failed.push({ kind: 'failed', zoneId: target.zoneId, error: added.error })
    targets = probes.flatMap(({ target, added }) => (added.isOk() && added.value.changes.length > 0 ? [target] : []))
  }
  return failed
}
