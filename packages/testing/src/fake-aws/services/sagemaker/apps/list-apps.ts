import { validationError } from '../../../wire/errors.js'
import { type Output, presentMembers } from '../../../wire/wire.js'
import type { World } from '../../../world/world.js'
import { type PageInput, pageOf, type SortInput } from '../paging.js'
import { countLooks } from '../visibility.js'

interface ListAppsInput extends PageInput, Pick<SortInput, 'SortOrder'> {
  readonly DomainIdEquals?: string | null
  readonly UserProfileNameEquals?: string | null
  readonly SpaceNameEquals?: string | null
}

export function listApps(world: World, input: ListAppsInput): Output {
  const { DomainIdEquals: domainId, UserProfileNameEquals: owner, SpaceNameEquals: space, SortOrder } = input
  if (owner != null && space != null) {
    throw validationError('UserProfileNameEquals and SpaceNameEquals cannot be used together.')
  }
  const items = [...world.state.sagemaker.apps.values()].filter(
    (app) =>
      (domainId == null || app.DomainId === domainId) &&
      (owner == null || app.UserProfileName?.toLowerCase() === owner.toLowerCase()) &&
      (space == null || app.SpaceName?.toLowerCase() === space.toLowerCase()),
  )
  const listing = {
    items,
    position: (app: (typeof items)[number]) => [app.CreationTime.ms, app.ordinal] as const,
    descending: SortOrder === 'Descending',
    query: ['apps', domainId, owner, space, SortOrder],
    defaultSize: 10,
  }
  const { items: page, ...next } = pageOf(listing, input)
  countLooks(world, page)
  const Apps = page.map(
    ({ DomainId, UserProfileName, SpaceName, AppType, AppName, Status, CreationTime, ResourceSpec }) =>
      presentMembers({ DomainId, UserProfileName, SpaceName, AppType, AppName, Status, CreationTime, ResourceSpec }),
  )
  return { Apps, ...next }
}
