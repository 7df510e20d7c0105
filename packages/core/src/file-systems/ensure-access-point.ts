import { err, ok, okAsync, type ResultAsync, safeTry } from 'neverthrow'
import type { AwsError } from '../aws/call/aws-error.js'
import { createAccessPoint } from '../aws/efs/access-points.js'
import { createAfterDeletion } from '../aws/efs/create-after-deletion.js'
import { stageOf, type UnusableLifeCycleError } from '../aws/efs/efs-state.js'
import { waitForAccessPoint, waitForAccessPointsGone } from '../aws/efs/waiters.js'
import type { CallEndedError } from '../call.js'
import type { AccessPointCreation } from '../model/changes/infrastructure-change.js'
import type { AccessPoint } from '../model/efs.js'
import type { FileSystemId } from '../model/ids.js'
import type { Tags } from '../model/tags.js'
import { ROOT_ACCESS_POINT_NAME, rootAccessPointTags, rootAccessPointTokenFor } from '../network/plan/ownership.js'
import type { EnsureFileSystemCall } from './ensure-file-system.js'
import {
  type AccessPointChoice,
  AccessPointTokenTakenError,
  isRootAccessPoint,
  ROOT_ACCESS_POINT,
} from './plan/access-point-choice.js'

export interface AccessPointSpec {
  readonly fileSystemId: FileSystemId
  readonly choice: AccessPointChoice
  readonly tags: Tags
}

export type AccessPointStepError = AwsError | CallEndedError | AccessPointTokenTakenError | UnusableLifeCycleError

export interface AccessPointReport {
  readonly accessPoint: AccessPoint
  readonly changes: readonly AccessPointCreation[]
}

/** The file system's root access point exists and is available. */
export function ensureAccessPoint(
  call: EnsureFileSystemCall,
  spec: AccessPointSpec,
): ResultAsync<AccessPointReport, AccessPointStepError> {
  const { choice } = spec
  if (choice.kind === 'create') return createNew(call, spec, choice.after)
  const { accessPoint } = choice
  if (stageOf(accessPoint.lifeCycleState) === 'ready') return okAsync({ accessPoint, changes: [] })
  return waitForAccessPoint(call, accessPoint.accessPointId, 'later').map((ready) => ({
    accessPoint: ready,
    changes: [],
  }))
}

function createNew(
  call: EnsureFileSystemCall,
  { fileSystemId, tags }: AccessPointSpec,
  after: AccessPoint | undefined,
): ResultAsync<AccessPointReport, AccessPointStepError> {
  return safeTry(async function* () {
    const change = {
      kind: 'access-point',
      action: 'create',
      name: ROOT_ACCESS_POINT_NAME,
      ...ROOT_ACCESS_POINT,
    } as const
    const clientToken = rootAccessPointTokenFor(fileSystemId)
    const wanted = { fileSystemId, clientToken, ...ROOT_ACCESS_POINT, tags: rootAccessPointTags(tags) }
    const { id, made, resource } = yield* createAfterDeletion(call, {
      leaving: after?.accessPointId,
      create: () => createAccessPoint(call, wanted),
      onCreated: (created) => {
        if (created.made) call.onChange(change)
      },
      waitUntilReady: waitForAccessPoint,
      waitUntilGone: (waiting, leaving) => waitForAccessPointsGone(waiting, fileSystemId, [leaving]),
    })
    if (isRootAccessPoint(resource, fileSystemId)) return ok({ accessPoint: resource, changes: made ? [change] : [] })
    return err(new AccessPointTokenTakenError({ accessPointId: id, clientToken }))
  })
}
