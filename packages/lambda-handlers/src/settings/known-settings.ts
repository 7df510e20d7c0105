import {
  type DefaultScope,
  type DomainId,
  type ExecutionRoleArn,
  type FunctionName,
  parseDomainId,
  parseExecutionRole,
  parseFileSystemId,
  parseFunctionName,
  parseVpcId,
  type VpcId,
} from '@studio-efs/core'
import {
  type DirectoryLayout,
  type FileSystemPath,
  type ForeignDirectories,
  parseDirectoryLayout,
  parseFileSystemPath,
} from '@studio-efs/core/directories'
import { quoteForMessage } from '@studio-efs/core/driver-kit'
import { InvalidInputError } from '@studio-efs/core/errors'
import { err, ok, Result } from 'neverthrow'
import { mountSettings } from './mount-configuration.js'
import { oneOf, required, withDefault } from './setting.js'
import { tagsIn } from './tag-text.js'

/** CloudTrail's event history keeps 90 days. */
const MAX_DAYS = 90

/** `efs_id` and `domain_id` are the names that the AWS blog post uses. */
const DOMAIN_IDS = ['STUDIO_EFS_DOMAIN_IDS', 'domain_id'] as const

export const fileSystemId = required(
  ['STUDIO_EFS_FILE_SYSTEM_ID', 'efs_id'],
  'the id of the EFS file system',
  parseFileSystemId,
)

/** `undefined` is every domain. */
export const domainIds = withDefault<readonly DomainId[], undefined>(DOMAIN_IDS, undefined, parseDomainIds)

export const requiredDomainIds = /* @__PURE__ */ required(
  DOMAIN_IDS,
  'the ids of the domains that get the default',
  parseDomainIds,
)

export const vpcId = /* @__PURE__ */ required<VpcId>(
  ['STUDIO_EFS_VPC_ID'],
  'the id of the VPC whose domains share the file system',
  parseVpcId,
)

/** Path of a user's directory. No profile and no domain is called `_domains`. */
export const layout = withDefault<DirectoryLayout, DirectoryLayout>(
  ['STUDIO_EFS_LAYOUT'],
  '/_domains/{domainId}/{userProfileName}' as DirectoryLayout,
  parseDirectoryLayout,
)

/** An existing directory of another owner. */
const foreignDirectories = withDefault<ForeignDirectories, ForeignDirectories>(
  ['STUDIO_EFS_FOREIGN_DIRECTORIES'],
  'refuse',
  oneOf('refuse', 'take-over'),
)

const SHARED_PATH = ['STUDIO_EFS_SHARED_PATH'] as const

/** Settings of directories of profiles. No profile gets the shared directory, or one that holds it or lies inside it. */
export const privateDirectorySettings = {
  layout,
  sharedPath: withDefault<FileSystemPath, undefined>(SHARED_PATH, undefined, parseFileSystemPath),
  foreignDirectories,
}

/** Tags of security groups. The operation checks them. */
export const tags = /* @__PURE__ */ withDefault<Readonly<Record<string, string>>, undefined>(
  ['STUDIO_EFS_TAGS'],
  undefined,
  (value) => ok(tagsIn(value)),
)

/** Days that a replay goes back if its event has no `from`. */
export const days = /* @__PURE__ */ withDefault<number, number>(['STUDIO_EFS_DAYS'], MAX_DAYS, parseDays)

/** Value of the dimension `Stack` of the metrics; without it, none are written. */
const metrics = withDefault<string, undefined>(['STUDIO_EFS_METRICS'], undefined, (value) => ok(value))

/** Makes directories through another function, which mounts the file system, or on a mount of this one. */
export const directorySettings = {
  directoryFunction: withDefault<FunctionName, undefined>(
    ['STUDIO_EFS_DIRECTORY_FUNCTION'],
    undefined,
    parseFunctionName,
  ),
  ...mountSettings,
  metrics,
}

/** The one directory that a domain, or all domains of a VPC, get by default. */
export const sharedDirectorySettings = {
  sharedPath: withDefault<FileSystemPath, FileSystemPath>(
    SHARED_PATH,
    '/_shared' as FileSystemPath,
    parseFileSystemPath,
  ),
  /** Kind of spaces that get it. */
  scope: withDefault<DefaultScope, DefaultScope>(['STUDIO_EFS_SCOPE'], 'both', oneOf('private', 'shared', 'both')),
  /** Goes to domains whose shared spaces have no role yet. */
  executionRole: withDefault<ExecutionRoleArn, undefined>(['STUDIO_EFS_EXECUTION_ROLE'], undefined, parseExecutionRole),
  foreignDirectories,
}

/** Parses ids between commas; drops repeated ones. */
function parseDomainIds(value: string, variable: string): Result<readonly DomainId[], InvalidInputError> {
  return Result.combine(value.split(',').map((id) => parseDomainId(id.trim(), variable))).map((ids) => [
    ...new Set(ids),
  ])
}

function parseDays(value: string, variable: string): Result<number, InvalidInputError> {
  const parsed = /^\d+$/.test(value) ? Number(value) : 0
  if (parsed >= 1 && parsed <= MAX_DAYS) return ok(parsed)
  return err(
    new InvalidInputError({
      field: variable,
      allowed: `a whole number from 1 to ${MAX_DAYS}`,
      received: quoteForMessage(value),
    }),
  )
}
