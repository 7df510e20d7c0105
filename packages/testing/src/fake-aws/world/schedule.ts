/** Changes scheduled on the fake's clock. No timer waits for them: `runDue` runs those that are due. */
export interface Schedule {
  at(time: number, run: () => void): void
  runDue(now: number): void
}

export function createSchedule(): Schedule {
  // Latest first, so that `pop` returns the next one due.
  const entries: { readonly time: number; readonly run: () => void }[] = []

  // In front of the entries of the same time: they were added earlier and run first.
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
