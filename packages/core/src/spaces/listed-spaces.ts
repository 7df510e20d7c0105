import { createSpacePageGuard, readSpacePage } from '../aws/sagemaker/space-lists.js'
import { parseSpaceName, type SpaceName, type SpaceRef, type UserProfileName } from '../model/ids.js'
import { kindOf, type SpaceSummary } from '../model/space.js'
import type { ListedItems } from '../runs/listed-run.js'

/** Spaces of a run: `private`, `shared`, or `both`. */
export type SpaceScope = 'private' | 'shared' | 'both'

export interface SpaceFilter {
  /** Only private spaces of this profile. */
  readonly userProfileName: UserProfileName | undefined
  readonly scope: SpaceScope
}

/** The spaces of domains that the filter lets through, as the items of a run. */
export function listedSpaces(filter: SpaceFilter): ListedItems<SpaceRef> {
  return {
    pages: {
      readPage: (call, page) =>
        readSpacePage(call, page).map(({ items, ...rest }) => ({
          ...rest,
          items: items.filter(isWanted(filter)).map(({ domainId, spaceName }) => ({ domainId, spaceName })),
        })),
      createGuard: createSpacePageGuard,
    },
    nameOf: ({ spaceName }) => spaceName,
    parseName: parseSpaceName,
    refOf: (domainId, name) => ({ domainId, spaceName: name as SpaceName }),
  }
}

function isWanted({ userProfileName, scope }: SpaceFilter) {
  return (space: SpaceSummary): boolean => {
    const kind = kindOf(space)
    if (scope !== 'both' && kind !== scope) return false
    if (userProfileName === undefined) return true
    return kind === 'private' && space.ownerUserProfileName?.toLowerCase() === userProfileName.toLowerCase()
  }
}
