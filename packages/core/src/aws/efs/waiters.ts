import { err, ok, okAsync } from 'neverthrow'
import type { AccessPoint, AccessPointId, EfsFileSystem, MountTarget, MountTargetId } from '../../model/efs.js'
import type { FileSystemId } from '../../model/ids.js'
import type { AwsResult } from '../call/aws-error.js'
import { type FirstProbe, type OnPending, type Probe, pollUntil } from '../call/poll.js'
import { describeAccessPoints } from './access-points.js'
import { MountTargetFailedError, stageOf, UnusableLifeCycleError } from './efs-state.js'
import { describeFileSystems, type EfsCall } from './file-systems.js'
import { describeMountTargets } from './mount-targets.js'

// AWS ships no waiters for EFS. These probe at most once a second, and once for all resources of a file system.

export interface EfsWaitCall extends EfsCall {
  readonly onPending?: OnPending | undefined
}

/** Resolves when mount targets and access points can be created on the file system. */
export function waitForFileSystem(
  call: EfsWaitCall,
  fileSystemId: FileSystemId,
  firstProbe: FirstProbe,
): AwsResult<EfsFileSystem, UnusableLifeCycleError> {
  const resource = `file system ${fileSystemId}`
  return pollUntil(call, {
    resource,
    firstProbe,
    read: () => describeFileSystems(call, { fileSystemId }),
    evaluate: ([found]) => evaluateOne(resource, found),
    onPending: call.onPending,
  })
}

/** Resolves when the access point can be mounted. */
export function waitForAccessPoint(
  call: EfsWaitCall,
  accessPointId: AccessPointId,
  firstProbe: FirstProbe,
): AwsResult<AccessPoint, UnusableLifeCycleError> {
  const resource = `access point ${accessPointId}`
  return pollUntil(call, {
    resource,
    firstProbe,
    read: () => describeAccessPoints(call, { accessPointId }),
    evaluate: ([found]) => evaluateOne(resource, found),
    onPending: call.onPending,
  })
}

export interface SettledMountTargets {
  readonly available: readonly MountTarget[]
  /** Broken, or being deleted by another caller. */
  readonly unusable: readonly {
    readonly target: MountTarget
    readonly error: MountTargetFailedError | UnusableLifeCycleError
  }[]
}

/** Resolves when none of these mount targets is about to change. One request probes them all. */
export function waitForMountTargets(
  call: EfsWaitCall,
  fileSystemId: FileSystemId,
  mountTargetIds: readonly MountTargetId[],
): AwsResult<SettledMountTargets> {
  return pollUntil(call, {
    resource: `the mount targets of ${fileSystemId}`,
    firstProbe: 'later',
    read: () => describeMountTargets(call, fileSystemId),
    evaluate: (found): Probe<SettledMountTargets, never> => {
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
    onPending: call.onPending,
  })
}

/** Resolves when all of these mount targets are gone; at once when none is given. */
export function waitForMountTargetsGone(
  call: EfsWaitCall,
  fileSystemId: FileSystemId,
  mountTargetIds: readonly MountTargetId[],
): AwsResult<undefined> {
  if (mountTargetIds.length === 0) return okAsync(undefined)
  return waitUntilGone(call, `the mount targets of ${fileSystemId}`, () =>
    describeMountTargets(call, fileSystemId).map((found) =>
      found.filter(({ mountTargetId }) => mountTargetIds.includes(mountTargetId)),
    ),
  )
}

/** Resolves when all of these access points are gone; at once when none is given. */
export function waitForAccessPointsGone(
  call: EfsWaitCall,
  fileSystemId: FileSystemId,
  accessPointIds: readonly AccessPointId[],
): AwsResult<undefined> {
  if (accessPointIds.length === 0) return okAsync(undefined)
  return waitUntilGone(call, `the access points of ${fileSystemId}`, () =>
    describeAccessPoints(call, { fileSystemId }).map((found) =>
      found.filter(({ accessPointId }) => accessPointIds.includes(accessPointId)),
    ),
  )
}

/** Resolves when the file system is gone. */
export function waitForFileSystemGone(call: EfsWaitCall, fileSystemId: FileSystemId): AwsResult<undefined> {
  return waitUntilGone(call, `file system ${fileSystemId}`, () => describeFileSystems(call, { fileSystemId }))
}

interface WithLifeCycle {
  readonly lifeCycleState: string
}

function evaluateOne<T extends WithLifeCycle>(
  resource: string,
  found: T | undefined,
): Probe<T, UnusableLifeCycleError> {
  // A resource that was created a moment ago may not be listed yet.
  if (found === undefined) return { kind: 'pending', status: 'not listed' }
  const { lifeCycleState } = found
  const stage = stageOf(lifeCycleState)
  if (stage === 'ready') return { kind: 'done', value: found }
  if (stage === 'settling') return { kind: 'pending', status: lifeCycleState }
  return { kind: 'failed', error: new UnusableLifeCycleError({ resource, lifeCycleState }) }
}

function unusableError(target: MountTarget): MountTargetFailedError | UnusableLifeCycleError | undefined {
  const { mountTargetId, lifeCycleState } = target
  const stage = stageOf(lifeCycleState)
  if (stage === 'failed') return new MountTargetFailedError(target)
  if (stage !== 'leaving') return undefined
  return new UnusableLifeCycleError({ resource: `mount target ${mountTargetId}`, lifeCycleState })
}

/** EFS answers NotFound for the id of a deleted resource; here that counts as gone. */
function waitUntilGone(
  call: EfsWaitCall,
  resource: string,
  read: () => AwsResult<readonly WithLifeCycle[]>,
): AwsResult<undefined> {
  return pollUntil(call, {
    resource,
    firstProbe: 'later',
    read: () => orNone(read()),
    evaluate: (found): Probe<undefined, never> => {
      const left = found.filter(({ lifeCycleState }) => lifeCycleState !== 'deleted')
      return left.length === 0 ? { kind: 'done', value: undefined } : { kind: 'pending', status: `${left.length} left` }
    },
    onPending: call.onPending,
  })
}

function orNone(read: AwsResult<readonly WithLifeCycle[]>): AwsResult<readonly WithLifeCycle[]> {
  return read.orElse((error) => (error.name === 'ResourceNotFoundError' ? ok([]) : err(error)))
}
