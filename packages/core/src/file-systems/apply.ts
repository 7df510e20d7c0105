import { err, ok, type ResultAsync, safeTry } from 'neverthrow'
import type { EnsureFileSystemChange } from '../model/changes/infrastructure-change.js'
import type { AccessPoint, EfsFileSystem, MountTargetWithGroups } from '../model/efs.js'
import type { SecurityGroupId } from '../model/network.js'
import { ensureDomainNfsGroup } from '../network/groups/domain-nfs-group.js'
import type { EnsureGroupError } from '../network/groups/ensure-group.js'
import type { KnownGroup } from '../network/mount-targets/add-security-groups.js'
import type { MountTargetStepError, MountTargetWork } from '../network/mount-targets/create-mount-targets.js'
import { ensureMountTargets } from '../network/mount-targets/ensure-mount-targets.js'
import { recheckMountTargets } from '../network/mount-targets/recheck-mount-targets.js'
import { type AccessPointStepError, ensureAccessPoint } from './ensure-access-point.js'
import {
  type EnsureFileSystemCall,
  ensureFileSystem,
  type FileSystemStepError,
  type FileSystemWork,
} from './ensure-file-system.js'

export type ApplyError = AccessPointStepError | FileSystemStepError | MountTargetStepError | EnsureGroupError

/** State after the plan was carried out, and the changes of this run. */
export interface AppliedPlan {
  readonly fileSystem: EfsFileSystem
  readonly groupId: SecurityGroupId
  readonly mountTargets: readonly MountTargetWithGroups[]
  readonly accessPoint: AccessPoint
  readonly changes: readonly EnsureFileSystemChange[]
}

/** Carries the plan out. Adopts what an interrupted run left, and what a concurrent run creates. */
export function applyFileSystemPlan(
  call: EnsureFileSystemCall,
  work: FileSystemWork,
): ResultAsync<AppliedPlan, ApplyError> {
  return safeTry(async function* () {
    const { snapshot, plan, spec } = work
    const { tags, maxSecurityGroups: limit } = spec
    const { vpcId, groupChoice } = snapshot
    const storage = yield* ensureFileSystem(call, work)
    const { fileSystem } = storage
    const { fileSystemId } = fileSystem
    const { domainId } = snapshot.domain
    const nfs = yield* ensureDomainNfsGroup(call, { ...plan, choice: groupChoice, vpcId, domainId, fileSystemId, tags })
    const group = knownGroup(work, nfs.groupId)
    const targets: MountTargetWork = { fileSystemId, vpcId, groups: [group], spare: [], limit }
    const [mounted, entered] = await Promise.all([
      ensureMountTargets(call, targets, plan.mountTargets),
      ensureAccessPoint(call, { fileSystemId, choice: snapshot.accessPointChoice, tags }),
    ])
    const { mountTargets, failed, edited, changes } = yield* mounted
    const entrance = yield* entered
    const lost = await recheckMountTargets(call, targets, edited)
    const [failure] = [...failed, ...lost]
    if (failure !== undefined) return err(failure.error)
    return ok({
      fileSystem,
      groupId: nfs.groupId,
      mountTargets,
      accessPoint: entrance.accessPoint,
      changes: [...storage.changes, ...nfs.changes, ...changes, ...entrance.changes],
    })
  })
}

/** Only SageMaker's group for the domain has an outbound group that a shared group may admit in its place. */
function knownGroup({ snapshot, plan }: FileSystemWork, groupId: SecurityGroupId): KnownGroup {
  const isManaged = snapshot.groupChoice.source === 'managed'
  return { groupId, group: plan.group, outboundGroupId: isManaged ? snapshot.groups.outbound?.groupId : undefined }
}
