import type { ResultAsync } from 'neverthrow'
import type { ReadinessError } from '../aws/sagemaker/readiness.js'
import { type WaitOptions, waitFields } from '../call-options.js'
import { requireParts, type StudioEfsContext, withDefaults } from '../context.js'
import type { PreviousOwner } from '../drivers/claim-store.js'
import {
  type DirectoriesCall,
  type DirectoryStepError,
  directoryChanges,
  ensureDirectory,
} from '../drivers/ensure-directory.js'
import type { DirectoryChange } from '../model/change.js'
import { type DirectoryReceipt, type ForeignDirectories, parseForeignDirectories } from '../model/directory.js'
import {
  DEFAULT_LAYOUT,
  type DirectoryLayout,
  type DirectoryNameCase,
  directoryPathFor,
  parseDirectoryLayout,
} from '../model/directory-layout.js'
import { type DirectoryMode, PRIVATE_MODE, parseDirectoryMode } from '../model/directory-mode.js'
import { type FileSystemPath, parseFileSystemPath } from '../model/file-system-path.js'
import { type FileSystemId, parseDomainId, parseUserProfileName, type UserProfileRef } from '../model/ids.js'
import { type FieldParser, listOf, oneOf, optional, parseInput, parseTime } from '../model/parse/parse-input.js'
import { posixOwnerOf } from '../studio/posix-owner.js'
import { checkPrivatePath, type PathOverlapError } from '../studio/private-path-plan.js'
import { type ProfileReading, withProfile } from '../studio/profile-turn.js'
import type { InvalidInputError } from '../studio-efs-error.js'

/** Input of {@link provisionUserDirectory}. */
export interface ProvisionUserDirectoryInput extends WaitOptions {
  readonly domainId: string
  readonly userProfileName: string
  /**
   * When the profile was created, as a CreateUserProfile event says: a Date or ISO 8601. SageMaker may not know a profile
   * yet that is younger than a minute, so until then the call waits for it. Default: unknown, which waits 5 seconds.
   */
  readonly createdAt?: Date | string
  /** Template of the directory's path; default `/{userProfileName}`. `{domainId}` separates domains that share a file system. */
  readonly layout?: string
  /** Spelling of the name in the path. Default `as-stored`: as SageMaker's DescribeUserProfile spells it. */
  readonly nameCase?: DirectoryNameCase
  /** Permission bits: octal text, `'0700'` (the default), or a number, 0o700. */
  readonly mode?: number | string
  /**
   * An existing directory of another owner: `refuse` (the default) leaves it as it is and is an error, `take-over` gives
   * it to the profile.
   */
  readonly foreignDirectories?: ForeignDirectories
  /** The directory of an earlier life of this profile's name. Default `archive`. */
  readonly previousOwner?: PreviousOwner
  /** Directories that others share. The profile's directory may not be, hold or lie inside one. Default none. */
  readonly reservedPaths?: readonly string[]
  /** Reads and plans, and writes nothing. Default false. */
  readonly dryRun?: boolean
}

/** Result of {@link provisionUserDirectory}: what changed, or would change in a dry run. */
export interface ProvisionUserDirectoryOutput {
  /** The profile, spelled as SageMaker stores it. */
  readonly profile: UserProfileRef
  readonly directory: DirectoryReceipt
  readonly changes: readonly DirectoryChange[]
}

/** Errors of {@link provisionUserDirectory}. */
export type ProvisionUserDirectoryError = InvalidInputError | ReadinessError | ProvisionError

/** Errors of a profile that was read already. */
export type ProvisionError = DirectoryStepError | PathOverlapError

/** Parsers of its fields, which `onboardProfile` takes as well. */
export const provisionFields = {
  domainId: parseDomainId,
  userProfileName: parseUserProfileName,
  createdAt: optional(parseTime, undefined),
  layout: optional(parseDirectoryLayout, DEFAULT_LAYOUT),
  nameCase: optional(oneOf('as-stored', 'lower'), 'as-stored' as const),
  mode: optional(parseDirectoryMode, PRIVATE_MODE),
  foreignDirectories: optional(parseForeignDirectories, 'refuse' as const),
  previousOwner: optional(oneOf('archive', 'refuse', 'adopt'), 'archive' as const),
  reservedPaths: optional(listOf(parseFileSystemPath, { max: 1000 }), []),
  ...waitFields,
} satisfies Record<keyof Required<ProvisionUserDirectoryInput>, FieldParser<unknown>>

/**
 * The profile's directory exists, belongs to the profile's POSIX identity and has the mode. A directory that is already
 * there keeps its contents; only its own owner and mode are set right. One of another owner is an error, and so is a path
 * that is, holds or lies inside a default of the domain.
 *
 * @example
 * const result = await provisionUserDirectory(context, { domainId: 'd-abcdefghijkl', userProfileName: 'alice' })
 * if (result.isOk()) console.log(result.value.directory.path, result.value.directory.outcome)
 */
export function provisionUserDirectory(
  context: Pick<StudioEfsContext, 'sagemaker' | 'directories' | 'clock' | 'logger' | 'domainCache'>,
  input: ProvisionUserDirectoryInput,
): ResultAsync<ProvisionUserDirectoryOutput, ProvisionUserDirectoryError> {
  return parseInput(input, provisionFields)
    .andThen(requireParts(context, ['sagemaker', 'directories']))
    .asyncAndThen((spec) =>
      withProfile(withDefaults(context), spec, (call, reading) =>
        provision(call, reading, { ...spec, fileSystemId: undefined }),
      ),
    )
}

export interface ProvisionSpec {
  readonly layout: DirectoryLayout
  readonly nameCase: DirectoryNameCase
  readonly mode: DirectoryMode
  readonly foreignDirectories: ForeignDirectories
  readonly previousOwner: PreviousOwner
  readonly reservedPaths: readonly FileSystemPath[]
  /** Undefined where the caller does not name it. */
  readonly fileSystemId: FileSystemId | undefined
  readonly dryRun: boolean
}

/** Provisions the directory of a profile that was read already. */
export function provision(
  call: DirectoriesCall,
  { profile, domain }: ProfileReading,
  spec: ProvisionSpec,
): ResultAsync<ProvisionUserDirectoryOutput, ProvisionError> {
  const { domainId, userProfileName } = profile
  const path = directoryPathFor(spec.layout, profile, spec.nameCase)
  const { mode, foreignDirectories, previousOwner } = spec
  const directory = { path, owner: posixOwnerOf(profile, domain), mode, foreignDirectories }
  const claim = profile.generation && ({ kind: 'private', ...profile.generation } as const)
  return checkPrivatePath({ ...spec, profile, path }, domain)
    .asyncAndThen(() => ensureDirectory(call, { ...directory, ...(claim && { claim, previousOwner }) }, spec))
    .map((receipt) => ({
      profile: { domainId, userProfileName },
      directory: receipt,
      changes: directoryChanges(receipt),
    }))
}
