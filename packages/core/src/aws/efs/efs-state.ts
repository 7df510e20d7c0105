import type { LifeCycleState, MountTarget, MountTargetId } from '../../model/efs.js'
import { StudioEfsError } from '../../studio-efs-error.js'

/**
 * Meaning of a life-cycle state of EFS: usable, wait, being deleted, or broken for good.
 *
 * @see https://docs.aws.amazon.com/efs/latest/ug/API_MountTargetDescription.html
 */
export type EfsStage = 'ready' | 'settling' | 'leaving' | 'failed'

const stageOfState: Readonly<Record<string, EfsStage>> = {
  available: 'ready',
  creating: 'settling',
  updating: 'settling',
  deleting: 'leaving',
  deleted: 'leaving',
  error: 'failed',
}

/** A state that is newer than this package is waited out: it may pass, and the deadline bounds the wait. */
export function stageOf(state: LifeCycleState): EfsStage {
  return Object.hasOwn(stageOfState, state) ? (stageOfState[state] ?? 'settling') : 'settling'
}

/** True for a resource that can be used, now or once it has settled. */
export function isUsable(state: LifeCycleState): boolean {
  return ['ready', 'settling'].includes(stageOf(state))
}

/** A file system, access point or mount target is in a state that does not pass by waiting. */
export class UnusableLifeCycleError extends StudioEfsError {
  readonly name = 'UnusableLifeCycleError'
  readonly resource: string
  readonly lifeCycleState: LifeCycleState

  constructor({ resource, lifeCycleState }: Pick<UnusableLifeCycleError, 'resource' | 'lifeCycleState'>) {
    super({
      message: `${resource} is in the state "${lifeCycleState}" and cannot be used.`,
      retryable: false,
      hint:
        lifeCycleState === 'error'
          ? 'EFS could not make it and gives no reason: delete it and run again.'
          : 'It is being deleted: name another one, or run again once it is gone.',
    })
    this.resource = resource
    this.lifeCycleState = lifeCycleState
  }
}

/** EFS could not create a mount target, or it broke afterwards. EFS itself names no reason. */
export class MountTargetFailedError extends StudioEfsError {
  readonly name = 'MountTargetFailedError'
  readonly mountTargetId: MountTargetId
  readonly subnetId: string
  readonly zoneId: string

  constructor({ mountTargetId, subnetId, zoneId, zoneName, networkInterfaceId }: MountTarget) {
    const state = `Mount target ${mountTargetId} in ${subnetId} (${zoneName}, ${zoneId}) ended in the state "error".`
    const networkInterface =
      networkInterfaceId === undefined
        ? 'it got no network interface'
        : `its network interface is ${networkInterfaceId}`
    super({
      message: `${state} EFS names no reason; ${networkInterface}.`,
      retryable: false,
      hint: 'Look for a lack of addresses in the subnet, the quota of network interfaces, or a policy against creating them; then delete this mount target and run again.',
    })
    this.mountTargetId = mountTargetId
    this.subnetId = subnetId
    this.zoneId = zoneId
  }
}
