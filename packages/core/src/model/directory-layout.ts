import { err, ok, type Result } from 'neverthrow'
import { InvalidInputError } from '../errors.js'
import type { Brand } from './brand.js'
import { type FileSystemPath, parseFileSystemPath } from './file-system-path.js'
import type { UserProfileRef } from './ids.js'
import { show } from './parse/parse-text.js'

/**
 * A template of the path of a user's directory, such as `/{domainId}/{userProfileName}`. It holds `{userProfileName}`
 * and otherwise follows the rules of a file-system path, whatever the names are that it is filled with.
 */
export type DirectoryLayout = Brand<string, 'DirectoryLayout'>

export const DEFAULT_LAYOUT = '/{userProfileName}' as DirectoryLayout

const ALLOWED =
  'an absolute path with {userProfileName} and, if wanted, {domainId} in it, such as /{domainId}/{userProfileName}: at most 256 characters with the longest names (63 each), no white space, no empty, "." or ".." segment'

const LONGEST = 'n'.repeat(63)

export function parseDirectoryLayout(value: unknown, field = 'layout'): Result<DirectoryLayout, InvalidInputError> {
  const refused = () => err(new InvalidInputError({ field, allowed: ALLOWED, received: show(value) }))
  if (typeof value !== 'string' || !value.includes('{userProfileName}')) return refused()
  const sample = value.replaceAll('{userProfileName}', LONGEST).replaceAll('{domainId}', LONGEST)
  if (/[{}]/.test(sample)) return refused()
  return parseFileSystemPath(sample, field).isOk() ? ok(value as DirectoryLayout) : refused()
}

/**
 * Whether profiles of two domains always get two directories. Ids and names both hold letters, digits and hyphens, so
 * `/{domainId}-{userProfileName}` gives `/d-a-b` to `b` of `d-a` and could to somebody of `d-a-b`; a `/`, `.` or `_`
 * keeps them apart.
 */
export function separatesDomains(layout: DirectoryLayout): boolean {
  const parts = layout.split(/[^-a-zA-Z0-9{}]/)
  return parts.some((part) => part.includes('{domainId}') && !part.includes('{userProfileName}'))
}

/**
 * How a profile's name is spelled in its directory: as SageMaker stores it, or in lower case.
 * Profile names are not case-sensitive, so either way one profile has one directory.
 */
export type DirectoryNameCase = 'as-stored' | 'lower'

/** The path of the profile's directory. */
export function directoryPathFor(
  layout: DirectoryLayout,
  profile: UserProfileRef,
  nameCase: DirectoryNameCase,
): FileSystemPath {
  const name = nameCase === 'lower' ? profile.userProfileName.toLowerCase() : profile.userProfileName
  return layout.replaceAll('{domainId}', profile.domainId).replaceAll('{userProfileName}', name) as FileSystemPath
}
