import { err, ok, Result, ResultAsync } from 'neverthrow'
import pLimit from 'p-limit'
import type { AwsError } from '../../aws/call/aws-error.js'
import { deleting } from '../../aws/call/deletion.js'
import type { OnPending } from '../../aws/call/poll.js'
import { deleteAccessPoint } from '../../aws/efs/access-points.js'
import { stageOf } from '../../aws/efs/efs-state.js'
import { deleteFileSystem } from '../../aws/efs/file-systems.js'
import { deleteMountTarget } from '../../aws/efs/mount-targets.js'
import { waitForAccessPointsGone, waitForFileSystemGone, waitForMountTargetsGone } from '../../aws/efs/waiters.js'
import type { OutOfPatienceError, Patience } from '../../call.js'
import type { RemoveFileSystemChange } from '../../model/change.js'
import type { EfsFileSystem } from '../../model/efs.js'
import type { FileSystemId } from '../../model/ids.js'
import type { KeptResource, RemovalPicture, RemovalPlan } from '../plan/removal-plan.js'
import type { OnProgress } from '../progress.js'
import type { RemovalContext } from './read.js'
import { removeGroup } from './remove-group.js'

export interface RemovalApplyContext extends RemovalContext {
  readonly onProgress: OnProgress<RemoveFileSystemChange>
  readonly onPending: OnPending
}

export interface RemovalReport {
  readonly changes: readonly RemoveFileSystemChange[]
  readonly kept: readonly KeptResource[]
}

type Step<T> = Promise<Result<T, AwsError | OutOfPatienceError>>
type Changes = readonly RemoveFileSystemChange[]

/** EFS publishes no rate for deletions, and a file system may have thousands of access points. */
const DELETIONS_AT_ONCE = 5

/**
 * Carries the plan out: access points and mount targets go first, and must be gone before a security group or the file
 * system itself can go.
 */
export async function applyRemoval(
  context: RemovalApplyContext,
  picture: RemovalPicture,
  plan: RemovalPlan,
  patience: Patience,
): Step<RemovalReport> {
  const detached = await detach(context, picture, plan, patience)
  if (detached.isErr()) return err(detached.error)
  const changes = [...detached.value]
  const kept = [...plan.kept]
  for (const change of plan.changes) {
    if (change.kind !== 'security-group') continue
    const removed = await removeGroup(context, change, patience)
    if (removed.isErr()) return err(removed.error)
    if (removed.value === 'deleted') changes.push(change)
    if (removed.value === 'in-use')
      kept.push({ kind: 'security-group', id: change.groupId, name: change.groupName, reason: 'in-use' })
  }
  const deleted = await deleteData(context, picture.fileSystem, plan, patience)
  return deleted.map((last) => ({ changes: [...changes, ...last], kept }))
}

/** Nothing mounts the file system any more. */
async function detach(
  context: RemovalApplyContext,
  { fileSystem, accessPoints, mountTargets }: RemovalPicture,
  plan: RemovalPlan,
  patience: Patience,
): Step<Changes> {
  if (fileSystem === undefined) return ok([])
  const { fileSystemId } = fileSystem
  const limit = pLimit(DELETIONS_AT_ONCE)
  const deletions = await Promise.all(plan.changes.map((change) => limit(() => deleteFirst(context, change, patience))))
  const changes = Result.combine(deletions)
  if (changes.isErr()) return err(changes.error)
  const goes = new Set(plan.changes.map((change) => (change.kind === 'access-point' ? change.accessPointId : '')))
  const accessPointIds = accessPoints
    .filter(({ accessPointId, lifeCycleState }) => goes.has(accessPointId) || stageOf(lifeCycleState) === 'leaving')
    .map(({ accessPointId }) => accessPointId)
  const targetIds = mountTargets.map(({ mountTargetId }) => mountTargetId)
  const gone = await ResultAsync.combine([
    waitForAccessPointsGone(context, fileSystemId, accessPointIds, patience),
    waitForMountTargetsGone(context, fileSystemId, targetIds, patience),
  ])
  return gone.map(() => changes.value.flat())
}

async function deleteFirst(
  { efs, clock, onProgress }: RemovalApplyContext,
  change: RemoveFileSystemChange,
  patience: Patience,
): Step<Changes> {
  if (change.kind !== 'access-point' && change.kind !== 'mount-target') return ok([])
  const id = change.kind === 'access-point' ? change.accessPointId : change.mountTargetId
  const deleted = await deleting(clock, patience, `deleting ${id}`, () =>
    change.kind === 'access-point'
      ? deleteAccessPoint(efs, change.accessPointId, patience)
      : deleteMountTarget(efs, change.mountTargetId, patience),
  )
  if (deleted.isOk() && deleted.value === 'deleted') onProgress({ step: 'changed', change })
  return deleted.map((outcome) => (outcome === 'deleted' ? [change] : []))
}

async function deleteData(
  context: RemovalApplyContext,
  fileSystem: EfsFileSystem | undefined,
  plan: RemovalPlan,
  patience: Patience,
): Step<Changes> {
  const change = plan.changes.find(({ kind }) => kind === 'file-system')
  if (fileSystem === undefined) return ok([])
  if (change === undefined && stageOf(fileSystem.lifeCycleState) !== 'leaving') return ok([])
  const deleted =
    change === undefined ? ok('gone' as const) : await deleteIt(context, fileSystem.fileSystemId, patience)
  if (deleted.isErr()) return err(deleted.error)
  const changes = change !== undefined && deleted.value === 'deleted' ? [change] : []
  for (const done of changes) context.onProgress({ step: 'changed', change: done })
  const gone = await waitForFileSystemGone(context, fileSystem.fileSystemId, patience)
  return gone.map(() => changes)
}

function deleteIt({ efs, clock }: RemovalApplyContext, fileSystemId: FileSystemId, patience: Patience) {
  return deleting(clock, patience, `deleting ${fileSystemId}`, () => deleteFileSystem(efs, fileSystemId, patience))
}
