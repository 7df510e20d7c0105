import { type UserProfileRef, userProfileKey } from '../model/ids.js'
import type { PosixOwner } from '../model/posix-owner.js'
import { StudioEfsError } from '../studio-efs-error.js'

/**
 * The user profile exists, with an identity or a person that it was not to have. SageMaker fixes both at its creation.
 * Nothing was changed.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CustomPosixUserConfig.html
 */
export class UserProfileDiffersError extends StudioEfsError {
  readonly name = 'UserProfileDiffersError'
  /** Key of the profile: `d-abcdefghijkl/alice`. */
  readonly profile: string
  /** Member that differs: the POSIX identity, or `SingleSignOnUserValue`. */
  readonly differs: 'identity' | 'person'
  /** For people: what it has, and what the ledger or the caller says. */
  readonly detail: string

  constructor({
    ref,
    differs,
    detail,
  }: Pick<UserProfileDiffersError, 'differs' | 'detail'> & { readonly ref: UserProfileRef }) {
    super({
      message: `User profile ${userProfileKey(ref)} exists with another ${differs}: ${detail}. It was left as it is.`,
      retryable: false,
      hint: 'SageMaker fixes it when a profile is created: choose another name, or delete the profile with its apps and spaces first. To give the profile a directory as it is, use onboardProfile.',
    })
    this.profile = userProfileKey(ref)
    this.differs = differs
    this.detail = detail
  }
}

export function otherIdentity(ref: UserProfileRef, owner: PosixOwner, reason: string): UserProfileDiffersError {
  return new UserProfileDiffersError({ ref, differs: 'identity', detail: `${owner.uid}:${owner.gid}, ${reason}` })
}
