import { constants } from 'node:fs'
import { lstat, mkdir, open, readFile, rmdir } from 'node:fs/promises'
import type { Obstacle } from '../directory-error.js'

/** As much of `stat(2)` as the driver looks at; `mode` holds the file type too. */
export interface FileStat {
  readonly dev: number
  readonly uid: number
  readonly gid: number
  readonly mode: number
}

/** An open directory. What is done to it cannot be diverted by renaming or replacing its path. */
export interface DirectoryHandle {
  readonly fd: number
  stat(): Promise<FileStat>
  chown(uid: number, gid: number): Promise<void>
  chmod(mode: number): Promise<void>
  close(): Promise<void>
}

/** The system calls of the posix driver. Tests put faults between it and the kernel here. */
export interface PosixFs {
  readonly platform: string
  open(path: string, flags: number): Promise<DirectoryHandle>
  mkdir(path: string, mode: number): Promise<unknown>
  rmdir(path: string): Promise<unknown>
  lstat(path: string): Promise<FileStat>
  readText(path: string): Promise<string>
}

export const nodeFs: PosixFs = {
  platform: process.platform,
  open,
  mkdir,
  rmdir,
  lstat,
  readText: (path) => readFile(path, 'utf8'),
}

/** Opens a directory and nothing else: a named pipe is refused instead of waited for. */
export const DIRECTORY = constants.O_RDONLY | constants.O_DIRECTORY
/** The same, and a symbolic link is refused instead of followed. */
export const DIRECTORY_NOT_LINK = DIRECTORY | constants.O_NOFOLLOW

/** The path of `name` below an open directory, whatever has become of that directory's own path. */
export function below(parent: DirectoryHandle, name: string): string {
  return `/proc/self/fd/${parent.fd}/${name}`
}

/** The permission bits, set-user-ID, set-group-ID and sticky included. */
export function permissionsOf(stat: FileStat): number {
  return stat.mode & 0o7777
}

const OBSTACLES: Readonly<Record<number, Obstacle>> = {
  [constants.S_IFLNK]: 'symbolic link',
  [constants.S_IFREG]: 'file',
  [constants.S_IFSOCK]: 'socket',
  [constants.S_IFIFO]: 'named pipe',
  [constants.S_IFCHR]: 'device',
  [constants.S_IFBLK]: 'device',
}

/** What stands there if it is no directory. */
export function obstacleIn(stat: FileStat): Obstacle | undefined {
  return OBSTACLES[stat.mode & constants.S_IFMT]
}
