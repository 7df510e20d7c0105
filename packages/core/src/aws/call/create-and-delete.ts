import { err, ok, ResultAsync } from 'neverthrow'
import { type Call, pause } from '../../call.js'
import { retryDelayMs } from '../../time/backoff.js'
import { type AwsResult, mayHaveBeenApplied } from './aws-error.js'
import { createRetryRule, retry } from './call-aws.js'

/** Outcome of one request to create a resource. `id` is the existing one's where AWS names it. */
export type Creation<Id> =
  | { readonly outcome: 'created'; readonly id: Id }
  | { readonly outcome: 'exists'; readonly id: Id | undefined }

/** `made`: this call created it. If a reply was lost and the resource now exists, that request counts as its creator. */
export type Created<Id> = Creation<Id> & { readonly made: boolean }

/** `gone`: it had been deleted before. If a reply was lost and it is gone, this call counts as the one that deleted it. */
export type Deletion = 'deleted' | 'gone'

/** Turns the exception `code` into the outcome `exists`. `idOf` reads the existing id from the SDK's exception. */
export function existsAsOutcome<Id>(
  created: AwsResult<Id>,
  code: string,
  idOf: (exception: unknown) => Id | undefined = () => undefined,
): AwsResult<Creation<Id>> {
  return created
    .map((id): Creation<Id> => ({ outcome: 'created', id }))
    .orElse((error) =>
      error.name === 'AlreadyExistsError' && error.code === code
        ? ok<Creation<Id>>({ outcome: 'exists', id: idOf(error.cause) })
        : err(error),
    )
}

/** A resource that was just created may be unknown to another part of AWS: this many NotFound replies are final. */
export const MAX_NOT_FOUND = 6

/** Repeats a request to create a resource until AWS has answered it. */
export function retryCreate<Id>(
  call: Call,
  pending: string,
  attempt: () => AwsResult<Creation<Id>>,
): AwsResult<Created<Id>> {
  return new ResultAsync(
    (async () => {
      const mayPass = createRetryRule()
      let lost = false
      let notFound = 0
      for (let tries = 0; ; tries += 1) {
        const result = await attempt()
        if (result.isOk()) return ok({ ...result.value, made: lost || result.value.outcome === 'created' })
        const { error } = result
        lost ||= mayHaveBeenApplied(error)
        notFound += error.name === 'ResourceNotFoundError' ? 1 : 0
        const isRetried = mayPass(error) || (error.name === 'ResourceNotFoundError' && notFound < MAX_NOT_FOUND)
        if (!isRetried || call.signal.aborted) return err(error)
        const ms = retryDelayMs(tries, call.clock.random())
        const paused = await pause(call, { ms, pending, cause: error })
        if (paused.isErr()) return err(paused.error)
      }
    })(),
  )
}

/** Repeats a request to delete a resource until AWS has answered it. */
export function retryDelete(call: Call, pending: string, attempt: () => AwsResult<unknown>): AwsResult<Deletion> {
  let lost = false
  const attemptAndNote = () =>
    attempt().mapErr((error) => {
      lost ||= mayHaveBeenApplied(error)
      return error
    })
  return retry(call, pending, attemptAndNote)
    .map((): Deletion => 'deleted')
    .orElse((error) => (error.name === 'ResourceNotFoundError' ? ok<Deletion>(lost ? 'deleted' : 'gone') : err(error)))
}
