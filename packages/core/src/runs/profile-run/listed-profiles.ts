import { createProfilePageGuard, readUserProfilePage } from '../../aws/sagemaker/lists.js'
import { parseUserProfileName, type UserProfileName, type UserProfileRef } from '../../model/ids.js'
import { beginOf, type ListedItems, type ListedSpec } from '../listed-run.js'

/** The user profiles of domains, as the items of a run. */
export const listedProfiles: ListedItems<UserProfileRef> = {
  pages: { readPage: readUserProfilePage, createGuard: createProfilePageGuard },
  nameOf: ({ userProfileName }) => userProfileName,
  parseName: parseUserProfileName,
  refOf: (domainId, name) => ({ domainId, userProfileName: name as UserProfileName }),
}

type Parsed = Parameters<typeof beginOf>[0] & { readonly profileTimeoutMs: number }
type Operation = ListedSpec<UserProfileRef>['operation']

/** Adds to the parsed input of a run over profiles where it begins, as its token says, and the time of one profile. */
export function beginProfiles<Input extends Parsed>(input: Input, operation: Operation) {
  return beginOf(input, { operation, items: listedProfiles }).map((begin) => ({
    ...input,
    ...begin,
    turnTimeoutMs: input.profileTimeoutMs,
  }))
}
