import type {
  Claim,
  ClaimedDirectorySpec,
  ClaimedDirectoryState,
  ClaimReceipt,
  DirectoryError,
  DirectoryState,
  FileSystemPath,
  FoundClaim,
  Generation,
  ReleaseReceipt,
  ReleaseSpec,
} from '@studio-efs/core/directories'
import { isSameGeneration, planClaimedDirectory } from '@studio-efs/core/driver-kit'
import type { Result } from 'neverthrow'
import type { ArchivingDirectory } from './memory-archives.js'
import type { MemoryTree } from './memory-tree.js'

/** The claims of a memory driver. */
export interface MemoryClaims {
  claim(spec: ClaimedDirectorySpec): Result<ClaimReceipt, DirectoryError>
  inspect(path: FileSystemPath): Result<ClaimedDirectoryState, DirectoryError>
  release(spec: ReleaseSpec): ReleaseReceipt
  claims(): ReadonlyMap<string, Claim>
}

export function createMemoryClaims(
  tree: MemoryTree,
  inspectDirectory: (path: FileSystemPath) => Result<DirectoryState, DirectoryError>,
  {
    claims,
    onArchived,
  }: { readonly claims: Map<FileSystemPath, Claim>; readonly onArchived: (directory: ArchivingDirectory) => void },
): MemoryClaims {
  function find(path: FileSystemPath): FoundClaim {
    const own = claims.get(path)
    if (own !== undefined) return { kind: 'claimed', claim: own }
    for (const [other, claim] of claims) {
      if (path.startsWith(`${other}/`)) return { kind: 'overlaps', relation: 'lies inside', other, claim }
      if (other.startsWith(`${path}/`)) return { kind: 'overlaps', relation: 'holds', other, claim }
    }
    return { kind: 'none' }
  }

  function archive(path: FileSystemPath, generation: Generation): void {
    const owner = tree.attributesOf(path)
    const entries = tree.entries().filter((entry) => entry.path === path || entry.path.startsWith(`${path}/`))
    if (owner !== undefined) onArchived({ path, generation, owner, entries })
    tree.remove(path)
    claims.delete(path)
  }

  const inspect = (path: FileSystemPath): Result<ClaimedDirectoryState, DirectoryError> =>
    inspectDirectory(path).map((state) => ({ ...state, found: find(path) }))

  return {
    inspect,
    claims: () => claims,
    claim: (spec) =>
      inspect(spec.path)
        .andThen((state): Result<ClaimReceipt, DirectoryError> => planClaimedDirectory(spec, state))
        .map((receipt) => {
          if (receipt.archived !== undefined) archive(spec.path, receipt.archived)
          if (receipt.outcome !== 'unchanged') tree.put(spec.path, { ...spec.owner, mode: spec.mode })
          claims.set(spec.path, spec.claim)
          return receipt
        }),
    release(spec) {
      const found = claims.get(spec.path)
      if (found?.kind !== 'private' || !isSameGeneration(found, spec.generation))
        return { ...spec, outcome: 'not-held' }
      archive(spec.path, spec.generation)
      return { ...spec, outcome: 'archived' }
    },
  }
}
