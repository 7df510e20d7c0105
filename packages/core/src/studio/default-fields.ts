import { err, ok, type Result } from 'neverthrow'
import { callFields } from '../call-options.js'
import type { DirectoryDriver } from '../drivers/directory-driver.js'
import { InvalidInputError } from '../errors.js'
import { type DirectoryMode, parseDirectoryMode } from '../model/directory-mode.js'
import { parseFileSystemPath, ROOT_PATH } from '../model/file-system-path.js'
import { parseDomainId, parseExecutionRole, parseFileSystemId } from '../model/ids.js'
import { oneOf, optional, type ParsedFields, parseSwitch } from '../model/parse/parse-input.js'
import { parseId } from '../model/posix-owner.js'
import { attachFields } from '../profiles/attach-to-profile.js'

const SHARED_MODE = 0o2770 as DirectoryMode

/** What a default of a domain is: the fields that one domain and all domains of a VPC have in common. */
export const defaultFields = {
  fileSystemId: parseFileSystemId,
  fileSystemPath: optional(parseFileSystemPath, ROOT_PATH),
  scope: optional(oneOf('private', 'shared', 'both'), 'both' as const),
  executionRole: optional(parseExecutionRole, undefined),
  directory: optional(oneOf('provision', 'as-is'), 'as-is' as const),
  uid: optional(parseId, undefined),
  gid: optional(parseId, undefined),
  mode: optional(parseDirectoryMode, SHARED_MODE),
  reachProfiles: optional(parseSwitch, false),
  maxCustomFileSystems: attachFields.maxCustomFileSystems,
  ...callFields,
}

export const domainDefaultFields = {
  domainId: parseDomainId,
  hiddenProfiles: optional(oneOf('report', 'skip'), 'report' as const),
  ...defaultFields,
}

export type DefaultWish = Omit<ParsedFields<typeof domainDefaultFields>, 'domainId' | 'timeoutMs' | 'signal'>

/** Refuses to provision without a driver: the type of the context leaves it open. */
export function requireDriver<Wish extends Pick<DefaultWish, 'directory'>>(
  context: { readonly directories?: DirectoryDriver },
  wish: Wish,
): Result<Wish, InvalidInputError> {
  if (wish.directory === 'as-is' || context.directories !== undefined) return ok(wish)
  return err(
    new InvalidInputError({
      field: 'directory',
      allowed: 'as-is, since the context has no directories to make it with',
      received: 'provision',
    }),
  )
}
