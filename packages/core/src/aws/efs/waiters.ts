import { err, ok, okAsync, type ResultAsync } from 'neverthrow'
import type { OutOfPatienceError, Patience } from '../../call.js'
import type { AccessPoint, AccessPointId, EfsFileSystem, MountTarget, MountTargetId } from '../../model/efs.js'
import type { FileSystemId } from '../../model/ids.js'
import { MountTargetFailedError } from '../../network/plan/mount-target-plan-error.js'
import type { AwsError } from '../call/aws-error.js'
import { type FirstLook, type Look, type OnPending, pollUntil } from '../call/poll.js'
import { describeAccessPoints } from './access-points.js'
import { stageOf, UnusableLifeCycleError } from './efs-state.js'
import { describeFileSystems, type EfsContext } from './file-systems.js'
import { describeMountTargets } from './mount-targets.js'

// AWS ships no waiters for EFS. These look at most once a second, and once for all resources of a file system.

export interface WaitContext extends EfsContext {
  readonly onPending?: OnPending | undefined
}

type Wait<T, E = never> = ResultAsync<T, AwsError | OutOfPatienceError | E>

/** The file system, as soon as mount targets and access points can be made on it. */
export function waitForFileSystem(
  context: WaitContext,
  fileSystemId: FileSystemId,
  firstLook: FirstLook,
  patience: Patience,
): Wait<EfsFileSystem, UnusableLifeCycleError> {
  const resource = `file system ${fileSystemId}`
  return pollUntil(context, patience, resource, {
    firstLook,
    read: () => describeFileSystems(context, { fileSystemId }, patience),
    judge: ([found]) => judgeOne(resource, found),
  })
}

/** The access point, as soon as it can be mounted. */
export function waitForAccessPoint(
  context: WaitContext,
  accessPointId: AccessPointId,
  firstLook: FirstLook,
  patience: Patience,
): Wait<AccessPoint, UnusableLifeCycleError> {
  const resource = `access point ${accessPointId}`
  return pollUntil(context, patience, resource, {
    firstLook,
    read: () => describeAccessPoints(context, { accessPointId }, patience),
    judge: ([found]) => judgeOne(resource, found),
  })
}

export interface SettledMountTargets {
  readonly available: readonly MountTarget[]
  /** Those that broke, or that somebody deletes. */
  readonly unusable: readonly {
    readonly target: MountTarget
    readonly error: MountTargetFailedError | UnusableLifeCycleError
  }[]
}

/** These mount targets, as soon as none of them is about to change; all are looked at with one call. */
export function waitForMountTargets(
  context: WaitContext,
  fileSystemId: FileSystemId,
  mountTargetIds: readonly MountTargetId[],
  patience: Patience,
): Wait<SettledMountTargets> {
  return pollUntil(context, patience, `the mount targets of ${fileSystemId}`, {
    firstLook: 'later',
    read: () => describeMountTargets(context, fileSystemId, patience),
    judge: (found): Look<SettledMountTargets, never> => {
      const awaited = found.filter(({ mountTargetId }) => mountTargetIds.includes(mountTargetId))
      const available = awaited.filter(({ lifeCycleState }) => lifeCycleState === 'available')
      const unusable = awaited.flatMap((target) => {
        const error = unusableError(target)
        return error === undefined ? [] : [{ target, error }]
      })
      if (available.length + unusable.length === mountTargetIds.length)
        return { kind: 'done', value: { available, unusable } }
      return { kind: 'pending', status: `${available.length} of ${mountTargetIds.length} available` }
    },
  })
}

/** Resolves when none of these mount targets is there any more; at once when none is named. */
export function waitForMountTargetsGone(
  context: WaitContext,
  fileSystemId: FileSystemId,
  mountTargetIds: readonly MountTargetId[],
  patience: Patience,
): Wait<undefined> {
  if (mountTargetIds.length === 0) return okAsync(undefined)
  return pollUntil(context, patience, `the mount targets of ${fileSystemId}`, {
    firstLook: 'later',
    read: () => orNone(describeMountTargets(context, fileSystemId, patience)),
    judge: (found) => judgeGone(found.filter(({ mountTargetId }) => mountTargetIds.includes(mountTargetId))),
  })
}

/** Resolves when none of these access points is there any more; at once when none is named. */
export function waitForAccessPointsGone(
  context: WaitContext,
  fileSystemId: FileSystemId,
  accessPointIds: readonly AccessPointId[],
  patience: Patience,
): Wait<undefined> {
  if (accessPointIds.length === 0) return okAsync(undefined)
  return pollUntil(context, patience, `the access points of ${fileSystemId}`, {
    firstLook: 'later',
    read: () => orNone(describeAccessPoints(context, { fileSystemId }, patience)),
    judge: (found) => judgeGone(found.filter(({ accessPointId }) => accessPointIds.includes(accessPointId))),
  })
}

/** Resolves when the file system is not there any more. */
export function waitForFileSystemGone(
  context: WaitContext,
  fileSystemId: FileSystemId,
  patience: Patience,
): Wait<undefined> {
  return pollUntil(context, patience, `file system ${fileSystemId}`, {
    firstLook: 'later',
    read: () => orNone(describeFileSystems(context, { fileSystemId }, patience)),
    judge: judgeGone,
  })
}

interface Living {
  readonly lifeCycleState: string
}

function judgeOne<T extends Living>(resource: string, found: T | undefined): Look<T, UnusableLifeCycleError> {
  // What was made a moment ago may not be listed yet.
  if (found === undefined) return { kind: 'pending', status: 'not listed' }
  const { lifeCycleState } = found
  const stage = stageOf(lifeCycleState)
  if (stage === 'ready') return { kind: 'done', value: found }
  if (stage === 'settling') return { kind: 'pending', status: lifeCycleState }
  return { kind: 'failed', error: new UnusableLifeCycleError(resource, lifeCycleState) }
}

function unusableError(target: MountTarget): MountTargetFailedError | UnusableLifeCycleError | undefined {
  const { mountTargetId, lifeCycleState } = target
  const stage = stageOf(lifeCycleState)
  if (stage === 'failed') return new MountTargetFailedError(target)
  return stage === 'leaving' ? new UnusableLifeCycleError(`mount target ${mountTargetId}`, lifeCycleState) : undefined
}

function judgeGone(found: readonly Living[]): Look<undefined, never> {
  const left = found.filter(({ lifeCycleState }) => lifeCycleState !== 'deleted')
  return left.length === 0 ? { kind: 'done', value: undefined } : { kind: 'pending', status: `${left.length} left` }
}

/** What is described by the id of something that is gone is an error to EFS, and an answer here. */
function orNone<T, E extends { readonly name: string }>(
  read: ResultAsync<readonly T[], E>,
): ResultAsync<readonly T[], E> {
  return read.orElse((error) =>
    error.name === 'ResourceNotFoundError' ? ok<readonly T[], E>([]) : err<readonly T[], E>(error),
  )
}
