import { err, ok, type Result } from 'neverthrow'
import type { FileSystemPath } from '../../model/file-system-path.js'
import type { DomainId } from '../../model/ids.js'
import { DEFAULT_POSIX_OWNER, type PosixOwner } from '../../model/posix-owner.js'
import type { Domain } from '../../model/studio-resource.js'
import { type DefaultDirectorySpec, domainDirectoryOwner } from '../../studio/posix-owner.js'
import { StudioEfsError } from '../../studio-efs-error.js'

/** User that the spaces of a domain act as. */
export interface DomainOwner {
  readonly domainId: DomainId
  readonly owner: PosixOwner
}

const SHOWN_OWNERS = 5

/** The spaces of these domains act as different users, and one directory has one owner. Nothing was written. */
export class DirectoryOwnersDifferError extends StudioEfsError {
  readonly name = 'DirectoryOwnersDifferError'
  readonly path: FileSystemPath
  /** One per domain. */
  readonly owners: readonly DomainOwner[]

  constructor({ path, owners }: Pick<DirectoryOwnersDifferError, 'path' | 'owners'>) {
    const shown = owners.slice(0, SHOWN_OWNERS).map(({ domainId, owner }) => `${owner.uid}:${owner.gid} in ${domainId}`)
    const others = owners.length > SHOWN_OWNERS ? ` and ${owners.length - SHOWN_OWNERS} more` : ''
    super({
      message: `${path} cannot have the owner of every domain: ${shown.join(', ')}${others}.`,
      retryable: false,
      hint: "Pass uid and gid, such as a gid that all of them are in, and a mode that lets it write; or share with those of one owner (includeDomainIds), or pass directory: 'as-is'.",
    })
    this.path = path
    this.owners = owners
  }
}

/** Owner of the directory that all these domains share: the caller's, else the one that every domain would choose. */
export function sharedDirectoryOwner(
  domains: readonly Domain[],
  spec: DefaultDirectorySpec & { readonly fileSystemPath: FileSystemPath },
): Result<PosixOwner, DirectoryOwnersDifferError> {
  const owners = domains.map(
    (domain): DomainOwner => ({ domainId: domain.domainId, owner: domainDirectoryOwner(domain, spec) }),
  )
  const owner = owners[0]?.owner ?? DEFAULT_POSIX_OWNER
  const differs = owners.some((other) => other.owner.uid !== owner.uid || other.owner.gid !== owner.gid)
  return differs ? err(new DirectoryOwnersDifferError({ path: spec.fileSystemPath, owners })) : ok(owner)
}
