import type { Clock } from '../../time/clock.js'
import { streamFailure } from '../call/stream-failure.js'
import { createAlarm } from './alarm.js'

/** Time that AWS may take over one request, the client's own retries included. The SDK's own default is forever. */
export const REPLY_TIMEOUT_MS = 30_000

/** Bounds how long requests may wait for their replies. */
export interface ReplyTimer {
  /** Runs `send` with a signal that fires with `stop`, or when the reply is late. */
  bound<T>(stop: AbortSignal, send: (signal: AbortSignal) => Promise<T>): Promise<T>
}

/** Has the name that the exception table takes for a lost connection. */
class ReplyTimeout extends Error {
  override readonly name = 'TimeoutError'
  constructor(timeoutMs: number) {
    super(`No reply within ${timeoutMs / 1000} s.`)
  }
}

/** A request under way. */
interface Bounded {
  /** When its time runs out. */
  readonly until: number
  readonly reuse: Reusable
  /** Ends it, whether or not `send` heeds the signal. */
  end(reason: unknown): void
}

/** A controller that serves several requests, one after the other: making one costs more than the rest of this file. */
interface Reusable {
  readonly controller: AbortController
  uses: number
}

/** A handler of requests that leaves its listeners behind gets no warning of Node, which comes with the eleventh. */
const MAX_USES = 8

export function createReplyTimer(clock: Clock, timeoutMs: number): ReplyTimer {
  // All requests have the same time, so the oldest is the first to run out, and one timer serves them all.
  const requests = new Set<Bounded>()
  const alarm = createAlarm(clock, abortLate)
  const idle: Reusable[] = []

  function abortLate(): void {
    for (const request of requests) {
      if (request.until > clock.now()) {
        alarm.setTo(request.until)
        break
      }
      request.end(new ReplyTimeout(timeoutMs))
    }
  }

  function over(request: Bounded): void {
    requests.delete(request)
    if (requests.size === 0) alarm.setTo(Number.POSITIVE_INFINITY)
    const { controller, uses } = request.reuse
    if (!controller.signal.aborted && uses < MAX_USES) idle.push(request.reuse)
  }

  return {
    bound: (stop, send) =>
      // The SDK heeds the signal while it waits for HTTP, and neither for credentials nor between its own retries.
      new Promise((resolve, reject) => {
        const reuse = idle.pop() ?? { controller: new AbortController(), uses: 0 }
        reuse.uses += 1
        const end = (reason: unknown) => {
          reuse.controller.abort(reason)
          fail(reason)
        }
        const request: Bounded = { until: clock.now() + timeoutMs, reuse, end }
        const forward = () => end(stop.reason)
        const leave = () => {
          over(request)
          stop.removeEventListener('abort', forward)
        }
        const fail = (thrown: unknown) => {
          leave()
          reject(thrown)
        }
        requests.add(request)
        if (stop.aborted) forward()
        else stop.addEventListener('abort', forward, { once: true })
        if (requests.size === 1) abortLate()
        safely(send, reuse.controller.signal).then((reply) => {
          leave()
          resolve(reply)
        }, fail)
      }),
  }
}

/** Has an exception that `send` throws at once reject as well. */
async function safely<T>(send: (signal: AbortSignal) => Promise<T>, signal: AbortSignal): Promise<T> {
  return send(signal)
}

interface Client {
  send(command: never, options: { readonly abortSignal: AbortSignal }): Promise<unknown>
}

/** Makes a client of which a request without a reply fails like a dropped connection after 30 seconds. */
export function withReplyTimeout<C extends object>(client: C, clock: Clock): C {
  const timer = createReplyTimer(clock, REPLY_TIMEOUT_MS)
  const send: Client['send'] = (command, { abortSignal }) =>
    timer.bound(abortSignal, (signal) => (client as Client).send(command, { abortSignal: signal }))
  return Object.assign(Object.create(client), { send })
}

/** The body of a reply, as the SDK returns it in Node. */
export type Body = AsyncIterable<Buffer> & { destroy?(error?: Error): unknown }

/**
 * Yields the parts of a body as they arrive. A late part fails the body like a dropped connection; other stream errors get
 * `$metadata`, as the SDK does.
 */
export async function* partsInTime(
  body: Body,
  timer: ReplyTimer,
  stop: AbortSignal,
): AsyncGenerator<Buffer, void, undefined> {
  const parts = body[Symbol.asyncIterator]()
  try {
    for (;;) {
      const next = await timer.bound(stop, (signal) => nextPart(parts, body, signal))
      if (next.done === true) return
      yield next.value
    }
  } catch (thrown) {
    throw streamFailure(thrown)
  } finally {
    body.destroy?.()
  }
}

async function nextPart(
  parts: AsyncIterator<Buffer>,
  body: Body,
  signal: AbortSignal,
): Promise<IteratorResult<Buffer, unknown>> {
  const destroy = () => body.destroy?.(signal.reason instanceof Error ? signal.reason : new Error('aborted'))
  if (signal.aborted) destroy()
  signal.addEventListener('abort', destroy, { once: true })
  try {
    return await parts.next()
  } finally {
    signal.removeEventListener('abort', destroy)
  }
}
