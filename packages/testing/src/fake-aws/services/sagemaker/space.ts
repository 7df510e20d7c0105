import type { Tag } from '../../state/record.js'
import { type SpaceRecord, spaceKey } from '../../state/sagemaker.js'
import { validationError } from '../../wire/errors.js'
import { type Output, presentMembers } from '../../wire/wire.js'
import type { CallContext } from '../../world/fake-api.js'
import type { World } from '../../world/world.js'
import { alreadyExists, checkQuota, notReady, stillAssociated } from './errors.js'
import { begin, beginUpdate, checkAcceptsNew, checkDeletable, checkUpdatable } from './life-cycle.js'
import { describe, findDomain, findSpace, findUserProfile, spaceArn, storedName } from './lookup.js'
import { type PageInput, pageOf, positionBy, type SortInput } from './paging.js'
import { mergeSettings } from './settings-rules.js'

interface SpaceInput {
  readonly DomainId: string
  readonly SpaceName: string
}

/** Members of a space to add. */
export interface NewSpace extends SpaceInput {
  readonly SpaceSettings?: Readonly<Record<string, unknown>>
  readonly OwnershipSettings?: { readonly OwnerUserProfileName: string }
  readonly SpaceSharingSettings?: { readonly SharingType: 'Private' | 'Shared' }
  readonly [other: string]: unknown
}

interface CreateSpaceInput extends NewSpace {
  readonly Tags?: readonly Tag[] | null
}

/** Makes an `InService` space, without adding it to the state. */
export function newSpaceRecord(world: World, fields: NewSpace): SpaceRecord {
  const SpaceName = storedName(world, fields.SpaceName)
  const now = world.timestamp()
  return {
    Status: 'InService',
    CreationTime: now,
    LastModifiedTime: now,
    ...presentMembers(fields),
    SpaceName,
    SpaceArn: spaceArn(world, fields.DomainId, SpaceName),
    ordinal: world.ids.ordinal(),
  }
}

export function createSpace(world: World, input: CreateSpaceInput, call: CallContext): Output {
  const { Tags, ...fields } = input
  const { spaces, tags } = world.state.sagemaker
  checkAcceptsNew(world, findDomain(world, input.DomainId), 'Space')
  checkOwner(world, input)
  const key = spaceKey(input.DomainId, input.SpaceName)
  const existing = spaces.get(key)
  if (existing !== undefined) throw alreadyExists('Space', existing.SpaceArn)
  const limit = world.settings.quotas.spaces
  checkQuota({ limit, count: spaces.size, quotaName: 'Studio spaces per account', unit: 'Spaces' })
  const space = newSpaceRecord(world, fields)
  const stored = { records: spaces, key, record: space }
  begin(world, stored, { call, during: 'Pending', delay: world.settings.delays.createSpace })
  spaces.set(key, space)
  tags.set(space.SpaceArn, [...(Tags ?? [])])
  return { SpaceArn: space.SpaceArn }
}

function checkOwner(world: World, input: CreateSpaceInput): void {
  const isPrivate = input.SpaceSharingSettings?.SharingType === 'Private'
  if (isPrivate && input.SpaceSettings == null) {
    const arn = spaceArn(world, input.DomainId, input.SpaceName)
    throw validationError(`SpaceSettings must be provided for creating private space [${arn}]`)
  }
  if ((input.OwnershipSettings == null) !== (input.SpaceSharingSettings == null)) {
    throw validationError('OwnershipSettings and SpaceSharingSettings must be provided together.')
  }
  if (input.OwnershipSettings == null) return
  const owner = findUserProfile(world, input.DomainId, input.OwnershipSettings.OwnerUserProfileName)
  if (owner.Status === 'InService') return
  throw notReady(world, 'create Space for', { kind: 'UserProfile', arn: owner.UserProfileArn, status: owner.Status })
}

export function describeSpace(world: World, input: SpaceInput): Output {
  const space = findSpace(world, input.DomainId, input.SpaceName)
  return { ...describe(space), Url: `https://${space.DomainId}.studio.${world.settings.region}.sagemaker.aws` }
}

interface ListSpacesInput extends PageInput, SortInput {
  readonly DomainIdEquals?: string | null
  readonly SpaceNameContains?: string | null
}

export function listSpaces(world: World, input: ListSpacesInput): Output {
  const { DomainIdEquals: domainId, SpaceNameContains: part, SortBy, SortOrder } = input
  const items = [...world.state.sagemaker.spaces.values()].filter(
    (space) =>
      (domainId == null || space.DomainId === domainId) &&
      (part == null || space.SpaceName.toLowerCase().includes(part.toLowerCase())),
  )
  const query = ['spaces', domainId, part, SortBy, SortOrder]
  const descending = SortOrder === 'Descending'
  const listing = { items, position: positionBy(SortBy), descending, query, defaultSize: 10 }
  const { items: page, ...next } = pageOf(listing, input)
  return { Spaces: page.map(summarize), ...next }
}

function summarize(space: SpaceRecord): Output {
  const { DomainId, SpaceName, Status, CreationTime, LastModifiedTime, SpaceDisplayName } = space
  const { AppType, RemoteAccess, SpaceStorageSettings } = space.SpaceSettings ?? {}
  return presentMembers({
    DomainId,
    SpaceName,
    Status,
    CreationTime,
    LastModifiedTime,
    SpaceDisplayName,
    SpaceSettingsSummary: space.SpaceSettings && presentMembers({ AppType, RemoteAccess, SpaceStorageSettings }),
    SpaceSharingSettingsSummary: space.SpaceSharingSettings,
    OwnershipSettingsSummary: space.OwnershipSettings,
  })
}

interface UpdateSpaceInput extends SpaceInput {
  readonly SpaceSettings?: Readonly<Record<string, unknown>> | null
  readonly SpaceDisplayName?: string | null
}

export function updateSpace(world: World, input: UpdateSpaceInput, call: CallContext): Output {
  const space = findSpace(world, input.DomainId, input.SpaceName)
  const { SpaceSettings, SpaceDisplayName } = input
  // The stored value is refused too.
  if (SpaceSettings?.['AppType'] != null) {
    throw validationError('Updating AppType for Space is not supported.')
  }
  checkUpdatable(world, { kind: 'Space', arn: space.SpaceArn, status: space.Status })
  if (world.settings.undocumented.spaceUpdateBesideApp === 'refuse' && hasApp(world, space)) {
    throw validationError(`Unable to update Space [${space.SpaceArn}] with an App. Delete the App and try again.`)
  }
  const { spaces: records } = world.state.sagemaker
  const key = spaceKey(input.DomainId, input.SpaceName)
  beginUpdate(
    world,
    { records, key, record: space },
    {
      call,
      delay: world.settings.delays.updateSpace,
      apply: () => {
        if (SpaceSettings != null) space.SpaceSettings = mergeSettings(world, space.SpaceSettings, SpaceSettings)
        if (SpaceDisplayName != null) space.SpaceDisplayName = SpaceDisplayName
      },
    },
  )
  return { SpaceArn: space.SpaceArn }
}

function hasApp({ state }: World, space: SpaceRecord): boolean {
  const key = spaceKey(space.DomainId, space.SpaceName)
  return [...state.sagemaker.apps.values()].some(
    ({ DomainId, SpaceName, Status }) =>
      Status !== 'Deleted' && SpaceName !== undefined && spaceKey(DomainId, SpaceName) === key,
  )
}

export function deleteSpace(world: World, input: SpaceInput, call: CallContext): undefined {
  const { spaces, tags } = world.state.sagemaker
  const space = findSpace(world, input.DomainId, input.SpaceName)
  checkDeletable(world, { kind: 'Space', arn: space.SpaceArn, status: space.Status })
  const key = spaceKey(input.DomainId, input.SpaceName)
  if (hasApp(world, space)) throw stillAssociated('Space', space.SpaceArn, 'App(s)')
  const completed = () => {
    spaces.delete(key)
    tags.delete(space.SpaceArn)
  }
  const stored = { records: spaces, key, record: space }
  begin(world, stored, { call, during: 'Deleting', delay: world.settings.delays.deleteSpace, completed })
}
