/**
 * Works on up to `width` items at once and yields their results as they are ready. Results that were not taken yet count as
 * items, so a slow reader slows the work down. An exception of the source or of the work is thrown after the results of all
 * other items. When the reader leaves, no more items are begun, and the source's iterator is returned.
 */
export async function* concurrently<Item, Value extends object>(
  source: AsyncIterator<Item>,
  width: number,
  work: (item: Item) => Promise<Value>,
): AsyncGenerator<Value, void, undefined> {
  const finished: Value[] = []
  const failures: unknown[] = []
  let underWay = 0
  let pulling = false
  let exhausted = false
  let wake = () => {}

  function fill(): void {
    if (pulling || exhausted || underWay + finished.length >= width) return
    pulling = true
    source.next().then(pulled, fail)
  }

  function pulled(next: IteratorResult<Item, unknown>): void {
    pulling = false
    if (next.done === true) exhausted = true
    else if (!exhausted) start(next.value)
    fill()
    wake()
  }

  function start(item: Item): void {
    underWay += 1
    work(item).then(
      (value) => {
        underWay -= 1
        finished.push(value)
        wake()
      },
      (thrown) => {
        underWay -= 1
        fail(thrown)
      },
    )
  }

  function fail(thrown: unknown): void {
    failures.push(thrown)
    exhausted = true
    wake()
  }

  try {
    for (;;) {
      fill()
      const [next] = finished.splice(0, 1)
      if (next !== undefined) yield next
      else if (exhausted && underWay === 0) break
      else
        await new Promise<void>((resolve) => {
          wake = resolve
        })
    }
  } finally {
    exhausted = true
    await source.return?.()
  }
  if (failures.length > 0) throw failures[0]
}
