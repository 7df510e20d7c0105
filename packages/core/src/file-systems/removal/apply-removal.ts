import { err, ok, okAsync, Result, ResultAsync, safeTry } from 'neverthrow'
import pLimit from 'p-limit'
import type { AwsError, AwsResult } from '../../aws/call/aws-error.js'
import type { Deletion } from '../../aws/call/create-and-delete.js'
import { deleteSecurityGroup } from '../../aws/ec2/security-groups.js'
import { deleteAccessPoint } from '../../aws/efs/access-points.js'
import { stageOf } from '../../aws/efs/efs-state.js'
import { deleteFileSystem } from '../../aws/efs/file-systems.js'
import { deleteMountTarget } from '../../aws/efs/mount-targets.js'
import { waitForAccessPointsGone, waitForFileSystemGone, waitForMountTargetsGone } from '../../aws/efs/waiters.js'
import type { CallEndedError } from '../../call.js'
import type { RemoveFileSystemChange, SecurityGroupDeletion } from '../../model/changes/infrastructure-change.js'
import { type KeptResource, keepGroup, type RemovalPlan, type RemovalSnapshot } from '../plan/removal-plan.js'
import type { ProgressCall } from '../progress.js'

export type RemovalCall = ProgressCall<RemoveFileSystemChange>

export interface RemovalReport {
  readonly changes: readonly RemoveFileSystemChange[]
  readonly kept: readonly KeptResource[]
}

/** EFS publishes no rate for deletions, and a file system may have thousands of access points. */
const DELETIONS_AT_ONCE = 5

/** A network interface stays for up to a minute after its mount target, and holds its groups. */
const MAX_GROUP_WAIT_MS = 120_000

/**
 * Carries the plan out: access points and mount targets go first, and must be gone before a security group or the file
 * system itself can go.
 */
export function applyRemoval(
  call: RemovalCall,
  snapshot: RemovalSnapshot,
  plan: RemovalPlan,
): AwsResult<RemovalReport> {
  return safeTry(async function* () {
    const changes = [...(yield* deleteMounts(call, snapshot, plan))]
    const kept = [...plan.kept]
    for (const change of plan.changes) {
      if (change.kind !== 'security-group') continue
      const outcome = yield* deleteGroup(call, change)
      if (outcome === 'deleted') changes.push(change)
      if (outcome === 'in-use') kept.push(keepGroup(change))
    }
    changes.push(...(yield* deleteData(call, snapshot, plan)))
    return ok({ changes, kept })
  })
}

/** Deletes access points and mount targets, and waits until they are gone: then nothing mounts the file system. */
function deleteMounts(
  call: RemovalCall,
  { fileSystem, accessPoints, mountTargets }: RemovalSnapshot,
  plan: RemovalPlan,
): AwsResult<RemovalReport['changes']> {
  return safeTry(async function* () {
    if (fileSystem === undefined) return ok([])
    const { fileSystemId } = fileSystem
    const limit = pLimit(DELETIONS_AT_ONCE)
    const deletions = plan.changes.map((change) => limit(async () => deleteMount(call, change)))
    const changes = yield* Result.combine(await Promise.all(deletions))
    const deleted = new Set(plan.changes.map((change) => (change.kind === 'access-point' ? change.accessPointId : '')))
    const leaving = accessPoints.filter(
      ({ accessPointId, lifeCycleState }) => deleted.has(accessPointId) || stageOf(lifeCycleState) === 'leaving',
    )
    const accessPointIds = leaving.map(({ accessPointId }) => accessPointId)
    const mountTargetIds = mountTargets.map(({ mountTargetId }) => mountTargetId)
    yield* ResultAsync.combine([
      waitForAccessPointsGone(call, fileSystemId, accessPointIds),
      waitForMountTargetsGone(call, fileSystemId, mountTargetIds),
    ])
    return ok(changes.flat())
  })
}

function deleteMount(call: RemovalCall, change: RemoveFileSystemChange): AwsResult<RemovalReport['changes']> {
  if (change.kind === 'access-point') return reported(call, change, deleteAccessPoint(call, change.accessPointId))
  if (change.kind === 'mount-target') return reported(call, change, deleteMountTarget(call, change.mountTargetId))
  return okAsync([])
}

/** The change, reported, if this run made it; none if the resource was gone before. */
function reported(
  call: RemovalCall,
  change: RemoveFileSystemChange,
  deletion: AwsResult<Deletion>,
): AwsResult<RemovalReport['changes']> {
  return deletion.map((outcome) => {
    if (outcome === 'gone') return []
    call.onChange(change)
    return [change]
  })
}

/** Deletes a group of this package, unless after two minutes a network interface still uses it: then it stays. */
function deleteGroup(call: RemovalCall, change: SecurityGroupDeletion): AwsResult<Deletion | 'in-use'> {
  const bounded = { ...call, deadline: Math.min(call.deadline, call.clock.now() + MAX_GROUP_WAIT_MS) }
  return deleteSecurityGroup(bounded, change.groupId)
    .map((outcome): Deletion | 'in-use' => {
      if (outcome === 'deleted') call.onChange(change)
      return outcome
    })
    .orElse((error) => (isStillUsed(error) ? ok('in-use' as const) : err(error)))
}

function isStillUsed({ name, cause }: AwsError | CallEndedError): boolean {
  return name === 'DeadlineExceededError' && (cause as Partial<AwsError> | undefined)?.name === 'ResourceInUseError'
}

/** Deletes the file system if the plan says so, and waits until it is gone, also when it was being deleted before. */
function deleteData(
  call: RemovalCall,
  { fileSystem }: RemovalSnapshot,
  plan: RemovalPlan,
): AwsResult<RemovalReport['changes']> {
  return safeTry(async function* () {
    const change = plan.changes.find(({ kind }) => kind === 'file-system')
    if (fileSystem === undefined) return ok([])
    if (change === undefined && stageOf(fileSystem.lifeCycleState) !== 'leaving') return ok([])
    const { fileSystemId } = fileSystem
    const changes = change === undefined ? [] : yield* reported(call, change, deleteFileSystem(call, fileSystemId))
    yield* waitForFileSystemGone(call, fileSystemId)
    return ok(changes)
  })
}
