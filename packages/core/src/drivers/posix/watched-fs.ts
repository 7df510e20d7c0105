import { readdirSync } from 'node:fs'
import { chown } from 'node:fs/promises'
import { constants } from 'node:os'
import { type DirectoryHandle, nodeFs, type PosixFs } from './fs.js'

type SystemCall = 'open' | 'mkdir' | 'rmdir' | 'lstat' | 'stat' | 'chown' | 'chmod'

/** A system call of the driver, before it is made. */
export interface Call {
  readonly name: SystemCall
  /** The path as the driver gave it; for calls on a descriptor, the path it was opened with. */
  readonly path: string
  /** The last name of that path. */
  readonly entry: string
  /** How many calls of this name there were for this entry, this one included. */
  readonly nth: number
  /** Makes the call after all, for a fault that comes after the fact. */
  proceed(): Promise<unknown>
}

/** Throws for a fault; for anything else the call is made. */
export type Fault = (call: Call) => void | Promise<void>

/** The real file system with faults put in, and an account of what was called and what is open. */
export interface WatchedFs extends PosixFs {
  readonly calls: readonly string[]
  openNow(): number
  openAtMost(): number
}

export function watchedFs(fault: Fault = () => {}, parts: Partial<PosixFs> = {}): WatchedFs {
  const calls: string[] = []
  const counts = new Map<string, number>()
  let open = 0
  let most = 0
  const through = async <Value>(name: SystemCall, path: string, call: () => Promise<Value>): Promise<Value> => {
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
    most = Math.max(most, open)
    return {
      fd: handle.fd,
      stat: () => through('stat', path, () => handle.stat()),
      chown: (uid, gid) => through('chown', path, () => handle.chown(uid, gid)),
      chmod: (mode) => through('chmod', path, () => handle.chmod(mode)),
      async close() {
        open -= 1
        await handle.close()
      },
    }
  }
  return {
    platform: 'linux',
    open: async (path, flags) => watch(await through('open', path, () => nodeFs.open(path, flags)), path),
    mkdir: (path, mode) => through('mkdir', path, () => nodeFs.mkdir(path, mode)),
    rmdir: (path) => through('rmdir', path, () => nodeFs.rmdir(path)),
    lstat: (path) => through('lstat', path, () => nodeFs.lstat(path)),
    readText: nodeFs.readText,
    ...parts,
    calls,
    openNow: () => open,
    openAtMost: () => most,
  }
}

/** An error as Node throws it for this errno: with no name in `code` for those that libuv does not know. */
export function errnoError(code: keyof typeof constants.errno | 'EREMOTEIO', syscall: SystemCall): Error {
  const errno = code === 'EREMOTEIO' ? 121 : constants.errno[code]
  const named = code === 'ESTALE' || code === 'EDQUOT' ? `Unknown system error -${errno}` : code
  return Object.assign(new Error(`${named}: ${syscall}`), { errno: -errno, code: named, syscall })
}

/** A fault that fails one call on one entry: every time, or the first `times`. */
export function failing(
  name: SystemCall,
  entry: string,
  code: Parameters<typeof errnoError>[0],
  times = Number.POSITIVE_INFINITY,
): Fault {
  return (call) => {
    if (call.name === name && call.entry === entry && call.nth <= times) throw errnoError(code, name)
  }
}

/** How many descriptors this process has open. */
export function descriptors(): number {
  return readdirSync('/proc/self/fd').length
}

/** The real file system behind a mount on which every caller is one user: what is made is theirs, and stays so. */
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
