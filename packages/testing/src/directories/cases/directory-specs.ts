import assert from 'node:assert/strict'
import { isMainThread } from 'node:worker_threads'
import {
  DEFAULT_POSIX_OWNER,
  type DirectoryDriver,
  type DirectoryError,
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
import type { Result } from 'neverthrow'
import { assertOk } from '../../assert-result.js'
import type { DirectoryDriverCapabilities } from '../driver-fixture.js'

export const path = (text: string): FileSystemPath => assertOk(parseFileSystemPath(text))

export const owner = (uid: number, gid: number): PosixOwner => assertOk(parsePosixOwner({ uid, gid }))

/** Parses a path and a mode; the mode defaults to 0700. */
export function directorySpec(at: string, directoryOwner: PosixOwner, mode: number | string = '0700'): DirectorySpec {
  return { path: path(at), owner: directoryOwner, mode: assertOk(parseDirectoryMode(mode)) }
}

/** The spec, for a directory that may belong to anybody. */
export function takeOver(spec: DirectorySpec): DirectorySpec {
  return { ...spec, foreignDirectories: 'take-over' }
}

/** Returns an owner that the driver can give to a directory. */
export function ownerFor({ owners }: DirectoryDriverCapabilities): PosixOwner {
  return owners === 'any' ? DEFAULT_POSIX_OWNER : owners
}

export const actsAsRoot = ({ owners }: DirectoryDriverCapabilities): boolean => owners === 'any'

/** Worker threads share the umask of their process and cannot set it. */
export const canSetUmask = (): boolean => isMainThread

/** Returns the value of the one result. */
export function only<Value>(results: readonly Result<Value, DirectoryError>[]): Value {
  const [value] = results.map((result) => assertOk(result))
  assert(value !== undefined)
  assert.equal(results.length, 1)
  return value
}

/** Ensures the directories, and returns the outcome of each. */
export async function ensured(
  driver: DirectoryDriver,
  ...specs: readonly DirectorySpec[]
): Promise<readonly DirectoryOutcome[]> {
  const results = await driver.ensureDirectories(specs)
  assert.equal(results.length, specs.length)
  return results.map((result) => assertOk(result).outcome)
}

/** Inspects the paths: `uid:gid mode`, the mode in four octal digits, or `missing`. */
export async function inspected(driver: DirectoryDriver, ...paths: readonly string[]): Promise<readonly string[]> {
  const results = await driver.inspectDirectories(paths.map(path))
  return results.map((result) => {
    const state = assertOk(result)
    return state.exists ? `${state.uid}:${state.gid} ${state.mode}` : 'missing'
  })
}

/** Removes what is said of parents, which depends on the user that runs the tests. */
export function withoutParents<Reported extends DirectoryReceipt | DirectoryState>(reported: Reported) {
  const { writableParents: _writable, closedParents: _closed, ...rest } = reported
  return rest
}

/** Writes a spec in the format of `inspected`. */
export function ownerAndMode(spec: DirectorySpec): string {
  return `${spec.owner.uid}:${spec.owner.gid} ${spec.mode}`
}
