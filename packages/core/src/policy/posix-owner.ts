import { DEFAULT_POSIX_OWNER, type PosixOwner } from '../model/posix-owner.js'
import type { Domain, UserProfile } from '../model/studio-resource.js'

/**
 * The identity that a profile's private spaces act with: the profile's own, else the domain's, else 200001:1001.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/domain-custom-file-system.html
 */
export function posixOwnerOf(profile: Pick<UserProfile, 'posixOwner'>, domain: Pick<Domain, 'posixOwner'>): PosixOwner {
  return profile.posixOwner ?? domain.posixOwner ?? DEFAULT_POSIX_OWNER
}

/**
 * The owner of a directory that is a default of a domain: what its shared spaces act as when it is for them, else what
 * its private spaces act as, else 200001:1001.
 */
export function domainDirectoryOwner(
  domain: Pick<Domain, 'posixOwner' | 'spacePosixOwner'>,
  scope: 'private' | 'shared' | 'both',
): PosixOwner {
  const own = scope === 'private' ? undefined : domain.spacePosixOwner
  return own ?? (scope === 'shared' ? undefined : domain.posixOwner) ?? DEFAULT_POSIX_OWNER
}
