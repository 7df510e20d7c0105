import { err, ok, type Result } from 'neverthrow'
import { InvalidInputError } from '../errors.js'
import type { Brand } from './brand.js'
import { parseFileSystemPath } from './file-system-path.js'
import { show } from './parse-text.js'

/**
 * A template of the path of a user's directory, such as `/{domainId}/{userProfileName}`. It holds `{userProfileName}`
 * and otherwise follows the rules of a file-system path.
 */
export type DirectoryLayout = Brand<string, 'DirectoryLayout'>

export const DEFAULT_LAYOUT = '/{userProfileName}' as DirectoryLayout

const ALLOWED =
  'an absolute path with {userProfileName} and, if wanted, {domainId} in it, such as /{domainId}/{userProfileName}: at most 256 characters, no white space, no empty, "." or ".." segment'

export function parseDirectoryLayout(value: unknown, field = 'layout'): Result<DirectoryLayout, InvalidInputError> {
  const refused = () => err(new InvalidInputError(field, ALLOWED, show(value)))
  if (typeof value !== 'string' || !value.includes('{userProfileName}')) return refused()
  const sample = value.replaceAll('{userProfileName}', 'name').replaceAll('{domainId}', 'd-id')
  if (/[{}]/.test(sample) || value.length > 256) return refused()
  return parseFileSystemPath(sample, field).isOk() ? ok(value as DirectoryLayout) : refused()
}

/** Whether two profiles of the same name in two domains get two directories. */
export function separatesDomains(layout: DirectoryLayout): boolean {
  return layout.includes('{domainId}')
}
