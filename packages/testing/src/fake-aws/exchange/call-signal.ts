import { setMaxListeners } from 'node:events'

/** Aborted when nobody waits for the call any longer: its caller gave up, or the fake was closed. */
export type GivenUp = () => AbortSignal

/** Made when it is first asked for: few calls ever wait. */
export function givenUp(closing: AbortSignal, caller: AbortSignal | undefined): GivenUp {
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
