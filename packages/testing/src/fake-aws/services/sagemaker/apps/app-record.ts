import { STUDIO_LOG_GROUP } from '../../../state/logs.js'
import { mergeTags, type Tag } from '../../../state/record.js'
import type { AppRecord } from '../../../state/sagemaker.js'
import { validationError } from '../../../wire/errors.js'
import { arnOf, type World } from '../../../world/world.js'
import { addLogStream } from '../../logs/log-streams.js'
import { findDomain, findSpace, findUserProfile } from '../lookup.js'

/** The user profile or the space that an app belongs to. */
export interface AppOwner {
  readonly DomainId: string
  readonly UserProfileName?: string | null
  readonly SpaceName?: string | null
}

export interface AppName extends AppOwner {
  readonly AppType: string
  readonly AppName: string
}

/** Members of an app to add. */
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
  readonly [other: string]: unknown
}

/** Makes an app, without adding it to the state. Throws when its domain, profile or space does not exist. */
export function newAppRecord(world: World, seed: NewApp): AppRecord {
  const { AppType = 'JupyterLab', AppName = 'default', Status = 'InService' } = seed
  return {
    CreationTime: world.timestamp(),
    ...seed,
    AppArn: appArn(world, { ...seed, AppType, AppName }),
    AppType,
    AppName,
    Status,
    ordinal: world.ids.ordinal(),
  }
}

/** Spells the owner as it was created, so that an app has one ARN. Throws when the owner does not exist. */
export function appArn(world: World, app: AppName): string {
  const { DomainId, AppType, AppName } = app
  return arnOf(world, 'sagemaker', `app/${DomainId}/${ownerName(world, app)}/${AppType.toLowerCase()}/${AppName}`)
}

function ownerName(world: World, { DomainId, UserProfileName, SpaceName }: AppOwner): string {
  findDomain(world, DomainId)
  if (SpaceName != null) return findSpace(world, DomainId, SpaceName).SpaceName
  if (UserProfileName != null) return findUserProfile(world, DomainId, UserProfileName).UserProfileName
  return ''
}

/** Requires one owner: a user profile or a space. */
export function checkOneOwner({ UserProfileName, SpaceName }: AppOwner): void {
  if ((UserProfileName == null) !== (SpaceName == null)) return
  throw validationError('Exactly one of UserProfileName and SpaceName must be set.')
}

/** Tags of the app's domain and profile, which SageMaker copies to it, and the tags that were sent. */
export function tagsOfNewApp(world: World, owner: AppOwner, sent: readonly Tag[]): Tag[] {
  const { tags } = world.state.sagemaker
  const { DomainId, UserProfileName, SpaceName } = owner
  const space = SpaceName == null ? undefined : findSpace(world, DomainId, SpaceName)
  const name = UserProfileName ?? space?.OwnershipSettings?.OwnerUserProfileName
  const profile = name === undefined ? undefined : findUserProfile(world, DomainId, name)
  const inherited = [findDomain(world, DomainId).DomainArn, profile?.UserProfileArn, space?.SpaceArn]
  return inherited.map((arn) => tags.get(arn ?? '') ?? []).reduce<Tag[]>(mergeTags, [...sent])
}

/** Adds the log stream that an app writes to. */
export function addAppLogs(world: World, { DomainId, SpaceName, UserProfileName, AppType, AppName }: AppRecord): void {
  addLogStream(world, STUDIO_LOG_GROUP, `${DomainId}/${SpaceName ?? UserProfileName}/${AppType}/${AppName}`)
}

/** True for an app that uses an instance: `Pending`, `InService` or `Deleting`. */
export function isRunning({ Status }: AppRecord): boolean {
  return Status !== 'Deleted' && Status !== 'Failed'
}
