/** Tag of a resource. */
export interface Tag {
  readonly Key: string
  readonly Value: string
}

/** True for a key that only AWS may set. */
export function isReserved(key: string): boolean {
  return /^aws:/i.test(key)
}

/** Returns the tags after the addition; a value for an existing key replaces the old one, in place. */
export function mergeTags(stored: readonly Tag[], added: readonly Tag[]): Tag[] {
  const byKey = new Map([...stored, ...added].map((tag) => [tag.Key, tag]))
  return [...byKey.values()]
}

/** A point in time in state or in an output; each protocol writes it in its own format (JSON: epoch seconds). */
export interface Timestamp {
  /** Milliseconds since the epoch. */
  readonly ms: number
  /** Epoch seconds with a fraction. */
  toJSON(): number
}

const asEpochSeconds = {
  toJSON(this: Timestamp): number {
    return this.ms / 1000
  },
}

export function timestamp(ms: number): Timestamp {
  return Object.assign(Object.create(asEpochSeconds), { ms })
}

/** A record that may be in a transitional status. */
export interface Transitional {
  /** End of the transitional status, in milliseconds since the epoch, or Infinity if calls are counted; absent in a final status. */
  transitionEndsAt?: number
}

/** Keeps about the last `limit` items. Removes in blocks, because each removal at the front moves all other items. */
export function trimOldest(items: unknown[], limit: number): void {
  if (items.length > limit + limit / 8) items.splice(0, items.length - limit)
}
