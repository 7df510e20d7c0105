import { createProfilePageGuard, readUserProfilePage } from '../../aws/sagemaker/lists.js'
import { parseUserProfileName, type UserProfileName, type UserProfileRef } from '../../model/ids.js'
import type { ListedItems } from '../listed-run.js'

/** The user profiles of domains, as the items of a run. */
export const listedProfiles: ListedItems<UserProfileRef> = {
  pages: { readPage: readUserProfilePage, createGuard: createProfilePageGuard },
  nameOf: ({ userProfileName }) => userProfileName,
  parseName: parseUserProfileName,
  refOf: (domainId, name) => ({ domainId, userProfileName: name as UserProfileName }),
}
