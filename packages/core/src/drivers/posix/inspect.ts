import { err, ok, type Result } from 'neverthrow'
import type { DirectoryState } from '../../model/directory.js'
import type { FileSystemPath } from '../../model/file-system-path.js'
import { type DirectoryError, NotADirectoryError } from '../directory-error.js'
import { nameOf } from '../paths.js'
import { attempt } from './attempt.js'
import { openEntry } from './entry.js'
import type { PathJob } from './family.js'
import { below, type DirectoryHandle, obstacleIn, type PosixFs, permissionsOf } from './fs.js'

interface Question {
  readonly path: FileSystemPath
}

/** Looks at owner and mode. A directory of which one cannot read the entries can still be looked at. */
export function inspectJob(fs: PosixFs): PathJob<Question, DirectoryState> {
  return {
    enter: (parent, path) => attempt(path, () => openEntry(fs, parent, nameOf(path), path)),
    visit: async (parent, { path }, way) =>
      (await attempt(path, () => inspectEntry(fs, parent, path)))
        .orElse((error) => missingAsState(path, error))
        .map((state) => ({ ...state, ...way })),
    unreached: ({ path }, error, way) => missingAsState(path, error).map((state) => ({ ...state, ...way })),
  }
}

/** A missing directory, or one below a missing directory, is a state and not an error. */
function missingAsState(path: FileSystemPath, error: DirectoryError): Result<DirectoryState, DirectoryError> {
  return error.name === 'DirectoryIoError' && error.code === 'ENOENT' ? ok({ path, exists: false }) : err(error)
}

async function inspectEntry(fs: PosixFs, parent: DirectoryHandle, path: FileSystemPath): Promise<DirectoryState> {
  const stat = await fs.lstat(below(parent, nameOf(path)))
  const obstacle = obstacleIn(stat)
  if (obstacle !== undefined) throw new NotADirectoryError(path, path, obstacle)
  return { path, exists: true, uid: stat.uid, gid: stat.gid, mode: permissionsOf(stat) }
}
