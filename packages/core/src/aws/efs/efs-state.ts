import { StudioEfsError } from '../../errors.js'
import type { LifeCycleState } from '../../model/efs.js'

/**
 * What a life-cycle state of EFS means: usable, wait, on its way out, or broken for good.
 *
 * @see https://docs.aws.amazon.com/efs/latest/ug/API_MountTargetDescription.html
 */
export type LifeCycleStage = 'ready' | 'settling' | 'leaving' | 'failed'

const stageOfState: Readonly<Record<string, LifeCycleStage>> = {
  available: 'ready',
  creating: 'settling',
  updating: 'settling',
  deleting: 'leaving',
  deleted: 'leaving',
  error: 'failed',
}

/** A state that is newer than this package is waited out: it may pass, and the deadline bounds the wait. */
export function stageOf(state: LifeCycleState): LifeCycleStage {
  return Object.hasOwn(stageOfState, state) ? (stageOfState[state] ?? 'settling') : 'settling'
}

/** Whether it can be used, now or once it has settled. */
export function isUsable(state: LifeCycleState): boolean {
  return ['ready', 'settling'].includes(stageOf(state))
}

/** A file system or access point is in a state that no waiting mends. */
export class UnusableLifeCycleError extends StudioEfsError {
  readonly name = 'UnusableLifeCycleError'
  constructor(
    readonly resource: string,
    readonly lifeCycleState: LifeCycleState,
  ) {
    super(`${resource} is in the state "${lifeCycleState}" and cannot be used.`, {
      retryable: false,
      hint:
        lifeCycleState === 'error'
          ? 'EFS could not make it and gives no reason: delete it and run again.'
          : 'It is being deleted: name another one, or run again once it is gone.',
    })
  }
}
