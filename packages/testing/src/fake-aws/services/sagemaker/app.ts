import type { AppRecord } from '../../state/sagemaker.js'
import { validationError } from '../../wire/errors.js'
import { type Output, presentMembers } from '../../wire/wire.js'
import { arnOf, type World } from '../../world/world.js'
import { findDomain, findSpace, findUserProfile } from './lookup.js'
import { type PageInput, pageOf, type SortInput } from './paging.js'

export interface NewApp {
  readonly DomainId: string
  readonly UserProfileName?: string
  readonly SpaceName?: string
  /** Default `JupyterLab`. */
  readonly AppType?: string
  /** Default `default`. */
  readonly AppName?: string
  /** Default `InService`. */
  readonly Status?: AppRecord['Status']
}

/** Makes an app, without adding it to the state. Throws when its domain, profile or space does not exist. */
export function newAppRecord(world: World, seed: NewApp): AppRecord {
  checkOwners(world, seed)
  const { AppType = 'JupyterLab', AppName = 'default', Status = 'InService' } = seed
  const owner = seed.SpaceName ?? seed.UserProfileName ?? ''
  return {
    ...seed,
    AppArn: arnOf(world, 'sagemaker', `app/${seed.DomainId}/${owner}/${AppType.toLowerCase()}/${AppName}`),
    AppType,
    AppName,
    Status,
    CreationTime: world.timestamp(),
    ordinal: world.ids.ordinal(),
  }
}

function checkOwners(world: World, { DomainId, UserProfileName, SpaceName }: NewApp): void {
  findDomain(world, DomainId)
  if (UserProfileName !== undefined) findUserProfile(world, DomainId, UserProfileName)
  if (SpaceName !== undefined) findSpace(world, DomainId, SpaceName)
}

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
  const Apps = page.map(
    ({ DomainId, UserProfileName, SpaceName, AppType, AppName, Status, CreationTime, ResourceSpec }) =>
      presentMembers({ DomainId, UserProfileName, SpaceName, AppType, AppName, Status, CreationTime, ResourceSpec }),
  )
  return { Apps, ...next }
}
