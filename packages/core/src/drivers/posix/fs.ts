import {
  chmod,
  chown,
  closeSync,
  constants,
  type Dirent,
  fstat,
  lstat,
  mkdir,
  type NoParamCallback,
  open,
  rmdir,
} from 'node:fs'
import { opendir, readdir, readFile, readlink, rename, symlink, unlink } from 'node:fs/promises'
import { formatMode } from '../../model/directory-mode.js'
import type { Attributes } from '../attributes.js'
import type { Obstacle } from '../directory-error.js'

/** The fields of `stat(2)` that the driver reads; `mode` holds the file type too. */
export interface FileStat {
  readonly dev: number
  readonly uid: number
  readonly gid: number
  readonly mode: number
  /** Last change of the content, by the file server's clock, in milliseconds. */
  readonly mtimeMs: number
  /** Last change of the content or the attributes, by the file server's clock, in milliseconds. */
  readonly ctimeMs: number
  readonly ino: number
  /** Names that the file has. */
  readonly nlink: number
  /** Storage in units of 512 bytes. */
  readonly blocks: number
}

/** A name in a directory, one byte of it a character. */
export interface EntryName {
  readonly name: string
  readonly isDirectory: boolean
}

/** The entries of one directory, read one after another. */
export interface EntryReader {
  /** Undefined after the last one. */
  read(): Promise<EntryName | undefined>
  close(): Promise<void>
}

/** An open directory. Renaming or replacing its path does not divert these calls to another one. */
export interface DirectoryHandle {
  readonly fd: number
  stat(): Promise<FileStat>
  chown(uid: number, gid: number): Promise<void>
  chmod(mode: number): Promise<void>
  close(): Promise<void>
}

/** The system calls of the posix driver. Tests inject faults here. */
export interface PosixFs {
  readonly platform: string
  open(path: string | Buffer, flags: number): Promise<DirectoryHandle>
  mkdir(path: string, mode: number): Promise<unknown>
  rmdir(path: string | Buffer): Promise<unknown>
  lstat(path: string | Buffer): Promise<FileStat>
  isEmpty(path: string): Promise<boolean>
  readText(path: string): Promise<string>
  symlink(target: string, path: string): Promise<void>
  readlink(path: string): Promise<string>
  rename(from: string | Buffer, to: string): Promise<void>
  unlink(path: string | Buffer): Promise<void>
  readdir(path: string): Promise<readonly string[]>
  /** Reads a directory of any size with little memory, `batchSize` entries with each system call. */
  openEntries(path: string, batchSize: number): Promise<EntryReader>
}

/**
 * Uses Node's calls with callbacks and bare descriptors, which take half the processor time of `node:fs/promises` and its
 * file handles.
 */
export const nodeFs: PosixFs = {
  platform: process.platform,
  open: async (path, flags) => handleOf(await called<number>((done) => open(path, flags, done))),
  mkdir: (path, mode) => called((done) => mkdir(path, mode, done)),
  rmdir: (path) => called((done) => rmdir(path, done)),
  lstat: (path) => called<FileStat>((done) => lstat(path, done)),
  isEmpty,
  readText: (path) => readFile(path, 'utf8'),
  symlink: (target, path) => symlink(target, path),
  readlink: (path) => readlink(path, 'utf8'),
  rename,
  unlink,
  readdir: (path) => readdir(path, 'utf8'),
  openEntries,
}

type Done<Value> = (error: NodeJS.ErrnoException | null, value: Value) => void

function called<Value = void>(call: (done: Done<Value> & NoParamCallback) => void): Promise<Value> {
  return new Promise((resolve, reject) => {
    call(((error: NodeJS.ErrnoException | null, value: Value) => {
      if (error === null) resolve(value)
      else reject(error)
    }) as Done<Value> & NoParamCallback)
  })
}

/** Owner and mode are set through `/proc/self/fd`: fchown and fchmod refuse a descriptor that was opened with O_PATH. */
function handleOf(fd: number): DirectoryHandle {
  const at = `/proc/self/fd/${fd}`
  return {
    fd,
    stat: () => called<FileStat>((done) => fstat(fd, done)),
    chown: (uid, gid) => called((done) => chown(at, uid, gid, done)),
    chmod: (mode) => called((done) => chmod(at, mode, done)),
    // Closing a directory sends nothing to a file server, so it cannot block.
    close: async () => closeSync(fd),
  }
}

async function isEmpty(path: string): Promise<boolean> {
  // One entry is enough to know; `readdir` would read all of a large directory.
  const directory = await opendir(path, { bufferSize: 1 })
  try {
    return (await directory.read()) === null
  } finally {
    await directory.close()
  }
}

async function openEntries(path: string, batchSize: number): Promise<EntryReader> {
  // Node's types leave out that names may be buffers here too. With a text, Node could not look at a name that is not UTF-8.
  const directory = await opendir(path, { bufferSize: batchSize, encoding: 'buffer' as BufferEncoding })
  return {
    async read() {
      const entry = (await directory.read()) as Dirent<Buffer> | null
      return entry === null ? undefined : { name: entry.name.toString('latin1'), isDirectory: entry.isDirectory() }
    },
    close: () => directory.close(),
  }
}

/** `O_PATH` of Linux, which Node does not list. The same number on every processor that Node runs on. */
const O_PATH = 0o10000000

/** Opens directories only: opening a named pipe fails instead of blocking. */
export const DIRECTORY = constants.O_RDONLY | constants.O_DIRECTORY
/**
 * Also fails for a symbolic link instead of following it. Opens a place in the tree rather than its contents: that needs
 * no permission to read the directory, so an NFS client does not ask the server for it.
 */
export const DIRECTORY_NOT_LINK = DIRECTORY | constants.O_NOFOLLOW | O_PATH
/**
 * Never opens anything: a directory cannot be opened for writing (EISDIR). Any open for reading or writing makes an NFS
 * client read the attributes from the server, where `stat` and O_PATH may use a copy that is up to a minute old.
 */
export const REFRESH = constants.O_WRONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW

/** The path of `name` in an open directory; it stays right when that directory is renamed. */
export function below(parent: DirectoryHandle, name: string): string {
  return `/proc/self/fd/${parent.fd}/${name}`
}

export function attributesOf({ uid, gid, mode }: FileStat): Attributes {
  return { uid, gid, mode: formatMode(mode & 0o7777) }
}

const OBSTACLES: Readonly<Record<number, Obstacle>> = {
  [constants.S_IFLNK]: 'symbolic link',
  [constants.S_IFREG]: 'file',
  [constants.S_IFSOCK]: 'socket',
  [constants.S_IFIFO]: 'named pipe',
  [constants.S_IFCHR]: 'device',
  [constants.S_IFBLK]: 'device',
}

/** Undefined for a directory. */
export function obstacleIn({ mode }: FileStat): Obstacle | undefined {
  return OBSTACLES[mode & constants.S_IFMT]
}
