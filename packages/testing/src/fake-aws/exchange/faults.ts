import type { Random } from '../../clock/random.js'
import { createRandom } from '../../clock/random.js'
import type { ServiceName, Target } from '../settings/options.js'
import type { FakeAwsState } from '../state/state.js'
import { runCallback } from '../wire/errors.js'
import type { Input } from '../wire/wire.js'
import type { CalledOperation, FailedStatus, FakeApi } from '../world/fake-api.js'
import { operationsOf } from '../world/fake-api.js'

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
      readonly status: FailedStatus
      readonly reason?: string
    }
  /** Somebody else changes the state just before the operation is applied. */
  | { readonly kind: 'third-party'; readonly change: (state: FakeAwsState, input: Input) => void }

export interface Injection extends Target {
  readonly service: ServiceName
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
  /**
   * The faults that strike this call, in the order of their injection. Of those that end a call one strikes, and of
   * those that say how a change ends: the others wait for the next call.
   */
  strike(called: CalledOperation, input: Input): readonly Fault[]
}

const NONE: readonly Fault[] = []

export function createFaults(apis: readonly FakeApi[], seed: number): Faults {
  const random = createRandom(seed)
  const traps = new Set<Trap>()

  return {
    inject(injection) {
      checkInjection(apis, injection)
      const trap = createTrap(injection, random)
      traps.add(trap)
      return { hits: trap.hits, remove: () => traps.delete(trap) }
    },
    strike(called, input) {
      if (traps.size === 0) return NONE
      const struck = firstOfEach([...traps].filter((trap) => trap.isFor(called, input)))
      for (const trap of struck) trap.hit()
      return struck.map(({ fault }) => fault)
    },
  }
}

function checkInjection(apis: readonly FakeApi[], injection: Injection): void {
  const operations = operationsOf(apis, injection)
  const { fault, service, operation = service } = injection
  if (fault.kind !== 'ends-in') return
  const possible = new Set(operations.flatMap(({ endsIn }) => (endsIn === undefined ? [] : [endsIn])))
  if (possible.has(fault.status)) return
  const ends = possible.size === 0 ? 'starts nothing that could fail later' : `can end in ${[...possible].join(', ')}`
  throw new Error(`A call of ${operation} cannot end in '${fault.status}': it ${ends}.`)
}

function firstOfEach(traps: readonly Trap[]): readonly Trap[] {
  const ending = traps.find(({ fault }) => endsCall(fault))
  const isApplied = ending === undefined || outcomeOf(ending.fault) === 'applied'
  const status = isApplied ? traps.find(({ fault }) => fault.kind === 'ends-in') : undefined
  return traps.filter((trap) => {
    if (endsCall(trap.fault)) return trap === ending
    return trap.fault.kind !== 'ends-in' || trap === status
  })
}

export type EndingFault = Extract<
  Fault,
  { readonly kind: 'throttle' | 'error' | 'server-error' | 'connection-reset' | 'no-reply' }
>

export function endsCall(fault: Fault): fault is EndingFault {
  return fault.kind !== 'latency' && fault.kind !== 'third-party' && fault.kind !== 'ends-in'
}

/** Whether the operation is applied before the fault ends the call. */
export function outcomeOf(fault: Fault): ChangeOutcome {
  return 'change' in fault && typeof fault.change === 'string' ? fault.change : 'not-applied'
}

/** One injection that waits for its calls. */
export interface Trap {
  readonly fault: Fault
  hits(): number
  /** Whether the call is one of those that it is for. Counts the call, so it is asked once per call. */
  isFor(called: CalledOperation, input: Input): boolean
  hit(): void
}

export function createTrap({ service, operation, when, times, fault }: Injection, random: Random): Trap {
  const limit = times ?? (when === 'next' || typeof when === 'number' ? 1 : Number.POSITIVE_INFINITY)
  let seen = 0
  let hits = 0

  function isItsTurn(input: Input): boolean {
    seen += 1
    if (typeof when === 'function') return runCallback(() => when(input))
    if (typeof when === 'object') return random() < when.probability
    return seen >= (when === 'next' ? 1 : when)
  }

  return {
    fault,
    hits: () => hits,
    isFor(called, input) {
      if (called.service !== service || (operation !== undefined && called.name !== operation)) return false
      if (fault.kind === 'ends-in' && called.operation.endsIn !== fault.status) return false
      return hits < limit && isItsTurn(input)
    },
    hit() {
      hits += 1
    },
  }
}
