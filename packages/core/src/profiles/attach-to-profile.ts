import type { ResultAsync } from 'neverthrow'
import type { CallOptions } from '../call.js'
import { callFields } from '../call-options.js'
import { type StudioEfsContext, withDefaults } from '../context.js'
import type { InvalidInputError } from '../errors.js'
import type { ProfileFileSystemsChange } from '../model/change.js'
import type { CustomFileSystemConfig } from '../model/custom-file-system.js'
import { parseFileSystemPath } from '../model/file-system-path.js'
import type { UserProfileRef } from '../model/ids.js'
import { parseDomainId, parseFileSystemId, parseUserProfileName } from '../model/ids.js'
import { oneOf, optional, parseInput, parseSwitch } from '../model/parse/parse-input.js'
import { parseWholeNumber } from '../model/parse/parse-text.js'
import type { DomainFileSystems } from '../studio/plan/file-system-merge.js'
import { withProfile } from '../studio/profile-turn.js'
import { type AttachStepError, attachStep } from './attach.js'

export interface AttachToProfileInput extends CallOptions {
  readonly domainId: string
  readonly userProfileName: string
  readonly fileSystemId: string
  /** The directory that the user's spaces mount; nothing above it can be reached. */
  readonly fileSystemPath: string
  /**
   * A profile's list hides the domain's. `repeat` (the default) copies the domain's entries into a list that was empty so
   * far; `leave` does not.
   */
  readonly domainFileSystems?: DomainFileSystems
  /** How many entries SageMaker takes in a profile's list. Default 10; older Regions and CloudFormation say 2. */
  readonly maxCustomFileSystems?: number
  /** Afterwards wait until the profile is `InService` again and check its list. Default false. */
  readonly verify?: boolean
  /** Reads and plans, and writes nothing. Default false. */
  readonly dryRun?: boolean
}

export interface AttachToProfileOutput {
  /** The profile, spelled as SageMaker stores it. */
  readonly profile: UserProfileRef
  /** The profile's list afterwards. */
  readonly customFileSystems: readonly CustomFileSystemConfig[]
  readonly changes: readonly ProfileFileSystemsChange[]
}

export type AttachToProfileError = InvalidInputError | AttachStepError

/**
 * The profile's `CustomFileSystemConfigs` hold the file system once, at the given path; every other entry is as and where
 * it was. Waits until the profile may be updated, and makes no call when nothing changes.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_UpdateUserProfile.html
 * @example
 * await attachToProfile(context, {
 *   domainId: 'd-abcdefghijkl', userProfileName: 'alice',
 *   fileSystemId: 'fs-0123456789abcdef0', fileSystemPath: '/alice',
 * })
 */
export function attachToProfile(
  context: Pick<StudioEfsContext, 'sagemaker' | 'clock' | 'logger' | 'domainCache'>,
  input: AttachToProfileInput,
): ResultAsync<AttachToProfileOutput, AttachToProfileError> {
  const complete = withDefaults(context)
  return parseInput(input, { ...attachFields, fileSystemPath: parseFileSystemPath }).asyncAndThen((parsed) =>
    withProfile(complete, parsed, async (read, patience) => {
      const { domainId, userProfileName } = read.profile
      const attached = await attachStep(
        complete,
        read,
        { ...parsed, limit: parsed.maxCustomFileSystems, wanted: parsed },
        patience,
      )
      return attached.map((report) => ({ profile: { domainId, userProfileName }, ...report }))
    }),
  )
}

const LIST_LIMIT = 10

/** Its fields, which `onboardProfile` takes as well. */
export const attachFields = {
  domainId: parseDomainId,
  userProfileName: parseUserProfileName,
  fileSystemId: parseFileSystemId,
  domainFileSystems: optional(oneOf('repeat', 'leave'), 'repeat' as const),
  maxCustomFileSystems: optional((value, field) => parseWholeNumber(field, value, { min: 1, max: 100 }), LIST_LIMIT),
  verify: optional(parseSwitch, false),
  ...callFields,
}
