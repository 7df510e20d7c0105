import type { Result, ResultAsync } from 'neverthrow'
import { type StudioEfsContext, withDefaults } from '../context.js'
import type { DirectoryChange, ProfileFileSystemsChange } from '../model/change.js'
import { parseInput } from '../model/parse/parse-input.js'
import { withProfile } from '../studio/profile-turn.js'
import {
  type AttachToProfileError,
  type AttachToProfileInput,
  type AttachToProfileOutput,
  attachFields,
} from './attach-to-profile.js'
import { onboardStep } from './onboard.js'
import {
  type ProvisionUserDirectoryError,
  type ProvisionUserDirectoryInput,
  type ProvisionUserDirectoryOutput,
  provisionFields,
} from './provision-user-directory.js'

export interface OnboardProfileInput
  extends ProvisionUserDirectoryInput,
    Omit<AttachToProfileInput, 'fileSystemPath'> {}

export interface OnboardProfileOutput
  extends Pick<ProvisionUserDirectoryOutput, 'profile' | 'directory'>,
    Pick<AttachToProfileOutput, 'customFileSystems'> {
  readonly changes: readonly (DirectoryChange | ProfileFileSystemsChange)[]
}

export type OnboardProfileError = ProvisionUserDirectoryError | AttachToProfileError

/**
 * The profile has its own directory and lists it: `provisionUserDirectory`, then `attachToProfile`, on one reading of the
 * profile. A profile whose directory failed is never updated.
 *
 * @example
 * const result = await onboardProfile(context, {
 *   domainId: 'd-abcdefghijkl', userProfileName: 'alice', fileSystemId: 'fs-0123456789abcdef0',
 * })
 */
export function onboardProfile(
  context: Pick<StudioEfsContext, 'sagemaker' | 'directories' | 'clock' | 'logger' | 'domainCache'>,
  input: OnboardProfileInput,
): ResultAsync<OnboardProfileOutput, OnboardProfileError> {
  const complete = withDefaults(context)
  return parseInput(input, onboardFields).asyncAndThen((parsed) =>
    withProfile(
      complete,
      parsed,
      async (read, patience): Promise<Result<OnboardProfileOutput, OnboardProfileError>> =>
        (await onboardStep(complete, read, parsed, patience)).mapErr(({ error }) => error),
    ),
  )
}

/** Its fields, which the operations on many profiles take as well. */
export const onboardFields = { ...provisionFields, ...attachFields }
