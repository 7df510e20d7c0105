export interface Tag {
  readonly Key: string
  readonly Value: string
}

/** The tags afterwards: a value for a known key replaces, in place. */
export function mergeTags(stored: readonly Tag[], added: readonly Tag[]): Tag[] {
  const byKey = new Map([...stored, ...added].map((tag) => [tag.Key, tag]))
  return [...byKey.values()]
}

/** A point in time in state or in an output; each protocol writes it in its own way (JSON: epoch seconds). */
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

/** A record that is in a transitional status for a while. */
export interface Settling {
  /** When that status ends: milliseconds since the epoch. */
  settlesAt?: number
}

/** Keeps about the last `limit` items; cuts in blocks, because cutting one at a time moves all the others. */
export function trimOldest(items: unknown[], limit: number): void {
  if (items.length > limit + limit / 8) items.splice(0, items.length - limit)
}
