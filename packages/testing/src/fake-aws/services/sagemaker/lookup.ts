import {
  type DomainRecord,
  type SpaceRecord,
  type StatefulRecord,
  spaceKey,
  type UserProfileRecord,
  userProfileKey,
} from '../../state/sagemaker.js'
import type { Output } from '../../wire/wire.js'
import { arnOf, type World } from '../../world/world.js'
import { notFound } from './errors.js'

export function domainArn(world: World, domainId: string): string {
  return arnOf(world, 'sagemaker', `domain/${domainId}`)
}

export function userProfileArn(world: World, domainId: string, name: string): string {
  return arnOf(world, 'sagemaker', `user-profile/${domainId}/${name}`)
}

export function spaceArn(world: World, domainId: string, name: string): string {
  return arnOf(world, 'sagemaker', `space/${domainId}/${name}`)
}

export function findDomain(world: World, domainId: string): DomainRecord {
  const domain = world.state.sagemaker.domains.get(domainId)
  if (domain === undefined) throw notFound('Domain', domainArn(world, domainId))
  return domain
}

export function findUserProfile(world: World, domainId: string, name: string): UserProfileRecord {
  const profile = world.state.sagemaker.userProfiles.get(userProfileKey(domainId, name))
  if (profile === undefined) throw notFound('UserProfile', userProfileArn(world, domainId, name))
  return profile
}

export function findSpace(world: World, domainId: string, name: string): SpaceRecord {
  const space = world.state.sagemaker.spaces.get(spaceKey(domainId, name))
  if (space === undefined) throw notFound('Space', spaceArn(world, domainId, name))
  return space
}

export function storedName(world: World, name: string): string {
  return world.settings.undocumented.nameCase === 'lower-case' ? name.toLowerCase() : name
}

/** True if any of the records is in the domain. */
export function isInDomain(records: Iterable<{ readonly DomainId: string }>, domainId: string): boolean {
  for (const record of records) if (record.DomainId === domainId) return true
  return false
}

/** Returns the record as Describe returns it: without the internal members. */
export function describe(record: StatefulRecord): Output {
  const { ordinal, transitionEndsAt, ...described } = record
  return described
}
