import type { CloudTrailClient } from '@aws-sdk/client-cloudtrail'
import type { Clock } from '../time/clock.js'

/** Two requests a second per account and Region is all that CloudTrail takes, and the limit cannot be raised. */
const INTERVAL_MS = 505

/**
 * When the next request may go, by account and Region. It is the process that shares the limit, whichever clients and
 * contexts there are in it, so this belongs to the module; a test's clock has a time of its own.
 */
const nextTurns = new WeakMap<Clock, Map<string, number>>()

/** Resolves when this process may send another LookupEvents. */
export async function lookupTurn(cloudTrail: CloudTrailClient, clock: Clock, signal: AbortSignal): Promise<void> {
  const key = await accountAndRegionOf(cloudTrail)
  const turns = nextTurns.get(clock) ?? new Map<string, number>()
  nextTurns.set(clock, turns)
  const now = clock.now()
  const turn = Math.max(now, turns.get(key) ?? now)
  turns.set(key, turn + INTERVAL_MS)
  if (turn > now) await clock.sleep(turn - now, signal)
}

/** The account is known only from credentials that name it; others are taken for the same one. */
async function accountAndRegionOf(cloudTrail: CloudTrailClient): Promise<string> {
  const [region, { accountId }] = await Promise.all([cloudTrail.config.region(), cloudTrail.config.credentials()])
  return `${accountId ?? 'unknown'} ${region}`
}
