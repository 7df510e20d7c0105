import type { Result, ResultAsync } from 'neverthrow'
import type { Run } from '../runs/engine/run-iterable.js'
import type { RunStoppedError } from '../runs/engine/run-stop.js'

/** A run over many profiles whose summary is a promise that rejects. */
export interface ThrowingRun<Outcome, Summary> extends AsyncIterable<Outcome> {
  /** As `summary` of an `ProfilesRun`; rejects with its error. */
  summary(): Promise<Summary>
}

/**
 * Takes the value out of a `Result`, a `ResultAsync` or a run, for code that works with exceptions. An error is thrown as it
 * is: the promise rejects with the same typed `StudioEfsError` that the operation returns as a value.
 *
 * @example
 * const input = { domainId: 'd-abcdefghijkl', userProfileName: 'alice', fileSystemId: 'fs-0123456789abcdef0' }
 * const { changes } = await unwrap(onboardProfile(context, input))
 */
export function unwrap<Outcome, Summary, Failure>(run: Run<Outcome, Summary, Failure>): ThrowingRun<Outcome, Summary>
export function unwrap<T, E>(result: ResultAsync<T, E>): Promise<T>
export function unwrap<T, E>(result: Result<T, E>): T
export function unwrap(result: AnyRun | ResultAsync<unknown, unknown> | Result<unknown, unknown>): unknown {
  if ('summary' in result)
    return { [Symbol.asyncIterator]: () => result[Symbol.asyncIterator](), summary: () => unwrap(result.summary()) }
  return 'isOk' in result ? valueIn(result) : result.then(valueIn)
}

type AnyRun = Run<unknown, unknown, RunStoppedError<unknown>>

function valueIn<T, E>(result: Result<T, E>): T {
  if (result.isErr()) throw result.error
  return result.value
}
