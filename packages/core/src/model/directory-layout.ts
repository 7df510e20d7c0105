import { err, ok, type Result } from 'neverthrow'
import { InvalidInputError } from '../errors.js'
import type { Brand } from './brand.js'
import { parseFileSystemPath } from './file-system-path.js'
import { show } from './parse-text.js'

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
  const refused = () => err(new InvalidInputError(field, ALLOWED, show(value)))
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
