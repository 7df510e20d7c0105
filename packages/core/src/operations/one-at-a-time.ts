import pLimit, { type LimitFunction } from 'p-limit'

interface Queue {
  readonly run: LimitFunction
  users: number
}

/**
 * Who is changing what in this process. It is the process that races itself, whichever context a caller made, so the
 * queues belong to the module; a key is there only while somebody uses it.
 */
const queues = new Map<string, Queue>()

/** Runs `work` after everything that was queued under the same key before it. */
export async function oneAtATime<T>(key: string, work: () => Promise<T>): Promise<T> {
  const queue = queues.get(key) ?? { run: pLimit(1), users: 0 }
  queues.set(key, queue)
  queue.users += 1
  try {
    return await queue.run(work)
  } finally {
    queue.users -= 1
    if (queue.users === 0) queues.delete(key)
  }
}
