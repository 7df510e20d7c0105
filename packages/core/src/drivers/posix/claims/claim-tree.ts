import { type Claim, decodeClaim, encodeClaim } from '../../../model/claim.js'
import { type FileSystemPath, ROOT_PATH, segmentsOf } from '../../../model/file-system-path.js'
import { quoteForMessage } from '../../../model/parse/parse-text.js'
import { UnreadableClaimError } from '../../claim-error.js'
import type { FoundClaim } from '../../claim-store.js'
import { nameOf, parentOf } from '../../paths.js'
import { refresh } from '../entry.js'
import { errnoOf, unlessErrno } from '../errno.js'
import { below, type DirectoryHandle, obstacleIn, type PosixFs } from '../fs.js'
import { type Missing, openBelow, type StateDirectory, statePath } from './state-directory.js'

/**
 * The claims of one file system, as a tree of the same shape: `/alice` is claimed by the symbolic link
 * `/.studio-efs/claims/alice`, whose target is the claim in JSON. A link is made whole or not at all, never over another
 * one, with one request to the file server, and read with one. Where a path is claimed, the tree has no directory, so that
 * no other claim can lie inside or around it, in whatever order two processes write.
 */
export interface ClaimTree {
  read(path: FileSystemPath): Promise<FoundClaim>
  /** `exists`: another process was faster, at this path or above or below it. */
  create(path: FileSystemPath, claim: Claim): Promise<'created' | 'exists'>
  /** The real path of a claim, for a rename to or from it. Undefined when its parent is missing. */
  realPathOf(path: FileSystemPath): Promise<string | undefined>
  close(): Promise<void>
}

type OpenedDirectory =
  | { readonly kind: 'open'; readonly handle: DirectoryHandle }
  | { readonly kind: 'missing' }
  /** This path, or one above it, is claimed. */
  | { readonly kind: 'claimed'; readonly path: FileSystemPath }

export function openClaimTree(fs: PosixFs, { handle: state, device }: StateDirectory): ClaimTree {
  /** Directories stay open until `close`, since most claims of a batch share their parent. */
  const opened = new Map<FileSystemPath, Promise<OpenedDirectory>>()
  const handles: DirectoryHandle[] = []

  async function directoryAt(path: FileSystemPath, missing: Missing): Promise<OpenedDirectory> {
    const started = opened.get(path) ?? openDirectory(path, missing)
    opened.set(path, started)
    const directory = await started.catch((error) => {
      opened.delete(path)
      throw error
    })
    if (directory.kind === 'open') return directory
    if (opened.get(path) === started) opened.delete(path)
    // A reader may have started the look that a writer joined.
    return directory.kind === 'missing' && missing === 'make' ? directoryAt(path, missing) : directory
  }

  async function openDirectory(path: FileSystemPath, missing: Missing): Promise<OpenedDirectory> {
    const above = path === ROOT_PATH ? undefined : await directoryAt(parentOf(path), missing)
    if (above !== undefined && above.kind !== 'open') return above
    const at = statePath('claims', ...segmentsOf(path))
    try {
      const handle = await openBelow(fs, { parent: above?.handle ?? state, path: at, device }, missing)
      if (handle === undefined) return { kind: 'missing' }
      handles.push(handle)
      return { kind: 'open', handle }
    } catch (error) {
      if (!(error instanceof Error) || error.name !== 'NotADirectoryError') throw error
      return { kind: 'claimed', path }
    }
  }

  /** Rejects with EINVAL for a directory. */
  async function claimAt(realPath: string, path: FileSystemPath): Promise<Claim> {
    const text = await fs.readlink(realPath).catch(async (error) => {
      const found = errnoOf(error) === 'EINVAL' && obstacleIn(await fs.lstat(realPath))
      throw found ? new UnreadableClaimError({ path, received: `it is no symbolic link, but a ${found}` }) : error
    })
    return decodeClaim(text).match(
      (claim) => claim,
      () => {
        throw new UnreadableClaimError({ path, received: quoteForMessage(text) })
      },
    )
  }

  async function claimAbove(path: FileSystemPath): Promise<FoundClaim> {
    const realPath = await realPathOf(path)
    if (realPath === undefined) return { kind: 'none' }
    const claim = await unlessErrno(['ENOENT'], () => claimAt(realPath, path))
    return claim === undefined ? { kind: 'none' } : { kind: 'overlaps', relation: 'lies inside', other: path, claim }
  }

  /** The first claim below a directory of the tree. */
  async function claimBelow(realPath: string, path: FileSystemPath): Promise<FoundClaim> {
    for (const name of (await unlessErrno(['ENOENT'], () => fs.readdir(realPath))) ?? []) {
      const inside = `${path}/${name}` as FileSystemPath
      const at = `${realPath}/${name}`
      const claim = await unlessErrno(['EINVAL'], () => claimAt(at, inside))
      if (claim !== undefined) return { kind: 'overlaps', relation: 'holds', other: inside, claim }
      const found = await claimBelow(at, inside)
      if (found.kind !== 'none') return found
    }
    return { kind: 'none' }
  }

  /** Removes a directory and those below it, unless one of them holds a claim. */
  async function prune(realPath: string): Promise<void> {
    if (obstacleIn(await fs.lstat(realPath)) !== undefined) return
    for (const name of await fs.readdir(realPath)) await prune(`${realPath}/${name}`)
    await fs.rmdir(realPath)
  }

  /** Leaves one that holds a claim, or that another process changes at this moment. */
  async function pruneIfEmpty(realPath: string): Promise<void> {
    await unlessErrno(['ENOTEMPTY', 'EEXIST', 'ENOENT', 'ENOTDIR'], () => prune(realPath))
  }

  async function realPathOf(path: FileSystemPath): Promise<string | undefined> {
    const parent = await directoryAt(parentOf(path), 'leave')
    return parent.kind === 'open' ? below(parent.handle, nameOf(path)) : undefined
  }

  return {
    realPathOf,
    async read(path) {
      const parent = await directoryAt(parentOf(path), 'leave')
      if (parent.kind === 'missing') return { kind: 'none' }
      if (parent.kind === 'claimed') return claimAbove(parent.path)
      // An NFS client may show a claim that another one replaced within the last minute.
      if (!(await refresh(fs, { parent: parent.handle, path, device }))) return { kind: 'none' }
      const realPath = below(parent.handle, nameOf(path))
      try {
        return { kind: 'claimed', claim: await claimAt(realPath, path) }
      } catch (error) {
        const code = errnoOf(error)
        if (code === 'ENOENT') return { kind: 'none' }
        if (code !== 'EINVAL') throw error
        return claimBelow(realPath, path)
      }
    },
    async create(path, claim) {
      const parent = await directoryAt(parentOf(path), 'make')
      if (parent.kind !== 'open') return 'exists'
      const realPath = below(parent.handle, nameOf(path))
      try {
        await fs.symlink(encodeClaim(claim), realPath)
        return 'created'
      } catch (error) {
        const code = errnoOf(error)
        // The parent was empty, and another process removed it.
        if (code === 'ENOENT') opened.clear()
        else if (code !== 'EEXIST') throw error
        else await pruneIfEmpty(realPath)
        return 'exists'
      }
    },
    async close() {
      for (const handle of handles) await handle.close()
    },
  }
}
