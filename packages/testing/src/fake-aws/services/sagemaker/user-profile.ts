import type { Tag } from '../../state/record.js'
import {
  type DomainRecord,
  type StudioSettings,
  type UserProfileRecord,
  userProfileKey,
} from '../../state/sagemaker.js'
import { validationError } from '../../wire/errors.js'
import { type Output, presentMembers } from '../../wire/wire.js'
import type { CallContext } from '../../world/fake-api.js'
import type { World } from '../../world/world.js'
import { isRunning } from './apps/app-record.js'
import { alreadyExists, checkQuota, stillAssociated } from './errors.js'
import { withSettingsNotSent } from './filled-in-settings.js'
import { begin, beginUpdate, checkAcceptsNew, checkDeletable, checkUpdatable } from './life-cycle.js'
import { findDomainForNew, findUserProfile, homeEfsUid, storedName, userProfileArn } from './lookup.js'
import { type PageInput, pageOf, positionBy, type SortInput } from './paging.js'
import { checkFileSystems, mergeSettings, refusePosixUser } from './settings-rules.js'
import { checkTags } from './tags.js'
import { countLooks, describe, hideForNow, isVisible } from './visibility.js'

/** Members of a user profile to add. */
export interface NewUserProfile {
  readonly DomainId: string
  readonly UserProfileName: string
  readonly UserSettings?: StudioSettings | null
  readonly [other: string]: unknown
}

/** Makes an `InService` profile with the service's defaults, without adding it to the state. */
export function newUserProfileRecord(world: World, domain: DomainRecord, fields: NewUserProfile): UserProfileRecord {
  const UserProfileName = storedName(world, fields.UserProfileName)
  const ordinal = world.ids.ordinal()
  const now = world.timestamp()
  return {
    Status: 'InService',
    CreationTime: now,
    LastModifiedTime: now,
    // The uid on the home file system, different for every profile; custom file systems do not use it.
    ...(domain.HomeEfsFileSystemId !== undefined && { HomeEfsFileSystemUid: homeEfsUid(ordinal) }),
    ...(presentMembers(fields) as NewUserProfile & { UserSettings?: StudioSettings }),
    UserProfileName,
    UserProfileArn: userProfileArn(world, fields.DomainId, UserProfileName),
    ordinal,
  }
}

interface UserProfileInput {
  readonly DomainId: string
  readonly UserProfileName: string
}

interface CreateUserProfileInput extends UserProfileInput {
  readonly UserSettings?: StudioSettings | null
  readonly SingleSignOnUserIdentifier?: string | null
  readonly SingleSignOnUserValue?: string | null
  readonly Tags?: readonly Tag[] | null
}

export function createUserProfile(world: World, input: CreateUserProfileInput, call: CallContext): Output {
  const { Tags, ...fields } = input
  const { userProfiles, tags } = world.state.sagemaker
  checkTags(Tags)
  const domain = findDomainForNew(world, input.DomainId)
  checkAcceptsNew(world, domain, 'UserProfile')
  checkSignOn(domain, input)
  const key = userProfileKey(input.DomainId, input.UserProfileName)
  const existing = userProfiles.get(key)
  if (existing !== undefined) throw alreadyExists('UserProfile', existing.UserProfileArn)
  checkFileSystems(world, input.UserSettings, 'userSettings')
  const limit = world.settings.quotas.userProfiles
  const quotaName = 'Studio user profiles per account'
  checkQuota({ limit, count: userProfiles.size, quotaName, unit: 'UserProfiles' })
  const profile = newUserProfileRecord(world, domain, fields)
  const stored = { records: userProfiles, key, record: profile }
  begin(world, stored, { call, during: 'Pending', delay: world.settings.delays.createUserProfile })
  hideForNow(world, profile)
  userProfiles.set(key, profile)
  tags.set(profile.UserProfileArn, [...(Tags ?? [])])
  return { UserProfileArn: profile.UserProfileArn }
}

function checkSignOn({ AuthMode }: DomainRecord, input: CreateUserProfileInput): void {
  const given = [input.SingleSignOnUserIdentifier, input.SingleSignOnUserValue].filter((value) => value != null).length
  if (AuthMode === 'SSO' && given < 2) {
    throw validationError('SingleSignOnUserIdentifier and SingleSignOnUserValue are required when AuthMode is SSO.')
  }
  if (AuthMode === 'IAM' && given > 0) {
    throw validationError('SingleSignOnUserIdentifier and SingleSignOnUserValue are not allowed when AuthMode is IAM.')
  }
}

export function describeUserProfile(world: World, input: UserProfileInput): Output {
  const record = findUserProfile(world, input.DomainId, input.UserProfileName)
  const described = describe(world, { kind: 'UserProfile', arn: record.UserProfileArn, record })
  return withSettingsNotSent.ofUserProfile(world, described)
}

interface ListUserProfilesInput extends PageInput, SortInput {
  readonly DomainIdEquals?: string | null
  readonly UserProfileNameContains?: string | null
}

export function listUserProfiles(world: World, input: ListUserProfilesInput): Output {
  const { DomainIdEquals: domainId, UserProfileNameContains: part, SortBy, SortOrder } = input
  const items = [...world.state.sagemaker.userProfiles.values()].filter(
    (profile) =>
      (domainId == null || profile.DomainId === domainId) &&
      (part == null || profile.UserProfileName.toLowerCase().includes(part.toLowerCase())) &&
      isVisible(world, profile),
  )
  const query = ['user-profiles', domainId, part, SortBy, SortOrder]
  const descending = SortOrder === 'Descending'
  const listing = { items, position: positionBy(SortBy), descending, query, defaultSize: 10 }
  const { items: page, ...next } = pageOf(listing, input)
  countLooks(world, page)
  return { UserProfiles: page.map(summarize), ...next }
}

function summarize(profile: UserProfileRecord): Output {
  const { DomainId, UserProfileName, Status, CreationTime, LastModifiedTime } = profile
  return { DomainId, UserProfileName, Status, CreationTime, LastModifiedTime }
}

interface UpdateUserProfileInput extends UserProfileInput {
  readonly UserSettings?: StudioSettings | null
}

export function updateUserProfile(world: World, input: UpdateUserProfileInput, call: CallContext): Output {
  const profile = findUserProfile(world, input.DomainId, input.UserProfileName)
  checkUpdatable(world, { kind: 'UserProfile', arn: profile.UserProfileArn, status: profile.Status })
  checkFileSystems(world, input.UserSettings, 'userSettings')
  refusePosixUser(input.UserSettings, ': delete the user profile and create it again')
  const { userProfiles: records } = world.state.sagemaker
  const key = userProfileKey(input.DomainId, input.UserProfileName)
  const { UserSettings } = input
  beginUpdate(
    world,
    { records, key, record: profile },
    {
      call,
      delay: world.settings.delays.updateUserProfile,
      apply: () => {
        if (UserSettings != null) profile.UserSettings = mergeSettings(world, profile.UserSettings, UserSettings)
      },
    },
  )
  return { UserProfileArn: profile.UserProfileArn }
}

export function deleteUserProfile(world: World, input: UserProfileInput, call: CallContext): undefined {
  const { userProfiles, spaces, apps, tags } = world.state.sagemaker
  const profile = findUserProfile(world, input.DomainId, input.UserProfileName)
  const { UserProfileArn: arn } = profile
  checkDeletable(world, { kind: 'UserProfile', arn, status: profile.Status })
  const key = userProfileKey(input.DomainId, input.UserProfileName)
  const owns = (domainId: string, name: string | undefined) =>
    name !== undefined && userProfileKey(domainId, name) === key
  if ([...apps.values()].some((app) => isRunning(app) && owns(app.DomainId, app.UserProfileName))) {
    throw stillAssociated('UserProfile', arn, 'App(s)')
  }
  if ([...spaces.values()].some((space) => owns(space.DomainId, space.OwnershipSettings?.OwnerUserProfileName))) {
    throw stillAssociated('UserProfile', arn, 'Space(s)')
  }
  const completed = () => {
    userProfiles.delete(key)
    tags.delete(arn)
  }
  const stored = { records: userProfiles, key, record: profile }
  begin(world, stored, { call, during: 'Deleting', delay: world.settings.delays.deleteUserProfile, completed })
}
