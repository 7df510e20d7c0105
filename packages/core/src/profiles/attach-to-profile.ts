import type { ResultAsync } from 'neverthrow'
import type { SageMakerCall } from '../aws/sagemaker/describe-and-update.js'
import { type WaitOptions, waitFields } from '../call-options.js'
import { requireParts, type StudioEfsContext, withDefaults } from '../context.js'
import type { ProfileFileSystemsChange } from '../model/change.js'
import type { CustomFileSystem, CustomFileSystemConfig } from '../model/custom-file-system.js'
import { parseDomainId, parseFileSystemId, parseUserProfileName, type UserProfileRef } from '../model/ids.js'
import { type FieldParser, oneOf, optional, parseInput, parseSwitch, parseTime } from '../model/parse/parse-input.js'
import { parseUserPath } from '../model/state/state-path.js'
import {
  checkFileSystem,
  type FileSystemCheckError,
  type FileSystemCheckOption,
  parseCheckFileSystem,
} from '../studio/file-system-check.js'
import {
  addToList,
  type DomainFileSystems,
  type ListEditError,
  parseMaxCustomFileSystems,
} from '../studio/plan/list-edit.js'
import { type ProfileReading, withProfile } from '../studio/profile-turn.js'
import type { UpdateError, WriteRules } from '../studio/read-modify-write.js'
import { updateProfileList } from '../studio/update-profile-list.js'
import type { InvalidInputError } from '../studio-efs-error.js'

/** Input of {@link attachToProfile}. */
export interface AttachToProfileInput extends WaitOptions, FileSystemCheckOption {
  readonly domainId: string
  readonly userProfileName: string
  /**
   * When the profile was created, as a CreateUserProfile event says: a Date or ISO 8601. SageMaker may not know a profile
   * yet that is younger than a minute, so until then the call waits for it. Default: unknown, which waits 5 seconds.
   */
  readonly createdAt?: Date | string
  readonly fileSystemId: string
  /** The directory that the user's spaces mount; nothing above it can be reached. */
  readonly fileSystemPath: string
  /**
   * The first entry of a profile's list hides all of the domain's. `copy` (the default) copies the domain's entries into
   * a list that was empty so far; `leave` does not.
   */
  readonly domainFileSystems?: DomainFileSystems
  /** Most entries that SageMaker takes in a profile's list. Default 10; older Regions and CloudFormation say 2. */
  readonly maxCustomFileSystems?: number
  /** Afterwards wait until the profile is `InService` again and check its list. Default false. */
  readonly verify?: boolean
  /** Reads and plans, and writes nothing. Default false. */
  readonly dryRun?: boolean
}

/** Result of {@link attachToProfile}: what changed, or would change in a dry run. */
export interface AttachToProfileOutput {
  /** The profile, spelled as SageMaker stores it. */
  readonly profile: UserProfileRef
  /** The profile's list afterwards. */
  readonly customFileSystems: readonly CustomFileSystemConfig[]
  readonly changes: readonly ProfileFileSystemsChange[]
}

/** Errors of {@link attachToProfile}. */
export type AttachToProfileError = InvalidInputError | FileSystemCheckError | AttachError

/** Parsers of the fields that `onboardProfile` takes as well. */
export const attachFields = {
  domainId: parseDomainId,
  userProfileName: parseUserProfileName,
  createdAt: optional(parseTime, undefined),
  fileSystemId: parseFileSystemId,
  domainFileSystems: optional(oneOf('copy', 'leave'), 'copy' as const),
  maxCustomFileSystems: parseMaxCustomFileSystems,
  verify: optional(parseSwitch, false),
  checkFileSystem: parseCheckFileSystem,
  ...waitFields,
}

const fields = {
  ...attachFields,
  fileSystemPath: parseUserPath,
} satisfies Record<keyof Required<AttachToProfileInput>, FieldParser<unknown>>

/**
 * The profile's `CustomFileSystemConfigs` hold the file system once, at the given path; every other entry is as and where
 * it was. Waits until the profile may be updated, and makes no call when nothing changes.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_UpdateUserProfile.html
 * @example
 * const result = await attachToProfile(context, {
 *   domainId: 'd-abcdefghijkl', userProfileName: 'alice',
 *   fileSystemId: 'fs-0123456789abcdef0', fileSystemPath: '/alice',
 * })
 * if (result.isErr()) throw result.error
 */
export function attachToProfile(
  context: Pick<StudioEfsContext, 'sagemaker' | 'clock' | 'logger' | 'domainCache'> &
    Partial<Pick<StudioEfsContext, 'efs'>>,
  input: AttachToProfileInput,
): ResultAsync<AttachToProfileOutput, AttachToProfileError> {
  return parseInput(input, fields)
    .andThen(requireParts(context, ['sagemaker']))
    .asyncAndThen((spec) =>
      withProfile(withDefaults(context), spec, (call, reading) =>
        checkFileSystem(call, reading.domain, spec).andThen(() => attach(call, reading, spec)),
      ),
    )
}

export interface AttachSpec extends CustomFileSystem, WriteRules {
  readonly domainFileSystems: DomainFileSystems
  readonly maxCustomFileSystems: number
}

export type AttachError = ListEditError | UpdateError

/** Attaches the file system to a profile that was read already. Call it while holding the profile's turn. */
export function attach(
  call: SageMakerCall,
  reading: ProfileReading,
  spec: AttachSpec,
): ResultAsync<AttachToProfileOutput, AttachError> {
  const { profile } = reading
  const { domainId, userProfileName } = profile
  return updateProfileList(call, profile, { plan: attachPlanner(reading, spec), rules: spec }).map((report) => ({
    profile: { domainId, userProfileName },
    ...report,
  }))
}

/** Returns the function that plans the profile's list. Pure. */
export function attachPlanner({ profile, domain }: ProfileReading, spec: AttachSpec) {
  const listName = `user profile ${profile.domainId}/${profile.userProfileName}`
  return (own: readonly CustomFileSystemConfig[]) =>
    addToList({ ...spec, listName, own, domain: domain.customFileSystems, wanted: spec })
}
