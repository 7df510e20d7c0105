import { err, type Result, ResultAsync } from 'neverthrow'
import pLimit, { type LimitFunction } from 'p-limit'
import { type Call, type CallEndedError, callEnded } from './call.js'

interface Queue {
  readonly run: LimitFunction
  users: number
}

/**
 * One queue per resource that is being changed. Two contexts in one process race each other as two callers of one context
 * do, so the queues belong to the module; a key is there only while it is in use.
 */
const queues = new Map<string, Queue>()

/**
 * Runs `work` after everything that was queued for the same resource before it. A call that ends in the queue leaves it at
 * once; work that has begun watches its call itself.
 */
export function oneAtATime<T, E>(
  call: Call,
  resource: string,
  work: () => PromiseLike<Result<T, E>>,
): ResultAsync<T, E | CallEndedError> {
  const { signal } = call
  const turn = new Promise<Result<T, E | CallEndedError>>((resolve, reject) => {
    const leave = () => resolve(err(callEnded(call, `waiting for its turn with ${resource}`)))
    if (signal.aborted) return leave()
    signal.addEventListener('abort', leave, { once: true })
    enqueue(resource, async () => {
      signal.removeEventListener('abort', leave)
      if (!signal.aborted) await work().then(resolve)
    }).catch(reject)
  })
  return new ResultAsync(turn)
}

async function enqueue(key: string, work: () => Promise<void>): Promise<void> {
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
