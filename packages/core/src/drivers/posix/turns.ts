/** Runs work of one path one after another, in the order of the calls. */
export type Turns = <Value>(path: string, work: () => Promise<Value>) => Promise<Value>

export function createTurns(): Turns {
  const last = new Map<string, Promise<unknown>>()
  return async (path, work) => {
    const before = last.get(path)
    const turn = before === undefined ? work() : before.then(work, work)
    last.set(path, turn)
    try {
      return await turn
    } finally {
      if (last.get(path) === turn) last.delete(path)
    }
  }
}
