import type { Clock } from '../../time/clock.js'
import { FRESH_MS } from '../../time/freshness.js'
import { afterAccepted, afterSent, afterThrottled, nextCallAt } from './adaptive-rate.js'
import { createAlarm } from './alarm.js'
import { type CallCount, countOf, type Lane, lanesToServe, newLane, waitForTurn } from './call-lane.js'

/** Sends requests as fast as AWS takes them, and at most so many at once. */
export interface CallGate {
  /**
   * Runs `send` when it is the operation's turn. Rejects with the signal's reason when it is aborted before that. A
   * throttled request rejects with its exception, and slows down those behind it.
   */
  run<T>(operation: string, signal: AbortSignal, send: () => Promise<T>): Promise<T>
  counts(): Readonly<Record<string, CallCount>>
}

export interface CallGateOptions {
  readonly clock: Clock
  /** Requests under way at once, of all operations together. */
  readonly concurrency: number
  /** Operation that goes before all others. A request of it that waited for more than {@link FRESH_MS} is not sent. */
  readonly first: string
  readonly isThrottled: (thrown: unknown) => boolean
}

/** The request waited so long for its turn that its content may be out of date. It was not sent. */
class HeldBackError extends Error {
  override readonly name = 'HeldBack'
  constructor() {
    super(`kept back for more than ${FRESH_MS / 1000} s by the pace at which AWS takes these calls`)
  }
}

export function createCallGate({ clock, concurrency, first, isThrottled }: CallGateOptions): CallGate {
  const lanes = new Map<string, Lane>([[first, newLane(clock.now())]])
  const alarm = createAlarm(clock, dispatch)
  let underWay = 0

  function laneOf(operation: string): Lane {
    const lane = lanes.get(operation) ?? newLane(clock.now())
    lanes.set(operation, lane)
    return lane
  }

  function dispatch(): void {
    // At the limit of requests under way, the end of one of them dispatches again.
    while (underWay < concurrency) {
      const now = clock.now()
      const lanesInOrder = lanesToServe(lanes, first)
      const lane = lanesInOrder.find((each) => nextCallAt(each.rate, each.underWay) <= now)
      if (lane === undefined) {
        alarm.setTo(Math.min(...lanesInOrder.map((each) => nextCallAt(each.rate, each.underWay))))
        break
      }
      serveNext(lane, now)
    }
  }

  function serveNext(lane: Lane, now: number): void {
    const [request] = lane.waiting
    if (request === undefined) return
    lane.waiting.delete(request)
    if (lane === lanes.get(first) && now - request.since > FRESH_MS) {
      request.refuse(new HeldBackError())
      return
    }
    lane.rate = afterSent(lane.rate, now, { since: request.since, heldBack: lane.heldBack })
    lane.heldBack = false
    lane.sent += 1
    lane.underWay += 1
    underWay += 1
    request.send()
  }

  async function run<T>(operation: string, signal: AbortSignal, send: () => Promise<T>): Promise<T> {
    signal.throwIfAborted()
    const lane = laneOf(operation)
    await waitForTurn(lane, { now: clock.now(), signal, onArrival: dispatch })
    const sentAt = clock.now()
    try {
      const reply = await send()
      lane.rate = afterAccepted(lane.rate)
      return reply
    } catch (thrown) {
      const throttled = isThrottled(thrown)
      lane.throttled += throttled ? 1 : 0
      lane.rate = throttled ? afterThrottled(lane.rate, clock.now(), sentAt) : afterAccepted(lane.rate)
      throw thrown
    } finally {
      lane.underWay -= 1
      underWay -= 1
      dispatch()
    }
  }

  const counts = () => Object.fromEntries([...lanes].map(([operation, lane]) => [operation, countOf(lane)] as const))
  return { run, counts: (): Readonly<Record<string, CallCount>> => counts() }
}
