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

/** The caller's choice of an owner for a directory that becomes a default. */
export interface DefaultDirectorySpec {
  readonly scope: 'private' | 'shared' | 'both'
  readonly uid: number | undefined
  readonly gid: number | undefined
}

/**
 * The owner of a directory that is a default of a domain: the caller's uid and gid, else the identity of the domain's
 * shared spaces if the default is for them, else that of its private spaces, else 200001:1001.
 */
export function domainDirectoryOwner(
  domain: Pick<Domain, 'posixOwner' | 'spacePosixOwner'>,
  { scope, uid, gid }: DefaultDirectorySpec,
): PosixOwner {
  const shared = scope === 'private' ? undefined : domain.spacePosixOwner
  const own = shared ?? (scope === 'shared' ? undefined : domain.posixOwner) ?? DEFAULT_POSIX_OWNER
  return { uid: uid ?? own.uid, gid: gid ?? own.gid } as PosixOwner
}
