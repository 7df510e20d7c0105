import type { Clock } from '../../time/clock.js'

/** Rings once, at the time that was set last. */
export interface Alarm {
  /** Milliseconds of the clock; infinity switches it off. */
  setTo(at: number): void
}

export function createAlarm(clock: Clock, ring: () => void): Alarm {
  let set: { readonly at: number; readonly off: AbortController } | undefined
  return {
    setTo(at) {
      if (at === set?.at) return
      set?.off.abort(at)
      set = undefined
      if (!Number.isFinite(at)) return
      const off = new AbortController()
      set = { at, off }
      clock.sleep(Math.max(0, Math.ceil(at - clock.now())), off.signal).then(
        () => {
          set = undefined
          ring()
        },
        () => undefined,
      )
    },
  }
}
