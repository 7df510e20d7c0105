/** How long the fake's own lists get unless told otherwise. */
export const MOST_KEPT = 100_000

/** Keeps about the last `limit` items; cuts in blocks, because cutting one at a time moves all the others. */
export function trimOldest(items: unknown[], limit: number): void {
  if (items.length > limit + limit / 8) items.splice(0, items.length - limit)
}
