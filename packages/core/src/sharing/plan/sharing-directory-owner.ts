import { err, ok, type Result } from 'neverthrow'
import { StudioEfsError } from '../../errors.js'
import type { FileSystemPath } from '../../model/file-system-path.js'
import type { DomainId } from '../../model/ids.js'
import { DEFAULT_POSIX_OWNER, type PosixOwner } from '../../model/posix-owner.js'
import type { Domain } from '../../model/studio-resource.js'
import { type DefaultDirectoryWish, domainDirectoryOwner } from '../../studio/posix-owner.js'

export interface DomainOwner {
  readonly domainId: DomainId
  readonly owner: PosixOwner
}

const SHOWN = 5

/** The spaces of these domains act as different users, and one directory has one owner. Nothing was written. */
export class DirectoryOwnersDifferError extends StudioEfsError {
  readonly name = 'DirectoryOwnersDifferError'
  constructor(
    readonly path: FileSystemPath,
    /** All of them. */
    readonly owners: readonly DomainOwner[],
  ) {
    const shown = owners.slice(0, SHOWN).map(({ domainId, owner }) => `${owner.uid}:${owner.gid} in ${domainId}`)
    const others = owners.length > SHOWN ? ` and ${owners.length - SHOWN} more` : ''
    super(`${path} cannot have the owner of every domain: ${shown.join(', ')}${others}.`, {
      retryable: false,
      hint: "Pass uid and gid, such as a gid that all of them are in, and a mode that lets it write; or share with those of one owner (includeDomainIds), or pass directory: 'as-is'.",
    })
  }
}

/** The one owner of the directory that all these domains share: the caller's, else that which all of them would give it. */
export function sharedDirectoryOwner(
  domains: readonly Domain[],
  wish: DefaultDirectoryWish & { readonly fileSystemPath: FileSystemPath },
): Result<PosixOwner, DirectoryOwnersDifferError> {
  const owners = domains.map(
    (domain): DomainOwner => ({ domainId: domain.domainId, owner: domainDirectoryOwner(domain, wish) }),
  )
  const owner = owners[0]?.owner ?? DEFAULT_POSIX_OWNER
  const differs = owners.some((other) => other.owner.uid !== owner.uid || other.owner.gid !== owner.gid)
  return differs ? err(new DirectoryOwnersDifferError(wish.fileSystemPath, owners)) : ok(owner)
}
