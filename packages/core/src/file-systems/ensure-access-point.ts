import { err, ok, type Result } from 'neverthrow'
import type { AwsError } from '../aws/call/aws-error.js'
import { creating } from '../aws/call/creation.js'
import { createAccessPoint } from '../aws/efs/access-points.js'
import { stageOf, type UnusableLifeCycleError } from '../aws/efs/efs-state.js'
import { waitForAccessPoint, waitForAccessPointsGone } from '../aws/efs/waiters.js'
import type { OutOfPatienceError, Patience } from '../call.js'
import type { AccessPointCreation } from '../model/change.js'
import type { AccessPoint, AccessPointId } from '../model/efs.js'
import type { FileSystemId } from '../model/ids.js'
import type { Tags } from '../model/tags.js'
import { ROOT_ACCESS_POINT_NAME, rootAccessPointTags, rootAccessPointTokenFor } from '../network/plan/ownership.js'
import type { FileSystemStepContext } from './ensure-file-system.js'
import {
  type AccessPointChoice,
  AccessPointTokenTakenError,
  isRootAccessPoint,
  ROOT_ACCESS_POINT,
} from './plan/access-point-choice.js'

export type AccessPointStepError = AwsError | OutOfPatienceError | AccessPointTokenTakenError | UnusableLifeCycleError

export interface AccessPointReport {
  readonly accessPoint: AccessPoint
  readonly changes: readonly AccessPointCreation[]
}

/** The file system's root access point exists and is available. */
export async function ensureAccessPoint(
  context: FileSystemStepContext,
  fileSystemId: FileSystemId,
  choice: AccessPointChoice,
  tags: Tags,
  patience: Patience,
): Promise<Result<AccessPointReport, AccessPointStepError>> {
  if (choice.kind === 'create') return makeAccessPoint(context, fileSystemId, choice.after, tags, patience)
  const { accessPoint } = choice
  if (stageOf(accessPoint.lifeCycleState) === 'ready') return ok({ accessPoint, changes: [] })
  const ready = await waitForAccessPoint(context, accessPoint.accessPointId, 'later', patience)
  return ready.map((settled) => ({ accessPoint: settled, changes: [] }))
}

async function makeAccessPoint(
  context: FileSystemStepContext,
  fileSystemId: FileSystemId,
  after: AccessPoint | undefined,
  tags: Tags,
  patience: Patience,
): Promise<Result<AccessPointReport, AccessPointStepError>> {
  const { clock, efs, onProgress } = context
  const change = { kind: 'access-point', action: 'create', name: ROOT_ACCESS_POINT_NAME, ...ROOT_ACCESS_POINT } as const
  const clientToken = rootAccessPointTokenFor(fileSystemId)
  const wanted = { fileSystemId, clientToken, ...ROOT_ACCESS_POINT, tags: rootAccessPointTags(tags) }
  let leaving: AccessPointId | undefined = after?.accessPointId
  for (;;) {
    if (leaving !== undefined) {
      const gone = await waitForAccessPointsGone(context, fileSystemId, [leaving], patience)
      if (gone.isErr()) return err(gone.error)
    }
    const created = await creating(clock, patience, `making the access point of ${fileSystemId}`, () =>
      createAccessPoint(efs, wanted, patience),
    )
    if (created.isErr()) return err(created.error)
    const { id, made, outcome } = created.value
    if (id === undefined) throw new Error('AccessPointAlreadyExists came without the access point id')
    if (made) onProgress({ step: 'changed', change })
    const ready = await waitForAccessPoint(context, id, outcome === 'created' ? 'later' : 'at-once', patience)
    if (ready.isErr() && isLeaving(ready.error) && outcome === 'exists') {
      leaving = id
      continue
    }
    if (ready.isErr()) return err(ready.error)
    if (!isRootAccessPoint(ready.value, fileSystemId)) return err(new AccessPointTokenTakenError(id, clientToken))
    return ok({ accessPoint: ready.value, changes: made ? [change] : [] })
  }
}

function isLeaving(error: AccessPointStepError): boolean {
  return error.name === 'UnusableLifeCycleError' && stageOf(error.lifeCycleState) === 'leaving'
}
