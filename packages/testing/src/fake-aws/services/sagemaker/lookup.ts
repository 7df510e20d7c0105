import {
  type DomainRecord,
  type SpaceRecord,
  spaceKey,
  type UserProfileRecord,
  userProfileKey,
} from '../../state/sagemaker.js'
import { arnOf, type World } from '../../world/world.js'
import { notFound, unknownOwner } from './errors.js'

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

/** Finds the domain of a new profile or space. */
export function findDomainForNew(world: World, domainId: string): DomainRecord {
  const domain = world.state.sagemaker.domains.get(domainId)
  if (domain === undefined) throw unknownOwner(world, 'Domain', domainArn(world, domainId))
  return domain
}

export function findUserProfile(world: World, domainId: string, name: string): UserProfileRecord {
  const profile = world.state.sagemaker.userProfiles.get(userProfileKey(domainId, name))
  if (profile === undefined) throw notFound('UserProfile', userProfileArn(world, domainId, name))
  return profile
}

/** Key of the space, under the choice of `spaceNamesInOtherCase`. */
export function keyOfSpace({ settings }: World, domainId: string, name: string): string {
  return settings.undocumented.spaceNamesInOtherCase === 'two' ? `${domainId}/${name}` : spaceKey(domainId, name)
}

export function findSpace(world: World, domainId: string, name: string): SpaceRecord {
  const space = world.state.sagemaker.spaces.get(keyOfSpace(world, domainId, name))
  if (space === undefined) throw notFound('Space', spaceArn(world, domainId, name))
  return space
}

/** A uid on the home file system, different for every profile and shared space. */
export function homeEfsUid(ordinal: number): string {
  return String(200_000 + ordinal * 5)
}

export function storedName(world: World, name: string): string {
  return world.settings.undocumented.nameCase === 'lower-case' ? name.toLowerCase() : name
}

/** True if any of the records is in the domain. */
export function isInDomain(records: Iterable<{ readonly DomainId: string }>, domainId: string): boolean {
  for (const record of records) if (record.DomainId === domainId) return true
  return false
}
