import { setMaxListeners } from 'node:events'

/** The signal that aborts when the caller gives up or the fake is closed. Made on first use: few calls ever wait. */
export type CallSignal = () => AbortSignal

export function createCallSignal(closing: AbortSignal, caller: AbortSignal | undefined): CallSignal {
  let made: AbortSignal | undefined
  return () => {
    if (made !== undefined) return made
    made = caller === undefined ? closing : AbortSignal.any([caller, closing])
    setMaxListeners(0, made)
    return made
  }
}

/** Settles as the work does, or rejects with the signal's reason when that comes first; the work goes on. */
export function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason)
    if (signal.aborted) abort()
    signal.addEventListener('abort', abort, { once: true })
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort))
  })
}
