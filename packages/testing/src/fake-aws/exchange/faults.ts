import { createRandom, type Random } from '../../clock/random.js'
import { runCallback } from '../wire/errors.js'
import type { Input } from '../wire/wire.js'
import { type CalledOperation, type FakeApi, operationsOf } from '../world/fake-api.js'
import { endsCall, type Fault, type Injection, outcomeOf } from './fault.js'

/** Handle of a fault. */
export interface InjectedFault {
  /** Number of calls struck so far. */
  hits(): number
  /** Disarms the fault: it strikes no more. */
  remove(): void
}

export interface Faults {
  inject(injection: Injection): InjectedFault
  /**
   * Returns the faults that strike this call, in the order of their injection: at most one that ends the call, and at
   * most one that says how the change ends. The others wait for the next call.
   */
  strike(called: CalledOperation, input: Input): readonly Fault[]
}

const NONE: readonly Fault[] = []

export function createFaults(apis: readonly FakeApi[], seed: number): Faults {
  const random = createRandom(seed)
  const armedFaults = new Set<ArmedFault>()

  return {
    inject(injection) {
      checkInjection(apis, injection)
      const armedFault = armFault(injection, random)
      armedFaults.add(armedFault)
      return { hits: armedFault.hits, remove: () => armedFaults.delete(armedFault) }
    },
    strike(called, input) {
      if (armedFaults.size === 0) return NONE
      const struck = firstOfEach([...armedFaults].filter((armedFault) => armedFault.matches(called, input)))
      for (const armedFault of struck) armedFault.hit()
      return struck.map(({ fault }) => fault)
    },
  }
}

function checkInjection(apis: readonly FakeApi[], injection: Injection): void {
  checkWhen(injection)
  const operations = operationsOf(apis, injection)
  const { fault, service, operation = service } = injection
  if (fault.kind !== 'ends-in') return
  const possible = new Set(operations.flatMap(({ endsIn }) => (endsIn === undefined ? [] : [endsIn])))
  if (possible.has(fault.status)) return
  const ends = possible.size === 0 ? 'starts nothing that could fail later' : `can end in ${[...possible].join(', ')}`
  throw new Error(`A call of ${operation} cannot end in '${fault.status}': it ${ends}.`)
}

/** Refuses a number that is no count of calls: 0.5 would strike one call, not every second one. */
function checkWhen({ when, times }: Injection): void {
  if (typeof when === 'number' && !isCount(when)) {
    throw new Error(
      `'when' is ${when}; allowed: a whole number from 1, the nth call from now. A share of the calls is { probability: 0.5 }.`,
    )
  }
  if (typeof when === 'object' && !(when.probability >= 0 && when.probability <= 1)) {
    throw new Error(`'when.probability' is ${when.probability}; allowed: a number from 0 to 1.`)
  }
  if (times !== undefined && !isCount(times)) {
    throw new Error(`'times' is ${times}; allowed: a whole number from 1.`)
  }
}

/** Infinity stands for a call that never comes, and for no limit. */
function isCount(value: number): boolean {
  return value === Number.POSITIVE_INFINITY || (Number.isSafeInteger(value) && value >= 1)
}

/** One injection, waiting for its calls. */
interface ArmedFault {
  readonly fault: Fault
  hits(): number
  /** True if the fault is due at this call. Counts the call, so ask once per call. */
  matches(called: CalledOperation, input: Input): boolean
  hit(): void
}

function armFault({ service, operation, when, times, fault }: Injection, random: Random): ArmedFault {
  const limit = times ?? (when === 'next' || typeof when === 'number' ? 1 : Number.POSITIVE_INFINITY)
  let seen = 0
  let hits = 0

  function isDue(input: Input): boolean {
    seen += 1
    if (typeof when === 'function') return runCallback(() => when(input))
    if (typeof when === 'object') return random() < when.probability
    return seen >= (when === 'next' ? 1 : when)
  }

  return {
    fault,
    hits: () => hits,
    matches(called, input) {
      if (called.service !== service || (operation !== undefined && called.name !== operation)) return false
      if (fault.kind === 'ends-in' && called.operation.endsIn !== fault.status) return false
      return hits < limit && isDue(input)
    },
    hit() {
      hits += 1
    },
  }
}

function firstOfEach(due: readonly ArmedFault[]): readonly ArmedFault[] {
  const ending = due.find(({ fault }) => endsCall(fault))
  const isApplied = ending === undefined || outcomeOf(ending.fault) === 'applied'
  const status = isApplied ? due.find(({ fault }) => fault.kind === 'ends-in') : undefined
  return due.filter((armedFault) => {
    if (endsCall(armedFault.fault)) return armedFault === ending
    return armedFault.fault.kind !== 'ends-in' || armedFault === status
  })
}
