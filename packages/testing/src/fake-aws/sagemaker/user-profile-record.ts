import { present } from '../present.js'
import type { World } from '../world.js'
import { storedName, userProfileArn } from './lookup.js'
import type { DomainRecord, StudioSettings, UserProfileRecord } from './state.js'

export interface NewUserProfile {
  readonly DomainId: string
  readonly UserProfileName: string
  readonly UserSettings?: StudioSettings | null
  readonly [other: string]: unknown
}

/** A profile `InService`, with what the service fills in; not yet in the state. */
export function newUserProfileRecord(world: World, domain: DomainRecord, fields: NewUserProfile): UserProfileRecord {
  const UserProfileName = storedName(world, fields.UserProfileName)
  const ordinal = world.ids.ordinal()
  const now = world.timestamp()
  return {
    Status: 'InService',
    CreationTime: now,
    LastModifiedTime: now,
    // Distinct for every profile; the home file system's, not a custom one's.
    ...(domain.HomeEfsFileSystemId !== undefined && { HomeEfsFileSystemUid: String(200_000 + ordinal * 5) }),
    ...(present(fields) as NewUserProfile & { UserSettings?: StudioSettings }),
    UserProfileName,
    UserProfileArn: userProfileArn(world, fields.DomainId, UserProfileName),
    ordinal,
  }
}
