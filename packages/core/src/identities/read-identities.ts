import { ok, type ResultAsync, safeTry } from 'neverthrow'
import { describeDomain, describeUserProfile, type SageMakerCall } from '../aws/sagemaker/describe-and-update.js'
import { listDomains, listUserProfiles } from '../aws/sagemaker/lists.js'
import type { UserProfileRef } from '../model/ids.js'
import type { PosixOwner } from '../model/posix-owner.js'
import type { Domain, UserProfile } from '../model/studio-resource.js'
import { type ReadError, readEach } from '../studio/listings.js'
import { posixOwnerOf } from '../studio/posix-owner.js'

/** The identity of a user profile, and where it comes from: its own settings, its domain's, or SageMaker's default. */
export interface ProfileIdentity {
  readonly profile: UserProfileRef
  readonly owner: PosixOwner
  readonly source: 'profile' | 'domain' | 'default'
}

export interface RegionReading {
  readonly domains: readonly Domain[]
  readonly profiles: readonly UserProfile[]
}

/** Describes every domain and every user profile of the Region: List calls return no settings. */
export function readRegionProfiles(call: SageMakerCall): ResultAsync<RegionReading, ReadError> {
  return safeTry(async function* () {
    const domains = yield* await readEach(yield* listDomains(call), (domainId) => describeDomain(call, domainId))
    const profiles = yield* await readEach(yield* listUserProfiles(call), (ref) => describeUserProfile(call, ref))
    return ok({ domains, profiles })
  })
}

/** The identity of each profile. A profile whose domain was deleted in between is left out. */
export function identitiesIn({ domains, profiles }: RegionReading): readonly ProfileIdentity[] {
  const domainOf = new Map(domains.map((domain) => [domain.domainId, domain]))
  return profiles.flatMap((profile) => {
    const domain = domainOf.get(profile.domainId)
    return domain === undefined ? [] : [identityOf(profile, domain)]
  })
}

export function identityOf(profile: UserProfile, domain: Pick<Domain, 'posixOwner'>): ProfileIdentity {
  const { domainId, userProfileName, posixOwner } = profile
  const otherwise = domain.posixOwner === undefined ? 'default' : 'domain'
  return {
    profile: { domainId, userProfileName },
    owner: posixOwnerOf(profile, domain),
    source: posixOwner === undefined ? otherwise : 'profile',
  }
}
