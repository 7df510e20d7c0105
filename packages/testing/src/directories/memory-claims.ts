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
import { ArchiveFullError } from '@studio-efs/core/errors'
import { err, ok, type Result } from 'neverthrow'
import type { MemoryArchives } from './memory-archives.js'
import type { MemoryTree } from './memory-tree.js'

/** The claims of a memory driver. */
export interface MemoryClaims {
  claim(spec: ClaimedDirectorySpec): Result<ClaimReceipt, DirectoryError>
  inspect(path: FileSystemPath): Result<ClaimedDirectoryState, DirectoryError>
  release(spec: ReleaseSpec): Result<ReleaseReceipt, DirectoryError>
  claims(): ReadonlyMap<string, Claim>
}

export function createMemoryClaims(
  tree: MemoryTree,
  inspectDirectory: (path: FileSystemPath) => Result<DirectoryState, DirectoryError>,
  {
    claims,
    archives,
  }: {
    readonly claims: Map<FileSystemPath, Claim>
    readonly archives: Pick<MemoryArchives, 'add' | 'end' | 'isFull'>
  },
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

  /** Frees a path. A file or link that stands there stays. */
  function archive(path: FileSystemPath, generation: Generation): 'archived' | 'no-directory' {
    const owner = tree.attributesOf(path)
    const entries = tree.entries().filter((entry) => entry.path === path || entry.path.startsWith(`${path}/`))
    claims.delete(path)
    if (owner === undefined) {
      archives.end(generation)
      return 'no-directory'
    }
    archives.add({ path, generation, owner, entries })
    tree.remove(path)
    return 'archived'
  }

  const inspect = (path: FileSystemPath): Result<ClaimedDirectoryState, DirectoryError> =>
    inspectDirectory(path).map((state) => ({ ...state, found: find(path) }))

  return {
    inspect,
    claims: () => claims,
    claim: (spec) =>
      inspect(spec.path)
        .andThen((state): Result<ClaimReceipt, DirectoryError> => planClaimedDirectory(spec, state))
        .andThen((receipt) => {
          if (receipt.archived !== undefined && archives.isFull(receipt.archived))
            return err(new ArchiveFullError({ path: spec.path, generation: receipt.archived }))
          if (receipt.archived !== undefined) archive(spec.path, receipt.archived)
          if (receipt.outcome !== 'unchanged') tree.put(spec.path, { ...spec.owner, mode: spec.mode })
          claims.set(spec.path, spec.claim)
          return ok(receipt)
        }),
    release(spec) {
      const found = claims.get(spec.path)
      if (found?.kind !== 'private' || !isSameGeneration(found, spec.generation))
        return ok({ ...spec, outcome: 'not-held' })
      const obstacle = tree.obstacleTo(spec.path)
      if (obstacle !== undefined && obstacle.component !== spec.path) return err(obstacle)
      if (archives.isFull(spec.generation)) return err(new ArchiveFullError(spec))
      return ok({ ...spec, outcome: archive(spec.path, spec.generation) })
    },
  }
}
