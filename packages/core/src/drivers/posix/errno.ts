import { constants } from 'node:os'
import { DirectoryIoError } from '../directory-error.js'

interface Meaning {
  readonly retryable: boolean
  readonly hint: string
}

const onEfs = 'let the access point have the PosixUser 0:0, and give the role elasticfilesystem:ClientRootAccess.'
const asRoot: Meaning = { retryable: false, hint: `Root is nobody on this mount: ${onEfs}` }
const readOnly: Meaning = {
  retryable: false,
  hint: 'The mount is read-only: the role needs elasticfilesystem:ClientWrite, and the destination of a replication is read-only until the replication is deleted.',
}
const full: Meaning = { retryable: false, hint: 'Make room on the file system or raise its quota.' }
const descriptors: Meaning = {
  retryable: true,
  hint: 'Too many files are open: lower the concurrency, or raise the limit (ulimit -n).',
}
const unsteady: Meaning = {
  retryable: true,
  hint: 'The file server did not answer as it should: run again; if it stays, look at the mount target, its security group and the throughput limits.',
}
const changing: Meaning = {
  retryable: true,
  hint: 'Somebody else removed, renamed or replaced it meanwhile: run again.',
}

/** What each known errno means here. `docs/posix-driver.md` shows the same table to people; a test compares them. */
export const ERRNO_TABLE: Readonly<Record<string, Meaning>> = {
  EPERM: asRoot,
  EACCES: asRoot,
  EROFS: readOnly,
  ENOSPC: full,
  EDQUOT: full,
  EMLINK: {
    retryable: false,
    hint: 'The parent holds as many directories as the file system allows: use a layout with one more level.',
  },
  ENAMETOOLONG: { retryable: false, hint: 'A name has at most 255 bytes: use a layout with shorter names.' },
  EINVAL: {
    retryable: false,
    hint: 'The file server does not accept this owner or mode: check its NFS id mapping. EFS takes any number.',
  },
  EMFILE: descriptors,
  ENFILE: descriptors,
  EIO: unsteady,
  EREMOTEIO: unsteady,
  ETIMEDOUT: unsteady,
  ESTALE: changing,
  ENOENT: changing,
  ENOTDIR: changing,
  ELOOP: changing,
}

const OPERATIONS: Readonly<Record<string, string>> = { fchown: 'chown', fchmod: 'chmod', fstat: 'stat', lstat: 'stat' }

interface SystemError extends Error {
  readonly errno: number
  readonly syscall: string
  readonly code?: string
}

/** The errno name of an error that the operating system gave; undefined for any other error. */
export function errnoOf(error: unknown): string | undefined {
  if (!isSystemError(error)) return undefined
  // Node has no name for some errors that NFS gives, ESTALE and EDQUOT among them: "Unknown system error -116".
  if (error.code !== undefined && /^E[A-Z0-9]+$/.test(error.code)) return error.code
  return NAMES.get(Math.abs(error.errno)) ?? `errno ${Math.abs(error.errno)}`
}

/** The typed error for what the operating system said to user `uid`; anything else is a bug, and is thrown. */
export function ioErrorFrom(path: string, error: unknown, uid = process.geteuid?.() ?? 0): DirectoryIoError {
  const code = errnoOf(error)
  if (code === undefined) throw error
  const { syscall } = error as SystemError
  return new DirectoryIoError(path, OPERATIONS[syscall] ?? syscall, code, {
    retryable: false,
    ...meaningFor(ERRNO_TABLE[code], uid),
    cause: error,
  })
}

/** On EFS it does not matter who runs the process, as the access point decides; on a local disk it does. */
function meaningFor(meaning: Meaning | undefined, uid: number): Meaning | undefined {
  if (meaning !== asRoot || uid === 0) return meaning
  return { ...asRoot, hint: `On a local disk: run this as root, it runs as user ${uid}. On EFS: ${onEfs}` }
}

const NAMES = new Map(Object.entries(constants.errno).map(([name, number]) => [number, name]))

function isSystemError(error: unknown): error is SystemError {
  return error instanceof Error && 'errno' in error && typeof error.errno === 'number' && 'syscall' in error
}
