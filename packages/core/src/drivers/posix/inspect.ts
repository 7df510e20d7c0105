import { err, ok, type Result } from 'neverthrow'
import type { DirectoryState } from '../../model/directory.js'
import type { FileSystemPath } from '../../model/file-system-path.js'
import type { DirectoryError } from '../directory-error.js'
import { mayBeUnfinished } from '../directory-plan.js'
import { type Entry, openEntry, statIfPresent } from './entry.js'
import { errnoOf, toResult } from './errno.js'
import { attributesOf, below, type PosixFs } from './fs.js'
import type { DirectoryVisitor } from './sibling-group.js'

interface Inspection {
  readonly path: FileSystemPath
}

/** Reads owner and mode of each directory. */
export function inspectVisitor(fs: PosixFs): DirectoryVisitor<Inspection, DirectoryState> {
  return {
    enter: (ancestor) => toResult(ancestor.path, () => openEntry(fs, ancestor)),
    visit: async (entry, { path }, ancestors) =>
      (await toResult(path, () => inspectEntry(fs, entry)))
        .orElse((error) => missingAsState(path, error))
        .map((state) => ({ ...state, ...ancestors })),
    unreached: ({ path }, error, ancestors) => missingAsState(path, error).map((state) => ({ ...state, ...ancestors })),
  }
}

/** A missing directory, or one below a missing directory, is a state and not an error. */
function missingAsState(path: FileSystemPath, error: DirectoryError): Result<DirectoryState, DirectoryError> {
  return error.name === 'DirectoryIoError' && error.code === 'ENOENT' ? ok({ path, exists: false }) : err(error)
}

async function inspectEntry(fs: PosixFs, entry: Entry): Promise<DirectoryState> {
  const { path } = entry
  const stat = await statIfPresent(fs, entry)
  if (stat === undefined) return { path, exists: false }
  const attributes = attributesOf(stat)
  return { path, exists: true, ...attributes, ...(mayBeUnfinished(attributes) ? await readEmptiness(fs, entry) : {}) }
}

/** Nothing is known of a directory that this user may not read. */
async function readEmptiness(fs: PosixFs, entry: Entry): Promise<{ readonly isEmpty?: boolean }> {
  try {
    const handle = await openEntry(fs, entry)
    try {
      return { isEmpty: await fs.isEmpty(below(handle, '.')) }
    } finally {
      await handle.close()
    }
  } catch (error) {
    if (errnoOf(error) !== 'EACCES') throw error
    return {}
  }
}
