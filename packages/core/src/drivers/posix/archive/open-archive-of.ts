import type { ArchiveName } from '../../../model/state/archive-name.js'
import { openBelow, type StateDirectory, statePath } from '../claims/state-directory.js'
import type { DirectoryHandle, PosixFs } from '../fs.js'

/** Opens the directory that holds the archives of the profile. Undefined when there is none. */
export async function openArchiveOf(
  fs: PosixFs,
  { handle, device }: StateDirectory,
  archive: ArchiveName,
): Promise<DirectoryHandle | undefined> {
  const names = ['archive', ...archive.split('/').slice(0, -1)]
  let parent = handle
  for (const [index] of names.entries()) {
    const path = statePath(...names.slice(0, index + 1))
    const next = await openBelow(fs, { parent, path, device }, 'leave').finally(() =>
      parent === handle ? undefined : parent.close(),
    )
    if (next === undefined) return undefined
    parent = next
  }
  return parent
}
