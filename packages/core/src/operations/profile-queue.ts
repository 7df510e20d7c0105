import type { Clock } from '../clock.js'
import { type UserProfileRef, userProfileKey } from '../model/user-profile-ref.js'

/** A profile that was taken from the queue and is worked on. */
export interface Task {
  readonly ref: UserProfileRef
  /** How often it was put back already. */
  readonly putBacks: number
  /** When waiting for it to be ready ends; set when it is looked at again for the first time. */
  readonly waitUntil: number | undefined
}

/** Profiles to work on: those of a source, and then those that were not ready when their turn came. */
export interface ProfileQueue {
  /** Ends when nothing is left, or when the run is draining. */
  readonly tasks: AsyncIterator<Task>
  /** Gives the task another turn, at its time, after everything else. */
  putBack(task: Task, notBefore: number): void
  /** Forgets it: its outcome is known to the caller. */
  settle(task: Task): void
  /** Taken or put back, and not settled. */
  unsettled(): readonly UserProfileRef[]
  /** How many were put back and wait for their time. */
  waiting(): number
  /** Whether the source gave everything and all of it is settled. */
  isThrough(): boolean
}

interface Later {
  readonly task: Task
  readonly notBefore: number
}

/** Past this, profiles that are not ready are waited for before others are taken up: the queue stays bounded. */
const MOST_PUT_BACK = 500

export function createProfileQueue(
  source: AsyncIterator<UserProfileRef>,
  options: { readonly clock: Clock; readonly draining: AbortSignal; readonly settleTimeoutMs: number },
): ProfileQueue {
  const { clock, draining, settleTimeoutMs } = options
  const later: Later[] = []
  const unsettled = new Map<string, UserProfileRef>()
  let exhausted = false
  let onSettled = () => {}
  draining.addEventListener('abort', () => onSettled(), { once: true })

  async function next(): Promise<IteratorResult<Task, undefined>> {
    while (!draining.aborted) {
      const task = later.length < MOST_PUT_BACK && !exhausted ? await fromSource() : await fromLater()
      if (task !== undefined) return { done: false, value: task }
      if (exhausted && unsettled.size === 0) break
    }
    return { done: true, value: undefined }
  }

  async function fromSource(): Promise<Task | undefined> {
    const { done, value: ref } = await source.next()
    if (done === true) {
      exhausted = true
      return undefined
    }
    const key = userProfileKey(ref)
    if (unsettled.has(key)) return undefined
    unsettled.set(key, ref)
    return { ref, putBacks: 0, waitUntil: undefined }
  }

  async function fromLater(): Promise<Task | undefined> {
    const [first] = later
    if (first === undefined) {
      if (unsettled.size > 0)
        await new Promise<void>((resolve) => {
          onSettled = resolve
        })
      return undefined
    }
    const wait = first.notBefore - clock.now()
    if (wait > 0) await clock.sleep(wait, draining).catch(() => undefined)
    if (draining.aborted) return undefined
    later.shift()
    return { ...first.task, waitUntil: first.task.waitUntil ?? clock.now() + settleTimeoutMs }
  }

  return {
    tasks: { next },
    putBack(task, notBefore) {
      later.push({ task: { ...task, putBacks: task.putBacks + 1 }, notBefore })
      onSettled()
    },
    settle(task) {
      unsettled.delete(userProfileKey(task.ref))
      onSettled()
    },
    unsettled: () => [...unsettled.values()],
    waiting: () => later.length,
    isThrough: () => exhausted && unsettled.size === 0,
  }
}
