import { err, ok, type Result } from 'neverthrow'
import { InvalidInputError } from '../studio-efs-error.js'
import type { Brand } from './brand.js'
import type { FileSystemPath } from './file-system-path.js'
import type { UserProfileRef } from './ids.js'
import { quoteForMessage } from './parse/parse-text.js'
import { parseUserPath } from './state/state-path.js'

/**
 * Template of the path of a user's directory: `/{domainId}/{userProfileName}`. It holds `{userProfileName}`, and is a valid
 * file-system path with names of any length filled in.
 */
export type DirectoryLayout = Brand<string, 'DirectoryLayout'>

/** Layout of private directories by default: `/{userProfileName}`. */
export const DEFAULT_LAYOUT = '/{userProfileName}' as DirectoryLayout

const ALLOWED =
  'an absolute path with {userProfileName} and, if wanted, {domainId} in it, such as /{domainId}/{userProfileName}: at most 256 characters with the longest names (63 each), no white space, no empty, "." or ".." segment, outside /.studio-efs'

const MAX_LENGTH_NAME = 'n'.repeat(63)

/** Parses a layout, such as `/_domains/{domainId}/{userProfileName}`. */
export function parseDirectoryLayout(value: unknown, field = 'layout'): Result<DirectoryLayout, InvalidInputError> {
  const refused = () => err(new InvalidInputError({ field, allowed: ALLOWED, received: quoteForMessage(value) }))
  if (typeof value !== 'string' || !value.includes('{userProfileName}')) return refused()
  const sample = value.replaceAll('{userProfileName}', MAX_LENGTH_NAME).replaceAll('{domainId}', MAX_LENGTH_NAME)
  if (/[{}]/.test(sample)) return refused()
  return parseUserPath(sample, field).isOk() ? ok(value as DirectoryLayout) : refused()
}

/**
 * True when profiles of two domains always get two directories. Ids and names both hold letters, digits and hyphens, so
 * `/{domainId}-{userProfileName}` gives `/d-a-b-c` to `c` of `d-a-b` and to `b-c` of `d-a`; a `/`, `.` or `_` keeps them
 * apart.
 */
export function separatesDomains(layout: DirectoryLayout): boolean {
  const parts = layout.split(/[^-a-zA-Z0-9{}]/)
  return parts.some((part) => part.includes('{domainId}') && !part.includes('{userProfileName}'))
}

/**
 * Spelling of a profile's name in its directory: as SageMaker stores it, or in lower case. Profile names are not
 * case-sensitive, so either way one profile has one directory.
 */
export type DirectoryNameCase = 'as-stored' | 'lower'

export function directoryPathFor(
  layout: DirectoryLayout,
  profile: UserProfileRef,
  nameCase: DirectoryNameCase,
): FileSystemPath {
  const name = nameCase === 'lower' ? profile.userProfileName.toLowerCase() : profile.userProfileName
  return layout.replaceAll('{domainId}', profile.domainId).replaceAll('{userProfileName}', name) as FileSystemPath
}
