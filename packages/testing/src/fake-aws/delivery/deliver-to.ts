import { setMaxListeners } from 'node:events'
import { type ApiCallEvent, eventBridgeEvent } from '../../events/api-call-event.js'
import type { CloudTrailRecord } from '../../events/cloud-trail-record.js'
import type { Trail } from '../exchange/trail.js'
import { enqueue, settled } from '../services/lambda/event-queue.js'
import { type FunctionOptions, newFunctionRecord } from '../services/lambda/functions.js'
import type { FailedInvocation, FunctionInvocation, LambdaHandler } from '../state/lambda.js'
import type { World } from '../world/world.js'
import { compileEventPattern, type EventPattern } from './event-pattern.js'
import { createRoute, type RouteOptions } from './route.js'

/** How EventBridge carries the events; how Lambda then treats the handler is in `FunctionOptions`. */
export interface DeliveryOptions extends FunctionOptions, RouteOptions {
  /** The rule. Default: every event. */
  readonly pattern?: EventPattern
  /** Default `now`: what has already happened is not delivered. */
  readonly since?: 'now' | 'beginning'
  /** Default: the fake's. */
  readonly seed?: number
}

export interface Delivery {
  /** The events that the handler was done with, in that order; duplicates are in it twice. */
  readonly delivered: readonly ApiCallEvent[]
  /** Every attempt, failed ones included. */
  readonly invocations: readonly FunctionInvocation[]
  /** Events that the handler failed for good. */
  readonly deadLetters: readonly FailedInvocation[]
  /** Events that were lost on the way. */
  readonly dropped: readonly ApiCallEvent[]
  /**
   * Resolves when every event has been handled or given up on, those that the handler itself causes included. Rejects
   * with what a function in the options threw.
   */
  settled(): Promise<void>
  /** No further event is delivered, nor one that still waits. */
  stop(): void
}

export function deliverTo(
  { world, trail }: { readonly world: World; readonly trail: Trail },
  handler: LambdaHandler,
  options: DeliveryOptions = {},
): Delivery {
  const stopping = new AbortController()
  const fn = newFunctionRecord(world, 'event-target', handler, options, firstOf(world.closing, stopping.signal))
  const isWanted = compileEventPattern(options.pattern ?? {})
  const dropped: ApiCallEvent[] = []
  const route = createRoute(options, options.seed ?? world.settings.seed)

  // The call that causes the event has nothing to do with a mistake in how it is carried.
  const mistakes: unknown[] = []
  function take(record: CloudTrailRecord): void {
    try {
      carry(record)
    } catch (error) {
      mistakes.push(error)
    }
  }

  async function settle(): Promise<void> {
    await settled(fn)
    if (mistakes.length > 0) throw mistakes[0]
  }

  function carry(record: CloudTrailRecord): void {
    const event: ApiCallEvent = JSON.parse(JSON.stringify(eventBridgeEvent(record)))
    if (!isWanted(event)) return
    const delays = route(event)
    if (delays.length === 0) dropped.push(event)
    for (const delayMs of delays) enqueue(world, fn, { event, requestId: world.ids.requestId(), delayMs })
  }

  if (options.since === 'beginning') for (const record of world.state.trail) take(record)
  const unfollow = trail.follow(take)
  return {
    delivered: fn.completed as ApiCallEvent[],
    invocations: fn.invocations,
    deadLetters: fn.deadLetters,
    dropped,
    settled: settle,
    stop() {
      unfollow()
      stopping.abort()
    },
  }
}

// One listener for every event that waits is no leak.
function firstOf(...signals: AbortSignal[]): AbortSignal {
  const first = AbortSignal.any(signals)
  setMaxListeners(0, first)
  return first
}
