import type { Search } from '../../aws/sagemaker/visibility-plan.js'
import { type Clock, wallTimeOf } from '../../time/clock.js'

/** An item to work on, as a user profile or a space, and how long it has been searched for. */
export interface Wanted<Ref> extends Search {
  readonly ref: Ref
}

/** An item that was taken from the queue and is worked on. */
export interface Task<Ref> extends Wanted<Ref> {
  /** Number of times it was put back already. */
  readonly putBacks: number
  /** When waiting for it to be ready ends; set when its second turn begins. */
  readonly waitUntil: number | undefined
}

/** Items to work on: those of a source, and then those that were not ready when their turn came. */
export interface ItemQueue<Ref> {
  /** Ends when nothing is left, or when the run is draining. */
  readonly tasks: AsyncIterator<Task<Ref>>
  /** Gives the task another turn, at its time, and as a rule after everything else. */
  putBack(task: Task<Ref>, notBefore: number): void
  /** Removes the task: the caller has its outcome. */
  forget(task: Task<Ref>): void
  /** Items that were taken or put back and not forgotten. */
  unsettled(): readonly Ref[]
  /** The source gave an item. */
  hasGiven(): boolean
  /** Number of items that were put back and wait for their time. */
  waiting(): number
  /** The source gave everything and every task was forgotten. */
  isThrough(): boolean
}

/** An item of a source, and when it was created. */
export interface Given<Ref> extends Partial<Pick<Search, 'createdAt'>> {
  readonly ref: Ref
}

/** Gives an item, or the time to ask again because the items it has cannot be worked on yet. */
export type FromSource<Ref> = Given<Ref> | { readonly askAgainAt: number }

interface Later<Ref> {
  readonly task: Task<Ref>
  readonly notBefore: number
}

/** With so many put back, those and new ones take turns, so that neither wait for the others. */
const MANY_PUT_BACK = 500
/** With so many, no new ones are taken up: the queue stays bounded, and so does the resume token. */
const MAX_PUT_BACK = 2000

export interface ItemQueueOptions<Ref> {
  readonly clock: Clock
  readonly draining: AbortSignal
  readonly readyTimeoutMs: number
  /** Equal for two spellings of one item. */
  readonly keyOf: (ref: Ref) => string
}

export function createItemQueue<Ref>(
  source: AsyncIterator<FromSource<Ref>>,
  { clock, draining, readyTimeoutMs, keyOf }: ItemQueueOptions<Ref>,
): ItemQueue<Ref> {
  const later: Later<Ref>[] = []
  const unsettled = new Map<string, Ref>()
  let exhausted = false
  let askAgainAt = Number.NEGATIVE_INFINITY
  let lastWasNew = false
  let hasGiven = false
  let wake = () => {}
  draining.addEventListener('abort', () => wake(), { once: true })

  async function next(): Promise<IteratorResult<Task<Ref>, undefined>> {
    while (!isOver()) {
      const isNew = hasNew() && !(isDue() && later.length >= MANY_PUT_BACK && lastWasNew)
      const task = isNew ? await takeNew() : takePutBack()
      if (task !== undefined) {
        lastWasNew = isNew
        return { done: false, value: task }
      }
      if (!isOver() && !hasNew() && !isDue()) await changeOrTime()
    }
    return { done: true, value: undefined }
  }

  const isOver = () => draining.aborted || isThrough()
  const isThrough = () => exhausted && unsettled.size === 0
  const hasNew = () => !exhausted && later.length < MAX_PUT_BACK && clock.now() >= askAgainAt
  const isDue = () => later[0] !== undefined && later[0].notBefore <= clock.now()

  async function takeNew(): Promise<Task<Ref> | undefined> {
    const { done, value } = await source.next()
    exhausted = done === true
    if (done === true) return undefined
    if ('askAgainAt' in value) askAgainAt = value.askAgainAt
    else if (!unsettled.has(keyOf(value.ref))) {
      const { createdAt, ref } = value
      hasGiven = true
      unsettled.set(keyOf(ref), ref)
      return { ref, createdAt, askedAt: wallTimeOf(clock), putBacks: 0, waitUntil: undefined }
    }
    return undefined
  }

  function takePutBack(): Task<Ref> | undefined {
    const first = isDue() ? later.shift() : undefined
    return first && { ...first.task, waitUntil: first.task.waitUntil ?? clock.now() + readyTimeoutMs }
  }

  /** Waits until a task is put back or forgotten, or until it is time for another turn. */
  async function changeOrTime(): Promise<void> {
    const now = clock.now()
    const at = Math.min(
      later[0]?.notBefore ?? Number.POSITIVE_INFINITY,
      askAgainAt > now && !exhausted ? askAgainAt : Number.POSITIVE_INFINITY,
    )
    const changed = new AbortController()
    await new Promise<void>((resolve) => {
      wake = resolve
      if (Number.isFinite(at)) clock.sleep(at - now, changed.signal).then(resolve, resolve)
    })
    changed.abort('changed')
  }

  return {
    tasks: { next },
    putBack(task, notBefore) {
      later.push({ task: { ...task, putBacks: task.putBacks + 1 }, notBefore })
      wake()
    },
    forget(task) {
      unsettled.delete(keyOf(task.ref))
      wake()
    },
    unsettled: () => [...unsettled.values()],
    hasGiven: () => hasGiven,
    waiting: () => later.length,
    isThrough,
  }
}
