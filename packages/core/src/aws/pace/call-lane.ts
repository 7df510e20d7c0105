import { type AdaptiveRate, currentPerSecond, startRate } from './adaptive-rate.js'

/** Requests of one operation that went through a gate. */
export interface CallCount {
  readonly sent: number
  /** Part of `sent` that AWS refused because there were too many. */
  readonly throttled: number
  /** Pace found so far, in requests per second; undefined while AWS refused none. */
  readonly perSecond: number | undefined
}

/** A request that waits to be sent. */
export interface WaitingRequest {
  /** Start of the wait, in milliseconds of the clock. */
  readonly since: number
  send(): void
  refuse(reason: Error): void
}

/** The requests of one operation: waiting, under way, and their pace. */
export interface Lane {
  rate: AdaptiveRate
  /** In order of arrival. */
  readonly waiting: Set<WaitingRequest>
  underWay: number
  /** The requests of another lane go first. */
  heldBack: boolean
  sent: number
  throttled: number
}

const BACKLOG_SECONDS = 2

export function newLane(now: number): Lane {
  return { rate: startRate(now), waiting: new Set(), underWay: 0, heldBack: false, sent: 0, throttled: 0 }
}

/**
 * Lanes with waiting requests, in serving order: the one named `first`, then the others. A reading gets old while the
 * update that is based on it waits, so with two seconds of updates waiting, only updates are served.
 */
export function lanesToServe(lanes: ReadonlyMap<string, Lane>, first: string): readonly Lane[] {
  const ahead = lanes.get(first)
  const crowded = ahead !== undefined && ahead.waiting.size >= backlogOf(ahead)
  const busy = [...lanes.values()].filter((lane) => lane.waiting.size > 0)
  if (!crowded) return busy.sort((a, b) => Number(b === ahead) - Number(a === ahead))
  for (const lane of busy) lane.heldBack = lane !== ahead
  return [ahead]
}

export interface Arrival {
  readonly now: number
  readonly signal: AbortSignal
  /** Called when the request is in the lane. */
  readonly onArrival: () => void
}

/** Resolves when the request may be sent; it is counted as under way by then. */
export function waitForTurn(lane: Lane, { now, signal, onArrival }: Arrival): Promise<void> {
  return new Promise((resolve, reject) => {
    const leave = (end: () => void) => {
      signal.removeEventListener('abort', onAbort)
      lane.waiting.delete(request)
      end()
    }
    const request: WaitingRequest = {
      since: now,
      send: () => leave(resolve),
      refuse: (reason) => leave(() => reject(reason)),
    }
    const onAbort = () => leave(() => reject(signal.reason))
    lane.waiting.add(request)
    onArrival()
    if (lane.waiting.has(request)) signal.addEventListener('abort', onAbort, { once: true })
  })
}

export function countOf({ rate, sent, throttled }: Lane): CallCount {
  const perSecond = currentPerSecond(rate)
  return { sent, throttled, perSecond: Number.isFinite(perSecond) ? perSecond : undefined }
}

function backlogOf({ rate }: Lane): number {
  return Math.max(2, currentPerSecond(rate) * BACKLOG_SECONDS)
}
