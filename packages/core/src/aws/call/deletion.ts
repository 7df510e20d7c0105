import { err, ok, type ResultAsync } from 'neverthrow'
import type { OutOfPatienceError, Patience } from '../../call.js'
import type { Clock } from '../../time/clock.js'
import { type AwsError, mayHaveBeenApplied } from './aws-error.js'
import { retrying } from './call-aws.js'

/** `gone`: somebody else had deleted it before. */
export type Deletion = 'deleted' | 'gone'

/** Repeats a deletion until AWS has answered it. After a reply that was lost, what is gone is taken to be ours. */
export function deleting(
  clock: Clock,
  patience: Patience,
  pending: string,
  attempt: () => ResultAsync<unknown, AwsError | OutOfPatienceError>,
): ResultAsync<Deletion, AwsError | OutOfPatienceError> {
  let lost = false
  const noting = () =>
    attempt().mapErr((error) => {
      lost ||= mayHaveBeenApplied(error)
      return error
    })
  return retrying(clock, patience, pending, noting)
    .map((): Deletion => 'deleted')
    .orElse((error) => (error.name === 'ResourceNotFoundError' ? ok<Deletion>(lost ? 'deleted' : 'gone') : err(error)))
}
