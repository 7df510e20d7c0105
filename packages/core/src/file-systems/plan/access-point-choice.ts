import { err, ok, type Result } from 'neverthrow'
import { isUsable, stageOf, UnusableLifeCycleError } from '../../aws/efs/efs-state.js'
import type { AccessPoint, AccessPointId } from '../../model/efs.js'
import type { FileSystemId } from '../../model/ids.js'
import { isOwn, rootAccessPointTokenFor } from '../../network/plan/ownership.js'
import { StudioEfsError } from '../../studio-efs-error.js'

/** Root on the whole file system, for the host that provisions directories: nothing less can change owners. */
export const ROOT_ACCESS_POINT = { posixUser: { uid: 0, gid: 0 }, path: '/' } as const

/** An access point that does not act as root on `/` has the client token of a new one. It is not touched. */
export class AccessPointTokenTakenError extends StudioEfsError {
  readonly name = 'AccessPointTokenTakenError'
  readonly accessPointId: AccessPointId
  readonly clientToken: string

  constructor({ accessPointId, clientToken }: Pick<AccessPointTokenTakenError, 'accessPointId' | 'clientToken'>) {
    super({
      message: `${accessPointId} has the client token ${clientToken} and does not act as root on /.`,
      retryable: false,
      hint: 'Delete it, if nothing uses it, and run again: an access point cannot be changed.',
    })
    this.accessPointId = accessPointId
    this.clientToken = clientToken
  }
}

export type AccessPointChoice =
  | { readonly kind: 'use'; readonly accessPoint: AccessPoint }
  /** `after`: the one with the same token that is being deleted; EFS refuses the token until it is gone. */
  | { readonly kind: 'create'; readonly after: AccessPoint | undefined }

/** Picks the file system's root access point: one of this package, by client token or tag, else a new one. */
export function chooseAccessPoint(
  found: readonly AccessPoint[],
  fileSystemId: FileSystemId,
): Result<AccessPointChoice, AccessPointTokenTakenError | UnusableLifeCycleError> {
  const usable = found.find((one) => isRootAccessPoint(one, fileSystemId) && isUsable(one.lifeCycleState))
  if (usable !== undefined) return ok({ kind: 'use', accessPoint: usable })
  const clientToken = rootAccessPointTokenFor(fileSystemId)
  const withToken = found.find((candidate) => candidate.clientToken === clientToken)
  if (withToken === undefined) return ok({ kind: 'create', after: undefined })
  const { accessPointId, lifeCycleState } = withToken
  const stage = stageOf(lifeCycleState)
  if (stage === 'leaving') return ok({ kind: 'create', after: withToken })
  if (stage === 'failed')
    return err(new UnusableLifeCycleError({ resource: `access point ${accessPointId}`, lifeCycleState }))
  return err(new AccessPointTokenTakenError({ accessPointId, clientToken }))
}

/** True for an access point of this package that acts as root on `/`: the rest of a long list need not be read. */
export function isRootAccessPoint(accessPoint: AccessPoint, fileSystemId: FileSystemId): boolean {
  const { posixUser, path } = accessPoint
  const actsAsRoot = posixUser?.uid === 0 && posixUser.gid === 0 && path === ROOT_ACCESS_POINT.path
  return actsAsRoot && isOwnAccessPoint(accessPoint, fileSystemId)
}

export function isOwnAccessPoint({ clientToken, tags }: AccessPoint, fileSystemId: FileSystemId): boolean {
  return clientToken === rootAccessPointTokenFor(fileSystemId) || isOwn(tags)
}
