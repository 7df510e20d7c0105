import { err, type Result } from 'neverthrow'
import { type Call, type CallEndedError, pause, untilCallEnds } from '../call.js'
import { retryDelayMs } from '../time/backoff.js'
import type { DirectoryDriver } from './directory-driver.js'
import type { DirectoryError } from './directory-error.js'

/** A driver fails on its own host or mount, as a rule: an error that outlives three tries needs a person. */
const MAX_TRIES = 3

export type DirectoryStepError = DirectoryError | CallEndedError

export interface DriverRequest<Value> {
  /** Present participle for the error of a call that ends meanwhile: `making the directory /alice`. */
  readonly pending: string
  ask(): Promise<Result<Value, DirectoryError>>
}

/** Asks a driver. Retries retryable errors; when no time is left for another try, the last error stands. */
export async function askDriver<Value>(
  call: Call,
  { pending, ask }: DriverRequest<Value>,
): Promise<Result<Value, DirectoryStepError>> {
  const { clock } = call
  for (let tries = 1; ; tries += 1) {
    // A hard NFS mount blocks for as long as its server is away; the call need not.
    const result = await untilCallEnds(call, pending, ask())
    if (result.isOk() || !result.error.retryable || tries === MAX_TRIES) return result
    const paused = await pause(call, { ms: retryDelayMs(tries, clock.random()), pending, cause: result.error })
    if (paused.isErr()) return err(paused.error.name === 'AbortedError' ? paused.error : result.error)
  }
}

/** The result of a request for one item. */
export function onlyResult<Value>(driver: Pick<DirectoryDriver, 'name'>, results: readonly Value[]): Value {
  const [result] = results
  if (result === undefined || results.length > 1)
    throw new Error(`The directory driver ${driver.name} gave ${results.length} results for one item.`)
  return result
}
