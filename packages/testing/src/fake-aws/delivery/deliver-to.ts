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

/** `RouteOptions` are about EventBridge, `FunctionOptions` about Lambda, which invokes the handler. */
export interface DeliveryOptions extends FunctionOptions, RouteOptions {
  /** Event pattern of the rule. Default: every event. */
  readonly pattern?: EventPattern
  /** `beginning` also delivers the events of earlier calls. Default `now`. */
  readonly since?: 'now' | 'beginning'
  /** Seed of the random shares. Default: the fake's seed. */
  readonly seed?: number
}

/** Deliveries of events to a handler, and their results. */
export interface Delivery {
  /** Events that the handler handled, in the order of completion; duplicates appear twice. */
  readonly delivered: readonly ApiCallEvent[]
  /** Every attempt, failed ones too. */
  readonly invocations: readonly FunctionInvocation[]
  /** Events that failed every attempt or grew too old. */
  readonly deadLetters: readonly FailedInvocation[]
  /** Events that were lost before the delivery. */
  readonly dropped: readonly ApiCallEvent[]
  /**
   * Resolves when every event was handled or became a dead letter, also of those that the handler causes. Rejects with
   * the error that a function in the options threw.
   */
  settled(): Promise<void>
  /** Stops the delivery; events that still wait are dropped. */
  stop(): void
}

export function deliverTo(
  { world, trail }: { readonly world: World; readonly trail: Trail },
  handler: LambdaHandler,
  options: DeliveryOptions = {},
): Delivery {
  const stopping = new AbortController()
  const fn = newFunctionRecord(world, {
    name: 'event-target',
    handler,
    options,
    closing: firstOf(world.closing, stopping.signal),
  })
  const isWanted = compileEventPattern(options.pattern ?? {})
  const dropped: ApiCallEvent[] = []
  const route = createRoute(options, options.seed ?? world.settings.seed)

  // A mistake in the options must not fail the call that causes the event: `settled` reports it.
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

// Every waiting event adds a listener, which Node would report as a leak.
function firstOf(...signals: AbortSignal[]): AbortSignal {
  const first = AbortSignal.any(signals)
  setMaxListeners(0, first)
  return first
}
