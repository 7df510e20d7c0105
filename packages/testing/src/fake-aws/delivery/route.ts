import { createRandom } from '../../clock/random.js'
import type { ApiCallEvent } from '../../events/api-call-event.js'

/** A share of the events from 0 to 1, drawn with the seed, or the events for which the function returns true. */
export type Chance = number | ((event: ApiCallEvent) => boolean)

/** Delay, order and repetition of the deliveries. */
export interface RouteOptions {
  /** Time from the call to the delivery, in milliseconds. Default 1,000. */
  readonly delay?: number
  /** Events that are delayed by up to 5 minutes, so that later ones overtake them. Default 0. */
  readonly reorder?: Chance
  /** Events that are delivered a second time within 5 minutes. Default 0. */
  readonly duplicates?: Chance
  /** Events that are lost. Default 0. */
  readonly drop?: Chance
}

const MAX_HOLD_MS = 300_000
const DEFAULT_DELAY_MS = 1_000
// EventBridge does not deliver larger ones.
const MAX_EVENT_BYTES = 256 * 1024

/** Returns the delays in milliseconds after which an event is delivered: none, one, or two. */
export function createRoute(options: RouteOptions, seed: number): (event: ApiCallEvent) => readonly number[] {
  const random = createRandom(seed)
  const { delay = DEFAULT_DELAY_MS, reorder = 0, duplicates = 0, drop = 0 } = options

  // Draws equally often for every event, so that one option does not change which events another one selects.
  return (event) => {
    const [isLost, isHeld, isDoubled] = [drop, reorder, duplicates].map((chance) => {
      const drawn = random()
      return typeof chance === 'function' ? chance(event) : drawn < chance
    })
    const [hold = 0, gap = 0] = [random(), random()].map((share) => Math.ceil(share * MAX_HOLD_MS))
    if (isLost || Buffer.byteLength(JSON.stringify(event)) > MAX_EVENT_BYTES) return []
    const first = isHeld ? delay + hold : delay
    return isDoubled ? [first, first + gap] : [first]
  }
}
