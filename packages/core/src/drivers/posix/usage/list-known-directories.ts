import { err, type Result } from 'neverthrow'
import { type FileSystemPath, ROOT_PATH } from '../../../model/file-system-path.js'
import type { KnownDirectory } from '../../../model/usage/usage.js'
import type { DirectoryError } from '../../directory-error.js'
import { type KnownDirectories, type KnownDirectoriesPage, MAX_KNOWN_DIRECTORIES } from '../../usage-meter.js'
import { findClaimedPaths } from '../claims/claimed-paths.js'
import { openStateDirectory } from '../claims/state-directory.js'
import { toResult } from '../errno.js'
import type { DirectoryHandle, PosixFs } from '../fs.js'
import { inspectVisitor } from '../inspect.js'
import { type BatchContext, runBatch } from '../run-batch.js'
import type { DirectoryVisitor } from '../sibling-group.js'
import { openUsageStore } from './usage-store.js'

/** Records that are read at once. */
const READS_AT_ONCE = 16

interface Listing {
  readonly path: FileSystemPath
  readonly page: KnownDirectoriesPage
}

/** Lists claimed and measured directories; works on a read-only mount. */
export function listKnownDirectories(
  context: BatchContext & { readonly fs: PosixFs },
  pages: readonly KnownDirectoriesPage[],
): Promise<readonly Result<KnownDirectories, DirectoryError>[]> {
  const listings = pages.map((page) => ({ path: ROOT_PATH, page }))
  return runBatch(context, listings, listVisitor(context.fs))
}

function listVisitor(fs: PosixFs): DirectoryVisitor<Listing, KnownDirectories> {
  let root: DirectoryHandle | undefined
  return {
    begin(opened) {
      root = opened
    },
    enter: inspectVisitor(fs).enter,
    visit: (_, { page }) =>
      toResult(page.path, async () => {
        if (root === undefined) throw new Error('A batch opens its root first.')
        return listPage(fs, root, page)
      }),
    unreached: (_, error) => err(error),
  }
}

async function listPage(fs: PosixFs, root: DirectoryHandle, page: KnownDirectoriesPage): Promise<KnownDirectories> {
  const { path, limit } = page
  const state = await openStateDirectory(fs, root, 'leave')
  if (state === undefined) return { path, directories: [] }
  try {
    const store = await openUsageStore(fs, state, 'leave')
    try {
      const claims = await findClaimedPaths(fs, state)
      const all = [...new Set([...claims.paths, ...((await store?.paths()) ?? [])])].sort()
      const after = all.filter((each) => each > path || (path === ROOT_PATH && each === ROOT_PATH))
      const listed = after.slice(0, Math.min(limit, MAX_KNOWN_DIRECTORIES))
      const directories: KnownDirectory[] = []
      for (let at = 0; at < listed.length; at += READS_AT_ONCE)
        directories.push(
          ...(await Promise.all(
            listed.slice(at, at + READS_AT_ONCE).map(async (each) => {
              const claim = await claims.read(each)
              return { path: each, ...(claim && { claim }), ...(await store?.read(each)) }
            }),
          )),
        )
      const last = listed.at(-1)
      return { path, directories, ...(listed.length < after.length && last !== undefined && { next: last }) }
    } finally {
      await store?.close()
    }
  } finally {
    await state.handle.close()
  }
}
