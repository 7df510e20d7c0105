import assert from 'node:assert/strict'
import { isMainThread } from 'node:worker_threads'
import {
  DEFAULT_POSIX_OWNER,
  type DirectoryDriver,
  type DirectoryOutcome,
  type DirectoryReceipt,
  type DirectorySpec,
  type DirectoryState,
  type FileSystemPath,
  type PosixOwner,
  parseDirectoryMode,
  parseFileSystemPath,
  parsePosixOwner,
} from '@studio-efs/core/directories'
import { assertOk } from '../../assert-result.js'
import type { DirectoryDriverCapabilities } from '../driver-fixture.js'

export const path = (text: string): FileSystemPath => assertOk(parseFileSystemPath(text))

export const owner = (uid: number, gid: number): PosixOwner => assertOk(parsePosixOwner({ uid, gid }))

/** A directory as a case wants it. */
export function wanted(at: string, directoryOwner: PosixOwner, mode = 0o700): DirectorySpec {
  return { path: path(at), owner: directoryOwner, mode: assertOk(parseDirectoryMode(mode)) }
}

/** An owner that the driver is able to give. */
export function ownerFor({ owners }: DirectoryDriverCapabilities): PosixOwner {
  return owners === 'any' ? DEFAULT_POSIX_OWNER : owners
}

export const actsAsRoot = ({ owners }: DirectoryDriverCapabilities): boolean => owners === 'any'

/** Worker threads share the umask of their process and may not set it. */
export const canSetUmask = (): boolean => isMainThread

/** Ensures all of them, and gives back what was done to each. */
export async function ensured(
  driver: DirectoryDriver,
  ...specs: readonly DirectorySpec[]
): Promise<readonly DirectoryOutcome[]> {
  const results = await driver.ensureDirectories(specs)
  assert.equal(results.length, specs.length)
  return results.map((result) => assertOk(result).outcome)
}

/** `uid:gid mode` as `stat -c '%u:%g %a'` prints it, or `missing`. */
export async function look(driver: DirectoryDriver, ...paths: readonly string[]): Promise<readonly string[]> {
  const results = await driver.inspectDirectories(paths.map(path))
  return results.map((result) => {
    const state = assertOk(result)
    return state.exists ? `${state.uid}:${state.gid} ${state.mode.toString(8)}` : 'missing'
  })
}

/** Without what it tells of the way, which depends on who runs the tests. */
export function apartFromTheWay<Told extends DirectoryReceipt | DirectoryState>(told: Told) {
  const { writableParents: _, ...rest } = told
  return rest
}

/** The same text for what was asked for. */
export function asked(spec: DirectorySpec): string {
  return `${spec.owner.uid}:${spec.owner.gid} ${spec.mode.toString(8)}`
}
