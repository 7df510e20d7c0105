import { readdirSync } from 'node:fs'
import { chown } from 'node:fs/promises'
import { constants } from 'node:os'
import { type DirectoryHandle, nodeFs, type PosixFs } from '../src/drivers/posix/fs.js'

type SystemCallName =
  | 'open'
  | 'mkdir'
  | 'rmdir'
  | 'lstat'
  | 'opendir'
  | 'stat'
  | 'chown'
  | 'chmod'
  | 'symlink'
  | 'readlink'
  | 'rename'
  | 'unlink'
  | 'readdir'

/** A system call of the driver, before it is made. */
export interface SystemCall {
  readonly name: SystemCallName
  /** The path as the driver gave it; for calls on a descriptor, the path it was opened with. */
  readonly path: string
  /** The last name of that path. */
  readonly entry: string
  /** Counts the calls of this name on this entry, from 1. */
  readonly nth: number
  /** Makes the call, for a fault that loses its reply. */
  proceed(): Promise<unknown>
}

/** Throws to make the call fail; returns to let it through. */
export type Fault = (call: SystemCall) => void | Promise<void>

/** The real file system with injected faults, a list of its calls, and a count of open descriptors. */
export interface WatchedFs extends PosixFs {
  readonly calls: readonly string[]
  openNow(): number
  maxOpen(): number
}

export function watchedFs(fault: Fault = () => {}, parts: Partial<PosixFs> = {}): WatchedFs {
  const calls: string[] = []
  const counts = new Map<string, number>()
  let open = 0
  let maxOpen = 0
  const callThrough = async <Value>(name: SystemCallName, path: string, call: () => Promise<Value>): Promise<Value> => {
    const entry = path.slice(path.lastIndexOf('/') + 1)
    const key = `${name} ${entry}`
    const nth = (counts.get(key) ?? 0) + 1
    counts.set(key, nth)
    calls.push(key)
    await fault({ name, path, entry, nth, proceed: call })
    return call()
  }
  const watch = (handle: DirectoryHandle, path: string): DirectoryHandle => {
    open += 1
    maxOpen = Math.max(maxOpen, open)
    return {
      fd: handle.fd,
      stat: () => callThrough('stat', path, () => handle.stat()),
      chown: (uid, gid) => callThrough('chown', path, () => handle.chown(uid, gid)),
      chmod: (mode) => callThrough('chmod', path, () => handle.chmod(mode)),
      async close() {
        open -= 1
        await handle.close()
      },
    }
  }
  return {
    platform: 'linux',
    open: async (path, flags) => watch(await callThrough('open', `${path}`, () => nodeFs.open(path, flags)), `${path}`),
    mkdir: (path, mode) => callThrough('mkdir', path, () => nodeFs.mkdir(path, mode)),
    rmdir: (path) => callThrough('rmdir', `${path}`, () => nodeFs.rmdir(path)),
    lstat: (path) => callThrough('lstat', `${path}`, () => nodeFs.lstat(path)),
    isEmpty: (path) => callThrough('opendir', path, () => nodeFs.isEmpty(path)),
    readText: nodeFs.readText,
    symlink: (target, path) => callThrough('symlink', path, () => nodeFs.symlink(target, path)),
    readlink: (path) => callThrough('readlink', path, () => nodeFs.readlink(path)),
    rename: (from, to) => callThrough('rename', to, () => nodeFs.rename(from, to)),
    unlink: (path) => callThrough('unlink', `${path}`, () => nodeFs.unlink(path)),
    readdir: (path) => callThrough('readdir', path, () => nodeFs.readdir(path)),
    openEntries: (path, batchSize) => callThrough('opendir', path, () => nodeFs.openEntries(path, batchSize)),
    ...parts,
    calls,
    openNow: () => open,
    maxOpen: () => maxOpen,
  }
}

/** The error that Node throws for an errno; its `code` is no errno name when libuv does not know it. */
export function errnoError(code: keyof typeof constants.errno | 'EREMOTEIO', syscall: SystemCallName): Error {
  const errno = code === 'EREMOTEIO' ? 121 : constants.errno[code]
  const named = code === 'ESTALE' || code === 'EDQUOT' ? `Unknown system error -${errno}` : code
  return Object.assign(new Error(`${named}: ${syscall}`), { errno: -errno, code: named, syscall })
}

/** Fails one system call on one entry: every time, or the first `times` times. */
export function failing(
  name: SystemCallName,
  entry: string,
  code: Parameters<typeof errnoError>[0],
  times = Number.POSITIVE_INFINITY,
): Fault {
  return (call) => {
    if (call.name === name && call.entry === entry && call.nth <= times) throw errnoError(code, name)
  }
}

/** Counts the descriptors that this process has open. */
export function openDescriptors(): number {
  return readdirSync('/proc/self/fd').length
}

/** A mount that maps every caller to one user: new directories belong to that user, and chown does nothing. */
export function squashingTo(id: number): WatchedFs {
  const fs = watchedFs()
  return {
    ...fs,
    async mkdir(path, mode) {
      await fs.mkdir(path, mode)
      await chown(path, id, id)
    },
    open: async (path, flags) => ({ ...(await fs.open(path, flags)), chown: async () => {} }),
  }
}
