import pLimit, { type LimitFunction } from 'p-limit'

/** Runs works of one key one after another, and of different keys at the same time. */
export function inTurnByKey(): <Value>(key: string, work: () => Promise<Value>) => Promise<Value> {
  const turns = new Map<string, LimitFunction>()
  return (key, work) => {
    const turn = turns.get(key) ?? pLimit(1)
    turns.set(key, turn)
    return turn(work)
  }
}
