import { err, ok, ResultAsync } from 'neverthrow'
import type { OutOfPatienceError, Patience } from '../../call.js'
import { retryDelayMs } from '../../time/backoff.js'
import type { Clock } from '../../time/clock.js'
import { type AwsError, mayHaveBeenApplied } from './aws-error.js'
import { pause } from './call-aws.js'

/** What became of a request to create something. `id` is the existing one's where AWS names it. */
export type Creation<Id> =
  | { readonly outcome: 'created'; readonly id: Id }
  | { readonly outcome: 'exists'; readonly id: Id | undefined }

/** Turns the refusal `code` into the outcome `exists`. */
export function orExists<Id>(
  created: ResultAsync<Id, AwsError | OutOfPatienceError>,
  code: string,
  idOf: (exception: unknown) => Id | undefined = () => undefined,
): ResultAsync<Creation<Id>, AwsError | OutOfPatienceError> {
  return created
    .map((id): Creation<Id> => ({ outcome: 'created', id }))
    .orElse((error) =>
      error.name === 'AlreadyExistsError' && error.code === code
        ? ok<Creation<Id>>({ outcome: 'exists', id: idOf(error.cause) })
        : err(error),
    )
}

/** How often something that this call made a moment ago may still be unknown to another part of AWS. */
export const MAX_NOT_FOUND = 6

/** `made`: whether this call made it. After a lost reply, what exists then is taken to be the lost reply's. */
export type Created<Id> = Creation<Id> & { readonly made: boolean }

/** Repeats a request to create something until AWS has answered it. */
export function creating<Id>(
  clock: Clock,
  patience: Patience,
  pending: string,
  attempt: () => ResultAsync<Creation<Id>, AwsError | OutOfPatienceError>,
): ResultAsync<Created<Id>, AwsError | OutOfPatienceError> {
  return new ResultAsync(
    (async () => {
      let lost = false
      let notFound = 0
      for (let tries = 0; ; tries += 1) {
        const result = await attempt()
        if (result.isOk()) return ok({ ...result.value, made: lost || result.value.outcome === 'created' })
        const { error } = result
        lost ||= mayHaveBeenApplied(error)
        notFound += error.name === 'ResourceNotFoundError' ? 1 : 0
        const mayPass = error.retryable || (error.name === 'ResourceNotFoundError' && notFound < MAX_NOT_FOUND)
        if (!mayPass || patience.signal.aborted) return err(error)
        const spent = await pause(clock, patience, retryDelayMs(tries, clock.random()), pending, error)
        if (spent !== undefined) return err(spent)
      }
    })(),
  )
}
