import { constants } from 'node:os'
import { err, ok, type Result } from 'neverthrow'
import { StudioEfsError } from '../../studio-efs-error.js'
import { type DirectoryError, DirectoryIoError } from '../directory-error.js'

interface Meaning {
  readonly retryable: boolean
  readonly hint: string
}

const onEfs = 'give the access point the PosixUser 0:0, and allow the role elasticfilesystem:ClientRootAccess.'
const asRoot: Meaning = { retryable: false, hint: `This mount does not let root act as root: ${onEfs}` }
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
  hint: 'Another process removed, renamed or replaced it meanwhile: run again.',
}

/** The errno names that have a hint. `docs/posix-driver.md` shows the same table; a test compares them. */
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

/** The errno name; undefined for an error that the operating system did not give. */
export function errnoOf(error: unknown): string | undefined {
  if (!isSystemError(error)) return undefined
  // Node has no name for some errors of NFS, such as ESTALE and EDQUOT: "Unknown system error -116".
  if (error.code !== undefined && /^E[A-Z0-9]+$/.test(error.code)) return error.code
  return NAMES.get(Math.abs(error.errno)) ?? `errno ${Math.abs(error.errno)}`
}

/** Runs system calls about `path`: a refusal by the operating system becomes an error value, a bug is thrown. */
export async function toResult<Value>(
  path: string,
  calls: () => Promise<Value>,
): Promise<Result<Value, DirectoryError>> {
  try {
    return ok(await calls())
  } catch (error) {
    return err(error instanceof StudioEfsError ? (error as DirectoryError) : ioErrorFrom(path, error))
  }
}

/** The typed error of a system call made as user `uid`. Throws an error that the operating system did not give. */
export function ioErrorFrom(path: string, error: unknown, uid = process.geteuid?.() ?? 0): DirectoryIoError {
  const code = errnoOf(error)
  if (code === undefined) throw error
  const { syscall } = error as SystemError
  const { retryable = false, hint } = meaningFor(ERRNO_TABLE[code], uid) ?? {}
  return new DirectoryIoError({ path, operation: OPERATIONS[syscall] ?? syscall, code, retryable, hint, cause: error })
}

/** The user of the process matters on a local disk only: on EFS the access point decides. */
function meaningFor(meaning: Meaning | undefined, uid: number): Meaning | undefined {
  if (meaning !== asRoot || uid === 0) return meaning
  return { ...asRoot, hint: `On a local disk: run this as root, it runs as user ${uid}. On EFS: ${onEfs}` }
}

/** Undefined when the work fails with one of these errno names. */
export async function unlessErrno<Value>(
  codes: readonly string[],
  work: () => Promise<Value>,
): Promise<Value | undefined> {
  try {
    return await work()
  } catch (error) {
    if (!codes.includes(errnoOf(error) ?? '')) throw error
    return undefined
  }
}

const NAMES = new Map(Object.entries(constants.errno).map(([name, number]) => [number, name]))

function isSystemError(error: unknown): error is SystemError {
  return error instanceof Error && 'errno' in error && typeof error.errno === 'number' && 'syscall' in error
}
