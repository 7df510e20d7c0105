import type { Random } from '../clock/seeded-random.js'
import { runCallback } from './broken-callback.js'
import type { CalledOperation } from './fake-api.js'
import type { Fault, Injection } from './faults.js'
import type { Input } from './wire.js'

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
