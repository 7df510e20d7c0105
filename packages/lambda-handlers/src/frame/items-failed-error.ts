import type { ProfileOutcome } from '@studio-efs/core'
import { StudioEfsError } from '@studio-efs/core/driver-kit'

/** One of several things that an invocation was to do, and why it is not done. */
export interface Failure {
  /** Such as `user profile d-abcdefghijkl/alice`. */
  readonly what: string
  /** The error's name. */
  readonly error: string
  readonly message: string
  readonly retryable: boolean
}

const SHOWN = 20

/** Some of the things that the invocation was to do are not done; the others are, and running it again keeps them. */
export class ItemsFailedError extends StudioEfsError {
  readonly name = 'ItemsFailedError'
  constructor(
    readonly failures: readonly Failure[],
    readonly of: number,
  ) {
    super(`${failures.length} of ${of} failed: ${failures.slice(0, SHOWN).map(inWords).join('; ')}${more(failures)}.`, {
      retryable: failures.some(({ retryable }) => retryable),
    })
  }
}

export function failureFrom(what: string, { name, message, retryable }: StudioEfsError): Failure {
  return { what, error: name, message, retryable }
}

export function profileFailure({ profile, error }: ProfileFailed): Failure {
  return failureFrom(`user profile ${profile.domainId}/${profile.userProfileName}`, error)
}

type ProfileFailed = Pick<Extract<ProfileOutcome, { readonly outcome: 'failed' }>, 'profile' | 'error'>

function inWords({ what, error }: Failure): string {
  return `${what} (${error})`
}

function more({ length }: readonly Failure[]): string {
  return length > SHOWN ? `; and ${length - SHOWN} more` : ''
}
