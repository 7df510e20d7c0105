import type { ProfileOutcome, UserProfileRef } from '@studio-efs/core'
import { boundedText } from '@studio-efs/core/driver-kit'
import { StudioEfsError } from '@studio-efs/core/errors'

/** One item of an invocation that is not done, and the reason. */
export interface Failure {
  /** For example `user profile d-abcdefghijkl/alice`. */
  readonly what: string
  /** The error's name. */
  readonly error: string
  readonly message: string
  readonly retryable: boolean
}

const MAX_NAMED = 20
/** Step Functions shows the message alone, so the first reasons are in it. */
const MAX_REASONS = 3
const MAX_REASON = 300
/** A hundred of them go through Step Functions, which takes 256 KiB. */
const MAX_MESSAGE = 1000

/** Some items of the invocation are not done. The others are, and running it again keeps them. */
export class ItemsFailedError extends StudioEfsError {
  readonly name = 'ItemsFailedError'
  readonly failures: readonly Failure[]
  /** Number of items of the invocation. */
  readonly of: number

  constructor({ failures, of }: Pick<ItemsFailedError, 'failures' | 'of'>) {
    super({
      message: `${failures.length} of ${of} failed: ${listed(failures)}. ${reasons(failures)}`,
      retryable: failures.some(({ retryable }) => retryable),
    })
    this.failures = failures
    this.of = of
  }
}

export function failureFrom(what: string, { name, message, retryable }: StudioEfsError): Failure {
  return { what, error: name, message: boundedText(message, MAX_MESSAGE), retryable }
}

export function profileFailure({ profile, error }: FailedProfile): Failure {
  return failureFrom(`user profile ${profile.domainId}/${profile.userProfileName}`, error)
}

/** Runs to the end; returns the first `max` profiles that failed. */
export async function failuresOf(run: AsyncIterable<ProfileOutcome>, max: number): Promise<readonly Failure[]> {
  const failures: Failure[] = []
  for await (const each of run)
    if (each.outcome === 'failed' && failures.length < max) failures.push(profileFailure(each))
  return failures
}

interface FailedProfile {
  readonly profile: UserProfileRef
  readonly error: StudioEfsError
}

function listed(failures: readonly Failure[]): string {
  const named = failures.slice(0, MAX_NAMED).map(({ what, error }) => `${what} (${error})`)
  return `${named.join('; ')}${failures.length > MAX_NAMED ? `; and ${failures.length - MAX_NAMED} more` : ''}`
}

/** The first different reasons, each cut. */
function reasons(failures: readonly Failure[]): string {
  return [...new Set(failures.map(({ message }) => boundedText(message, MAX_REASON)))].slice(0, MAX_REASONS).join(' ')
}
