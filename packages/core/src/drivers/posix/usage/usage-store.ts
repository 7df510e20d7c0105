import { createHash, randomUUID } from 'node:crypto'
import { type FileSystemPath, parseFileSystemPath } from '../../../model/file-system-path.js'
import type { UsageRecord } from '../../../model/usage/usage.js'
import { decodeUsageRecord, encodeUsageRecord } from '../../../model/usage/usage-record.js'
import { type Missing, openBelow, type StateDirectory, statePath } from '../claims/state-directory.js'
import { unlessErrno } from '../errno.js'
import { below, type DirectoryHandle, type PosixFs } from '../fs.js'

/**
 * The records of `/.studio-efs/usage`, one for each measured directory: a symbolic link whose target is the record in JSON,
 * as claims are kept. A record is replaced with one rename and read with one request; the directory is root's alone.
 */
export interface UsageStore {
  /** Undefined where nothing is kept, or nothing that this release can read: a measurement can be made again. */
  read(path: FileSystemPath): Promise<UsageRecord | undefined>
  write(record: UsageRecord): Promise<void>
  remove(path: FileSystemPath): Promise<void>
  /** The paths of all records. */
  paths(): Promise<readonly FileSystemPath[]>
  close(): Promise<void>
}

/** Undefined when there is no store and `missing` is `leave`. */
export async function openUsageStore(
  fs: PosixFs,
  { handle, device }: StateDirectory,
  missing: Missing,
): Promise<UsageStore | undefined> {
  const directory = await openBelow(fs, { parent: handle, path: statePath('usage'), device }, missing)
  return directory && storeIn(fs, directory)
}

function storeIn(fs: PosixFs, directory: DirectoryHandle): UsageStore {
  const readAt = async (name: string): Promise<UsageRecord | undefined> => {
    const text = await unlessErrno(['ENOENT', 'EINVAL'], () => fs.readlink(below(directory, name)))
    return text === undefined ? undefined : decodeUsageRecord(text).unwrapOr(undefined)
  }
  return {
    async read(path) {
      const record = await readAt(nameOf(path))
      return record?.path === path ? record : undefined
    },
    async write(record) {
      const temporary = below(directory, `${TEMPORARY}${randomUUID()}`)
      await fs.symlink(encodeUsageRecord(record), temporary)
      await fs.rename(temporary, below(directory, nameOf(record.path)))
    },
    async remove(path) {
      await unlessErrno(['ENOENT'], () => fs.unlink(below(directory, nameOf(path))))
    },
    async paths() {
      const found: FileSystemPath[] = []
      for (const name of await fs.readdir(below(directory, '.'))) {
        const path = name.startsWith(HASHED) ? (await readAt(name))?.path : pathOf(name)
        if (path !== undefined && nameOf(path) === name) found.push(path)
      }
      return found
    },
    close: () => directory.close(),
  }
}

const TEMPORARY = 'tmp-'
/** No path begins with it once `/` and `%` are written as `%2F` and `%25`. */
const HASHED = '%-'
const MAX_NAME_BYTES = 240

/** File name of a record: the path itself, or its digest where that makes too long a name. */
function nameOf(path: FileSystemPath): string {
  const name = path.replaceAll('%', '%25').replaceAll('/', '%2F')
  return Buffer.byteLength(name) <= MAX_NAME_BYTES
    ? name
    : `${HASHED}${createHash('sha256').update(path).digest('hex')}`
}

function pathOf(name: string): FileSystemPath | undefined {
  return parseFileSystemPath(name.replaceAll('%2F', '/').replaceAll('%25', '%')).unwrapOr(undefined)
}
