/** An iterable whose work under way is aborted as soon as its reader leaves. */
export function stoppable<Item>(
  start: (signal: AbortSignal) => AsyncGenerator<Item, void, undefined>,
): AsyncIterable<Item> {
  return {
    [Symbol.asyncIterator]() {
      const left = new AbortController()
      const items = start(left.signal)
      return {
        next: () => items.next(),
        return: () => {
          left.abort('left')
          return items.return()
        },
      }
    },
  }
}
