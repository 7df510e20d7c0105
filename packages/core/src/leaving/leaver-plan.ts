import type { Place } from '../aws/sagemaker/profile-lives.js'
import { type Generation, isSameProfile } from '../model/claim.js'

/** A profile that was looked for: it is gone, or lives as this generation, or lives as one that SageMaker does not tell. */
export type FoundProfile = 'gone' | 'unknown-generation' | Generation

/** Leavers that one run archives whatever their share, so that a small studio can lose half of its people. */
export const ALWAYS_ALLOWED = 5

/** A profile younger than this may not be visible yet everywhere in SageMaker, in milliseconds. */
const YOUNG_MS = 600_000

/** True where the generation has ended: its profile is gone, or a later one lives under its name. */
export function hasLeft(generation: Generation, found: FoundProfile, now: number): boolean {
  if (found === 'unknown-generation') return false
  if (found === 'gone') return now - Date.parse(generation.createdAt) >= YOUNG_MS
  return isSameProfile(generation, found) && found.createdAt > generation.createdAt
}

/** Reason why a profile that is there may be gone later: `deleting` by SageMaker, or not visible everywhere as `young`. */
type PendingReason = 'deleting' | 'young'

export interface LifeAsRead {
  readonly found: FoundProfile
  /** Status of a profile that was found. */
  readonly status: string | undefined
  /** When its deletion began, as an event says; milliseconds since the epoch. */
  readonly deletedAt: number | undefined
}

/**
 * Reason to look again at a profile that has not left. One that is older than the event of its deletion is being deleted,
 * whatever a stale reading shows, unless SageMaker gave up.
 */
export function pendingReason({ found, status, deletedAt }: LifeAsRead): PendingReason | undefined {
  if (found === 'gone') return 'young'
  if (status === 'Deleting') return 'deleting'
  if (status === 'Delete_Failed' || deletedAt === undefined || found === 'unknown-generation') return undefined
  return Date.parse(found.createdAt) <= deletedAt ? 'deleting' : undefined
}

export function isAt({ accountId, region }: Place, generation: Generation): boolean {
  return generation.accountId === accountId && generation.region === region
}

/** True where so many leavers are more likely a wrong reading. */
export function isTooMany(
  leavers: number,
  { claims, maxShare }: { readonly claims: number; readonly maxShare: number },
) {
  return leavers > ALWAYS_ALLOWED && leavers > claims * maxShare
}
