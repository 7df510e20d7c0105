import type { Tag } from '../../state/record.js'
import { type AppRecord, type SpaceRecord, type UserProfileRecord, userProfileKey } from '../../state/sagemaker.js'
import { validationError } from '../../wire/errors.js'
import { type Output, presentMembers } from '../../wire/wire.js'
import type { CallContext } from '../../world/fake-api.js'
import type { World } from '../../world/world.js'
import { isRunning } from './apps/app-record.js'
import { alreadyExists, checkQuota, notReady, stillAssociated, unknownOwner } from './errors.js'
import { withSettingsNotSent } from './filled-in-settings.js'
import { begin, beginUpdate, checkAcceptsNew, checkDeletable, checkUpdatable } from './life-cycle.js'
import { findDomainForNew, findSpace, homeEfsUid, keyOfSpace, spaceArn, storedName, userProfileArn } from './lookup.js'
import { checkOffered } from './offered-file-systems.js'
import { type PageInput, pageOf, positionBy, type SortInput } from './paging.js'
import { mergeSpaceSettings } from './settings-rules.js'
import { checkTags } from './tags.js'
import { countLooks, describe, hideForNow, isVisible } from './visibility.js'

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
  checkTags(Tags)
  checkAcceptsNew(world, findDomainForNew(world, input.DomainId), 'Space')
  checkOwner(world, input)
  const key = keyOfSpace(world, input.DomainId, input.SpaceName)
  const existing = spaces.get(key)
  if (existing !== undefined) throw alreadyExists('Space', existing.SpaceArn)
  checkOffered(world, input)
  const limit = world.settings.quotas.spaces
  checkQuota({ limit, count: spaces.size, quotaName: 'Studio spaces per account', unit: 'Spaces' })
  const space = newSpaceRecord(world, fields)
  const stored = { records: spaces, key, record: space }
  begin(world, stored, { call, during: 'Pending', delay: world.settings.delays.createSpace })
  hideForNow(world, space)
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
  const owner = findOwner(world, input.DomainId, input.OwnershipSettings.OwnerUserProfileName)
  if (owner.Status === 'InService') return
  throw notReady(world, 'create Space for', { kind: 'UserProfile', arn: owner.UserProfileArn, status: owner.Status })
}

function findOwner(world: World, domainId: string, name: string): UserProfileRecord {
  const owner = world.state.sagemaker.userProfiles.get(userProfileKey(domainId, name))
  if (owner === undefined) throw unknownOwner(world, 'UserProfile', userProfileArn(world, domainId, name))
  return owner
}

export function describeSpace(world: World, input: SpaceInput): Output {
  const record = findSpace(world, input.DomainId, input.SpaceName)
  const described = describe(world, { kind: 'Space', arn: record.SpaceArn, record })
  return {
    ...withSettingsNotSent.ofSpace(world, described),
    ...homeUidOf(world, record),
    Url: `https://${record.DomainId}.studio.${world.settings.region}.sagemaker.aws`,
  }
}

/** Uid on the home file system: of the space's own directory if it is shared, else its owner's. */
function homeUidOf(world: World, space: SpaceRecord): Output {
  const { domains, userProfiles } = world.state.sagemaker
  if (domains.get(space.DomainId)?.HomeEfsFileSystemId === undefined) return {}
  const isPrivate = space.SpaceSharingSettings?.SharingType === 'Private'
  const owner = userProfiles.get(userProfileKey(space.DomainId, space.OwnershipSettings?.OwnerUserProfileName ?? ''))
  const uid = isPrivate ? owner?.HomeEfsFileSystemUid : homeEfsUid(space.ordinal)
  return uid === undefined ? {} : { HomeEfsFileSystemUid: uid }
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
      (part == null || space.SpaceName.toLowerCase().includes(part.toLowerCase())) &&
      isVisible(world, space),
  )
  const query = ['spaces', domainId, part, SortBy, SortOrder]
  const descending = SortOrder === 'Descending'
  const listing = { items, position: positionBy(SortBy), descending, query, defaultSize: 10 }
  const { items: page, ...next } = pageOf(listing, input)
  countLooks(world, page)
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
  checkAppType(world, space, SpaceSettings?.['AppType'])
  checkUpdatable(world, { kind: 'Space', arn: space.SpaceArn, status: space.Status })
  if (world.settings.undocumented.spaceUpdateBesideApp === 'refuse' && hasApp(world, space, 'InService')) {
    throw validationError(
      `Unable to update Space [${space.SpaceArn}] with InService App. Delete the App and try again.`,
    )
  }
  checkOffered(world, { ...space, SpaceSettings })
  const { spaces: records } = world.state.sagemaker
  const key = keyOfSpace(world, input.DomainId, input.SpaceName)
  beginUpdate(
    world,
    { records, key, record: space },
    {
      call,
      delay: world.settings.delays.updateSpace,
      apply: () => {
        if (SpaceSettings != null) space.SpaceSettings = mergeSpaceSettings(world, space.SpaceSettings, SpaceSettings)
        if (SpaceDisplayName != null) space.SpaceDisplayName = SpaceDisplayName
      },
    },
  )
  return { SpaceArn: space.SpaceArn }
}

function checkAppType(world: World, { SpaceSettings: stored }: SpaceRecord, sent: unknown): void {
  const isSame = world.settings.undocumented.resentAppType === 'accept-same' && sent === stored?.['AppType']
  if (sent == null || isSame) return
  throw validationError('Updating AppType for Space is not supported.')
}

/** `status`: default any of an app that runs. */
function hasApp(world: World, space: SpaceRecord, status?: AppRecord['Status']): boolean {
  const key = keyOfSpace(world, space.DomainId, space.SpaceName)
  return [...world.state.sagemaker.apps.values()].some(
    (app) =>
      (status === undefined ? isRunning(app) : app.Status === status) &&
      app.SpaceName !== undefined &&
      keyOfSpace(world, app.DomainId, app.SpaceName) === key,
  )
}

export function deleteSpace(world: World, input: SpaceInput, call: CallContext): undefined {
  const { spaces, tags } = world.state.sagemaker
  const space = findSpace(world, input.DomainId, input.SpaceName)
  checkDeletable(world, { kind: 'Space', arn: space.SpaceArn, status: space.Status })
  const key = keyOfSpace(world, input.DomainId, input.SpaceName)
  if (hasApp(world, space)) throw stillAssociated('Space', space.SpaceArn, 'App(s)')
  const completed = () => {
    spaces.delete(key)
    tags.delete(space.SpaceArn)
  }
  const stored = { records: spaces, key, record: space }
  begin(world, stored, { call, during: 'Deleting', delay: world.settings.delays.deleteSpace, completed })
}
