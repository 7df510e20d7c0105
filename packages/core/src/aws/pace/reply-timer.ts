import type { Clock } from '../../time/clock.js'
import { createAlarm } from './alarm.js'

/** Bounds how long requests may wait for their replies. */
export interface ReplyTimer {
  /** Runs `send` with a signal that fires with `stop`, or when there was no reply in time. */
  bound<T>(stop: AbortSignal, send: (signal: AbortSignal) => Promise<T>): Promise<T>
}

/** Its name is the one that the table of exceptions takes for a lost connection. */
class ReplyTimeout extends Error {
  override readonly name = 'TimeoutError'
  constructor(timeoutMs: number) {
    super(`No reply within ${timeoutMs / 1000} s.`)
  }
}

export function createReplyTimer(clock: Clock, timeoutMs: number): ReplyTimer {
  // All have the same time, so the oldest is the first to run out, and one timer serves them all.
  const requests = new Map<AbortController, number>()
  const alarm = createAlarm(clock, giveUpTheLate)

  function giveUpTheLate(): void {
    for (const [request, until] of requests) {
      if (until > clock.now()) {
        alarm.setTo(until)
        break
      }
      requests.delete(request)
      request.abort(new ReplyTimeout(timeoutMs))
    }
  }

  function end(request: AbortController): void {
    requests.delete(request)
    if (requests.size === 0) alarm.setTo(Number.POSITIVE_INFINITY)
  }

  return {
    async bound(stop, send) {
      const request = new AbortController()
      const forward = () => request.abort(stop.reason)
      if (stop.aborted) forward()
      stop.addEventListener('abort', forward, { once: true })
      requests.set(request, clock.now() + timeoutMs)
      if (requests.size === 1) giveUpTheLate()
      try {
        // The SDK heeds the signal while it waits for HTTP, and neither for credentials nor between its own retries.
        return await Promise.race([send(request.signal), rejectedBy(request.signal)])
      } catch (thrown) {
        throw request.signal.reason instanceof ReplyTimeout ? request.signal.reason : thrown
      } finally {
        end(request)
        stop.removeEventListener('abort', forward)
      }
    },
  }
}

function rejectedBy(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason)
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
}
