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

/** What a caller says of the directory that is to be a default. */
export interface DefaultDirectoryWish {
  readonly scope: 'private' | 'shared' | 'both'
  readonly uid: number | undefined
  readonly gid: number | undefined
}

/**
 * The owner of a directory that is a default of a domain: as the caller says, else what its shared spaces act as when it
 * is for them, else what its private spaces act as, else 200001:1001.
 */
export function domainDirectoryOwner(
  domain: Pick<Domain, 'posixOwner' | 'spacePosixOwner'>,
  { scope, uid, gid }: DefaultDirectoryWish,
): PosixOwner {
  const shared = scope === 'private' ? undefined : domain.spacePosixOwner
  const own = shared ?? (scope === 'shared' ? undefined : domain.posixOwner) ?? DEFAULT_POSIX_OWNER
  return { uid: uid ?? own.uid, gid: gid ?? own.gid } as PosixOwner
}
