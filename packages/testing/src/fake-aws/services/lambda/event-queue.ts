import { MAX_KEPT } from '../../settings/options.js'
import type { FailedInvocation, FunctionRecord } from '../../state/lambda.js'
import { trimOldest } from '../../state/record.js'
import type { World } from '../../world/world.js'
import { type Execution, type ExecutionRequest, execute } from './execute.js'

const FIRST_BACKOFF_MS = 1_000
const MAX_BACKOFF_MS = 300_000

export interface QueuedEvent {
  readonly event: unknown
  readonly requestId: string
  /** Milliseconds of the fake's clock until the event reaches Lambda. Default 0. */
  readonly delayMs?: number
}

/**
 * Queues an event for the function and returns at once. It is retried when the handler throws and while the function
 * is throttled, and in the end becomes a dead letter. `settled` waits for the outcome.
 */
export function enqueue(world: World, fn: FunctionRecord, { event, requestId, delayMs = 0 }: QueuedEvent): void {
  const delivery = arrive(world, fn, delayMs)
    .then(() => deliver(world, fn, { requestId, type: 'Event', event }))
    .catch((reason: unknown) => {
      if (!fn.closing.aborted) throw reason
    })
  fn.underway.add(delivery)
  void delivery.finally(() => fn.underway.delete(delivery))
}

async function arrive({ clock }: World, { closing }: FunctionRecord, delayMs: number): Promise<void> {
  if (delayMs > 0) await clock.sleep(delayMs, closing)
}

/** Resolves when no event is waiting or running, also of those that the handlers cause meanwhile. */
export async function settled(fn: FunctionRecord): Promise<void> {
  while (fn.underway.size > 0) await Promise.all(fn.underway)
}

async function deliver(world: World, fn: FunctionRecord, request: ExecutionRequest): Promise<void> {
  const acceptedAt = world.now()
  let failures: readonly Execution[] = []
  let throttles = 0
  for (;;) {
    const execution = await execute(world, fn, request)
    if (execution === 'throttled') throttles += 1
    else if (execution.functionError === undefined) return complete(fn, request)
    else failures = [...failures, execution]
    if (failures.length > fn.maximumRetryAttempts)
      return giveUp(world, fn, { request, failures, condition: 'RetriesExhausted' })
    const wait = execution === 'throttled' ? backoff(throttles) : retryDelay(fn, failures.length)
    if (world.now() + wait - acceptedAt > fn.maximumEventAgeMs) {
      await world.clock.sleep(acceptedAt + fn.maximumEventAgeMs - world.now(), fn.closing)
      return giveUp(world, fn, { request, failures, condition: 'EventAgeExceeded' })
    }
    await world.clock.sleep(wait, fn.closing)
  }
}

function complete({ completed }: FunctionRecord, { event }: ExecutionRequest): void {
  completed.push(event)
  trimOldest(completed, MAX_KEPT)
}

function backoff(throttles: number): number {
  return Math.min(FIRST_BACKOFF_MS * 2 ** (throttles - 1), MAX_BACKOFF_MS)
}

function retryDelay({ retryDelaysMs }: FunctionRecord, failures: number): number {
  return retryDelaysMs[failures - 1] ?? retryDelaysMs.at(-1) ?? 0
}

interface FailedEvent {
  readonly request: ExecutionRequest
  readonly failures: readonly Execution[]
  readonly condition: FailedInvocation['requestContext']['condition']
}

function giveUp(world: World, fn: FunctionRecord, { request, failures, condition }: FailedEvent): void {
  const { requestId, event } = request
  const last = failures.at(-1)
  fn.deadLetters.push({
    version: '1.0',
    timestamp: new Date(world.now()).toISOString(),
    requestContext: { requestId, functionArn: fn.FunctionArn, condition, approximateInvokeCount: failures.length },
    requestPayload: event,
    ...(last && {
      responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
      responsePayload: JSON.parse(last.payload),
    }),
  })
}
