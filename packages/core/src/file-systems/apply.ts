import { err, ok, type Result } from 'neverthrow'
import type { Patience } from '../call.js'
import type { EnsureFileSystemChange } from '../model/change.js'
import type { AccessPoint, EfsFileSystem, GuardedMountTarget } from '../model/efs.js'
import type { SecurityGroupId } from '../model/network.js'
import { ensureNfsGroup, type NfsGroupContext, type NfsGroupStepError } from '../network/groups/ensure-nfs-group.js'
import type { MountTargetStepError, MountTargetWork } from '../network/mount-targets/create-mount-targets.js'
import { ensureMountTargets } from '../network/mount-targets/ensure-mount-targets.js'
import { recheckMountTargets } from '../network/mount-targets/recheck-mount-targets.js'
import type { NfsGroupWish } from '../network/plan/security-group-choice.js'
import { type AccessPointStepError, ensureAccessPoint } from './ensure-access-point.js'
import {
  ensureFileSystem,
  type FileSystemStepContext,
  type FileSystemStepError,
  type FileSystemWork,
} from './ensure-file-system.js'

export type ApplyError = AccessPointStepError | FileSystemStepError | MountTargetStepError | NfsGroupStepError

/** The world after the plan was carried out, and what this run changed of it. */
export interface Applied {
  readonly fileSystem: EfsFileSystem
  readonly groupId: SecurityGroupId
  readonly mountTargets: readonly GuardedMountTarget[]
  readonly accessPoint: AccessPoint
  readonly changes: readonly EnsureFileSystemChange[]
}

/**
 * Carries the plan out. Whatever it finds already done, by an earlier run that was cut off or by one at the same time, it
 * takes over.
 */
export async function applyFileSystemPlan(
  context: FileSystemStepContext & NfsGroupContext,
  work: FileSystemWork & { readonly wish: NfsGroupWish },
  patience: Patience,
): Promise<Result<Applied, ApplyError>> {
  const { picture, plan, wish } = work
  const made = await ensureFileSystem(context, work, patience)
  if (made.isErr()) return err(made.error)
  const { fileSystem } = made.value
  const { fileSystemId } = fileSystem
  const guarded = await ensureNfsGroup(context, { ...work, fileSystemId }, patience)
  if (guarded.isErr()) return err(guarded.error)
  const { groupId } = guarded.value
  const isManaged = picture.groupChoice.source === 'domain'
  const outboundGroupId = isManaged ? picture.groups.outbound?.groupId : undefined
  const groups: MountTargetWork['groups'] = [{ groupId, group: plan.group, outboundGroupId }]
  const mountTargetWork = { fileSystemId, vpcId: picture.vpcId, groups, spare: [], limit: wish.maxSecurityGroups }
  const [mounted, entered] = await Promise.all([
    ensureMountTargets(context, mountTargetWork, plan.mountTargets, patience),
    ensureAccessPoint(context, fileSystemId, picture.accessPointChoice, wish.tags, patience),
  ])
  if (mounted.isErr()) return err(mounted.error)
  if (entered.isErr()) return err(entered.error)
  const late = await recheckMountTargets(context, mountTargetWork, mounted.value.edited, patience)
  const [failure] = [...mounted.value.failed, ...late]
  if (failure !== undefined) return err(failure.error)
  const reports = [made.value, guarded.value, mounted.value, entered.value]
  const changes = reports.flatMap((report): readonly EnsureFileSystemChange[] => report.changes)
  const { mountTargets } = mounted.value
  return ok({ accessPoint: entered.value.accessPoint, mountTargets, fileSystem, groupId, changes })
}
