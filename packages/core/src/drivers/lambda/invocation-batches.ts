export interface InvocationLimits {
  readonly maxItems: number
  readonly maxBytes: number
}

/** Neighbours together, each batch within the limits; an item that is larger than `maxBytes` is alone in its batch. */
export function inBatches<Item>(
  items: readonly Item[],
  bytesOf: (item: Item) => number,
  limits: InvocationLimits,
): readonly (readonly Item[])[] {
  const batches: Item[][] = []
  let batch: Item[] = []
  let bytes = 0
  for (const item of items) {
    const more = bytesOf(item)
    if (batch.length > 0 && (batch.length === limits.maxItems || bytes + more > limits.maxBytes)) {
      batches.push(batch)
      batch = []
      bytes = 0
    }
    batch.push(item)
    bytes += more
  }
  return batch.length === 0 ? batches : [...batches, batch]
}

/** Two batches for one, in order. */
export function halvesOf<Item>(batch: readonly Item[]): readonly (readonly Item[])[] {
  const middle = Math.ceil(batch.length / 2)
  return [batch.slice(0, middle), batch.slice(middle)]
}

/**
 * How many invocations in a row may fail before the function, and not an item, is taken to be the cause: as many as it
 * takes to come from a whole batch down to one bad item, and a few bad neighbours more.
 */
export function failuresInARow(maxItems: number): number {
  return Math.ceil(Math.log2(maxItems)) + 4
}
