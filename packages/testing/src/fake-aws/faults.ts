import { createRandom } from '../clock/seeded-random.js'
import type { FakeAwsState } from './state.js'
import type { Input } from './wire.js'

/** `not-applied`: the operation did not happen. `applied`: it happened, and only its reply is lost. */
export type ChangeOutcome = 'not-applied' | 'applied'

export type Fault =
  /** ThrottlingException `Rate exceeded`. */
  | { readonly kind: 'throttle' }
  /** Any error. `status` is the HTTP status, default the service model's, else 400. `change`: default `not-applied`. */
  | {
      readonly kind: 'error'
      readonly code: string
      readonly message?: string
      readonly status?: number
      readonly change?: ChangeOutcome
    }
  /** InternalFailure 500, or ServiceUnavailable 503. Default 500, `not-applied`. */
  | { readonly kind: 'server-error'; readonly status?: 500 | 503; readonly change?: ChangeOutcome }
  /** The connection breaks (ECONNRESET) before or after the change was applied. Default `not-applied`. */
  | { readonly kind: 'connection-reset'; readonly change?: ChangeOutcome }
  /** The request takes this many milliseconds of the fake's clock to arrive. */
  | { readonly kind: 'latency'; readonly ms: number }
  /** No reply, until the caller gives up. Default `not-applied`. */
  | { readonly kind: 'no-reply'; readonly change?: ChangeOutcome }
  /** The operation is accepted, and what it starts ends in this status. */
  | {
      readonly kind: 'ends-in'
      /** `error` for what EFS has, the others for what SageMaker has. */
      readonly status: 'Failed' | 'Update_Failed' | 'Delete_Failed' | 'error'
      readonly reason?: string
    }
  /** Somebody else changes the state just before the operation is applied. */
  | { readonly kind: 'third-party'; readonly change: (state: FakeAwsState, input: Input) => void }

export interface Injection {
  /** Such as `sagemaker`. */
  readonly service: string
  /** Default: every operation of the service. */
  readonly operation?: string
  /**
   * Which of the matching calls from now on: the next one, the nth (from 1), those with such an input, or each with a
   * probability under the fake's seed.
   */
  readonly when: 'next' | number | { readonly probability: number } | ((input: Input) => boolean)
  /** How many calls it strikes. Default 1 for `next` and the nth (which then go on in a row), else no limit. */
  readonly times?: number
  readonly fault: Fault
}

export interface InjectedFault {
  /** How many calls it has struck so far. */
  hits(): number
  /** Strikes no more. */
  remove(): void
}

export interface Faults {
  inject(injection: Injection): InjectedFault
  /** The faults that strike this call, in the order of their injection. */
  strike(service: string, operation: string, input: Input): readonly Fault[]
}

const NONE: readonly Fault[] = []

export function createFaults(seed: number): Faults {
  const random = createRandom(seed)
  const traps = new Set<Trap>()

  return {
    inject(injection) {
      const trap = createTrap(injection, random)
      traps.add(trap)
      return { hits: trap.hits, remove: () => traps.delete(trap) }
    },
    strike(service, operation, input) {
      if (traps.size === 0) return NONE
      const struck = [...traps].filter((trap) => trap.strikes(service, operation, input))
      return struck.map((trap) => trap.fault)
    },
  }
}

interface Trap {
  readonly fault: Fault
  hits(): number
  strikes(service: string, operation: string, input: Input): boolean
}

function createTrap({ service, operation, when, times, fault }: Injection, random: () => number): Trap {
  const limit = times ?? (when === 'next' || typeof when === 'number' ? 1 : Number.POSITIVE_INFINITY)
  let seen = 0
  let hits = 0

  function isItsTurn(input: Input): boolean {
    seen += 1
    if (typeof when === 'function') return when(input)
    if (typeof when === 'object') return random() < when.probability
    return seen >= (when === 'next' ? 1 : when)
  }

  function strikes(calledService: string, calledOperation: string, input: Input): boolean {
    if (calledService !== service || (operation !== undefined && calledOperation !== operation)) return false
    if (hits >= limit || !isItsTurn(input)) return false
    hits += 1
    return true
  }

  return { fault, hits: () => hits, strikes }
}
