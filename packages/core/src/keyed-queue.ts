import { err, type Result } from 'neverthrow'
import pLimit, { type LimitFunction } from 'p-limit'
import { type OutOfPatienceError, outOfPatience, type Patience } from './call.js'

interface Queue {
  readonly run: LimitFunction
  users: number
}

/**
 * Who is changing what in this process. It is the process that races itself, whichever context a caller made, so the
 * queues belong to the module; a key is there only while somebody uses it.
 */
const queues = new Map<string, Queue>()

/**
 * Runs `work` after everything that was queued for the same resource before it. Whoever runs out of patience in the queue
 * leaves it at once; work that has begun looks after its patience itself.
 */
export function oneAtATime<T, E>(
  resource: string,
  patience: Patience,
  work: () => Promise<Result<T, E>>,
): Promise<Result<T, E | OutOfPatienceError>> {
  const { signal } = patience
  return new Promise((resolve, reject) => {
    const leave = () => resolve(err(outOfPatience(patience, `waiting for its turn with ${resource}`)))
    if (signal.aborted) return leave()
    signal.addEventListener('abort', leave, { once: true })
    queued(resource, async () => {
      signal.removeEventListener('abort', leave)
      if (!signal.aborted) await work().then(resolve)
    }).catch(reject)
  })
}

async function queued(key: string, work: () => Promise<void>): Promise<void> {
  const queue = queues.get(key) ?? { run: pLimit(1), users: 0 }
  queues.set(key, queue)
  queue.users += 1
  try {
    await queue.run(work)
  } finally {
    queue.users -= 1
    if (queue.users === 0) queues.delete(key)
  }
}
