import type { OffboardProfileOutput } from '@studio-efs/core'
import { StudioEfsError } from '@studio-efs/core/errors'

type Pending = NonNullable<OffboardProfileOutput['pending']>

const REASONS: Readonly<Record<Pending, string>> = {
  deleting: 'SageMaker is still deleting it',
  young: 'it was created less than 10 minutes ago, so that SageMaker may not show it everywhere yet',
}

/** The user profile of a DeleteUserProfile event is not known to be gone yet. Another try archives its directory. */
export class ProfileNotGoneError extends StudioEfsError {
  readonly name = 'ProfileNotGoneError'
  readonly profile: OffboardProfileOutput['profile']
  readonly path: OffboardProfileOutput['path']
  readonly pending: Pending

  constructor({ profile, path, pending }: Pick<ProfileNotGoneError, 'profile' | 'path' | 'pending'>) {
    super({
      message: `Directory ${path} of user profile ${profile.domainId}/${profile.userProfileName} was not archived: ${REASONS[pending]}.`,
      retryable: true,
      hint: 'Nothing is to be done: the event comes again, and the sweep of archive-leavers looks for what is left.',
    })
    this.profile = profile
    this.path = path
    this.pending = pending
  }
}
