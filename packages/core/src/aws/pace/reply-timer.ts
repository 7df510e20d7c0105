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

type End = (reason: unknown) => void

export function createReplyTimer(clock: Clock, timeoutMs: number): ReplyTimer {
  // All requests have the same time, so the oldest is the first to run out, and one timer serves them all.
  const requests = new Map<End, number>()
  const alarm = createAlarm(clock, abortLate)

  function abortLate(): void {
    for (const [end, until] of requests) {
      if (until > clock.now()) {
        alarm.setTo(until)
        break
      }
      requests.delete(end)
      end(new ReplyTimeout(timeoutMs))
    }
  }

  return {
    bound(stop, send) {
      const controller = new AbortController()
      return new Promise((resolve, reject) => {
        const leaving =
          <Value>(settle: (value: Value) => void) =>
          (value: Value) => {
            requests.delete(end)
            if (requests.size === 0) alarm.setTo(Number.POSITIVE_INFINITY)
            stop.removeEventListener('abort', forward)
            settle(value)
          }
        const end: End = (reason) => {
          leaving(reject)(reason)
          controller.abort(reason)
        }
        const forward = () => end(stop.reason)
        if (stop.aborted) controller.abort(stop.reason)
        // One that throws at once rejects the promise, and there is nothing to leave yet.
        const reply = send(controller.signal)
        reply.then(leaving(resolve), leaving(reject))
        requests.set(end, clock.now() + timeoutMs)
        if (requests.size === 1) abortLate()
        // The SDK heeds the signal while it waits for HTTP, and neither for credentials nor between its own retries.
        if (stop.aborted) forward()
        else stop.addEventListener('abort', forward, { once: true })
      })
    },
  }
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
