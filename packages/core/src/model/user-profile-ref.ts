import type { DomainId } from './domain-id.js'
import type { UserProfileName } from './user-profile-name.js'

/** Which user profile: the same name in two domains is two people. */
export interface UserProfileRef {
  readonly domainId: DomainId
  readonly userProfileName: UserProfileName
}

/** Equal for two spellings of one profile: SageMaker does not tell upper from lower case in profile names. */
export function userProfileKey(ref: UserProfileRef): string {
  return `${ref.domainId}/${ref.userProfileName.toLowerCase()}`
}
