import { type AdaptiveRate, currentPerSecond, startRate } from './adaptive-rate.js'

/** What went through a gate under one name. */
export interface CallCount {
  readonly sent: number
  /** Calls of `sent` that AWS refused because there were too many. */
  readonly throttled: number
  /** The pace found so far, in calls per second; undefined while AWS refused none. */
  readonly perSecond: number | undefined
}

/** Somebody who waits for a turn. */
export interface Turn {
  /** When the wait began. */
  readonly since: number
  take(): void
  refuse(reason: Error): void
}

/** The calls of one operation: who waits, how many are under way, and how fast they may go. */
export interface Lane {
  rate: AdaptiveRate
  /** In the order in which they came. */
  readonly waiting: Set<Turn>
  underWay: number
  /** Its callers wait for those of another lane. */
  heldBack: boolean
  sent: number
  throttled: number
}

const BACKLOG_SECONDS = 2

export function newLane(now: number): Lane {
  return { rate: startRate(now), waiting: new Set(), underWay: 0, heldBack: false, sent: 0, throttled: 0 }
}

/**
 * The lanes with somebody waiting, in the order in which they are served: the one named `first`, then the others. What
 * is read for an update gets old while the update waits, so nothing is read ahead of more than two seconds of updates.
 */
export function lanesToServe(lanes: ReadonlyMap<string, Lane>, first: string): readonly Lane[] {
  const ahead = lanes.get(first)
  const crowded = ahead !== undefined && ahead.waiting.size >= backlogOf(ahead)
  const busy = [...lanes.values()].filter((lane) => lane.waiting.size > 0)
  if (!crowded) return busy.sort((a, b) => Number(b === ahead) - Number(a === ahead))
  for (const lane of busy) lane.heldBack = lane !== ahead
  return [ahead]
}

/** Resolves when it is this caller's turn, which is counted as under way by then. */
export function waitForTurn(lane: Lane, now: number, signal: AbortSignal, onArrival: () => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = (end: () => void) => {
      signal.removeEventListener('abort', leave)
      lane.waiting.delete(turn)
      end()
    }
    const turn: Turn = {
      since: now,
      take: () => settle(resolve),
      refuse: (reason) => settle(() => reject(reason)),
    }
    const leave = () => settle(() => reject(signal.reason))
    signal.addEventListener('abort', leave, { once: true })
    lane.waiting.add(turn)
    onArrival()
  })
}

export function countOf({ rate, sent, throttled }: Lane): CallCount {
  const perSecond = currentPerSecond(rate)
  return { sent, throttled, perSecond: Number.isFinite(perSecond) ? perSecond : undefined }
}

function backlogOf({ rate }: Lane): number {
  return Math.max(2, currentPerSecond(rate) * BACKLOG_SECONDS)
}
