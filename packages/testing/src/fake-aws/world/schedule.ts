/** What happens at a later time of the fake's clock. Nothing waits: `runDue` does what has become due. */
export interface Schedule {
  at(time: number, run: () => void): void
  runDue(now: number): void
}

export function createSchedule(): Schedule {
  // Latest first, so that the next one due is popped off the end.
  const entries: { readonly time: number; readonly run: () => void }[] = []

  // Before the entries of the same time, so that those, added earlier, run first.
  function positionOf(time: number): number {
    let low = 0
    let high = entries.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((entries[middle]?.time ?? 0) > time) low = middle + 1
      else high = middle
    }
    return low
  }

  return {
    at(time, run) {
      entries.splice(positionOf(time), 0, { time, run })
    },
    runDue(now) {
      for (let next = entries.at(-1); next !== undefined && next.time <= now; next = entries.at(-1)) {
        entries.pop()
        next.run()
      }
    },
  }
}
