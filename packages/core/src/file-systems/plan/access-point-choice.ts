import { err, ok, type Result } from 'neverthrow'
import { isUsable, stageOf, UnusableLifeCycleError } from '../../aws/efs/efs-state.js'
import { StudioEfsError } from '../../errors.js'
import type { AccessPoint } from '../../model/efs.js'
import type { FileSystemId } from '../../model/ids.js'
import { isOwn, rootAccessPointTokenFor } from '../../network/plan/ownership.js'

/** Through it the provisioning host acts as root on the whole file system; anything less cannot change owners. */
export const ROOT_ACCESS_POINT = { posixUser: { uid: 0, gid: 0 }, path: '/' } as const

/** Somebody else made an access point with the client token that we would use, and it is not root's. */
export class AccessPointTokenTakenError extends StudioEfsError {
  readonly name = 'AccessPointTokenTakenError'
  constructor(
    readonly accessPointId: string,
    readonly clientToken: string,
  ) {
    super(`${accessPointId} has the client token ${clientToken} and does not act as root on /.`, {
      retryable: false,
      hint: 'Delete it, if nothing uses it, and run again: an access point cannot be changed.',
    })
  }
}

export type AccessPointChoice =
  | { readonly kind: 'use'; readonly accessPoint: AccessPoint }
  /** `after`: the one with our token that is being deleted. */
  | { readonly kind: 'create'; readonly after: AccessPoint | undefined }

/** The file system's root access point: one of ours, by client token or tag, else none yet. */
export function chooseAccessPoint(
  found: readonly AccessPoint[],
  fileSystemId: FileSystemId,
): Result<AccessPointChoice, AccessPointTokenTakenError | UnusableLifeCycleError> {
  const ours = found.filter((candidate) => isRootAccessPoint(candidate, fileSystemId))
  const usable = ours.find(({ lifeCycleState }) => isUsable(lifeCycleState))
  if (usable !== undefined) return ok({ kind: 'use', accessPoint: usable })
  const clientToken = rootAccessPointTokenFor(fileSystemId)
  const holder = found.find((candidate) => candidate.clientToken === clientToken)
  if (holder === undefined) return ok({ kind: 'create', after: undefined })
  const stage = stageOf(holder.lifeCycleState)
  if (stage === 'leaving') return ok({ kind: 'create', after: holder })
  if (stage === 'failed')
    return err(new UnusableLifeCycleError(`access point ${holder.accessPointId}`, holder.lifeCycleState))
  return err(new AccessPointTokenTakenError(holder.accessPointId, clientToken))
}

/** Whether it is ours and acts as root on `/`, so that the rest of a long list need not be read. */
export function isRootAccessPoint(accessPoint: AccessPoint, fileSystemId: FileSystemId): boolean {
  const { posixUser, path } = accessPoint
  const actsAsRoot = posixUser?.uid === 0 && posixUser.gid === 0 && path === ROOT_ACCESS_POINT.path
  return actsAsRoot && isOwnAccessPoint(accessPoint, fileSystemId)
}

export function isOwnAccessPoint({ clientToken, tags }: AccessPoint, fileSystemId: FileSystemId): boolean {
  return clientToken === rootAccessPointTokenFor(fileSystemId) || isOwn(tags)
}
