import { ok, type ResultAsync, safeTry } from 'neverthrow'
import type { SageMakerCall } from '../aws/sagemaker/describe-and-update.js'
import { requireParts, type StudioEfsContext, withDefaults } from '../context.js'
import type { DirectoriesCall } from '../drivers/ensure-directory.js'
import type { DirectoryChange, ProfileFileSystemsChange } from '../model/change.js'
import { directoryPathFor } from '../model/directory-layout.js'
import type { FileSystemId } from '../model/ids.js'
import { type FieldParser, parseInput } from '../model/parse/parse-input.js'
import { checkFileSystem } from '../studio/file-system-check.js'
import { type ProfileReading, withProfile } from '../studio/profile-turn.js'
import {
  type AttachError,
  type AttachSpec,
  type AttachToProfileError,
  type AttachToProfileInput,
  type AttachToProfileOutput,
  attach,
  attachFields,
  attachPlanner,
} from './attach-to-profile.js'
import {
  type ProvisionError,
  type ProvisionSpec,
  type ProvisionUserDirectoryError,
  type ProvisionUserDirectoryInput,
  type ProvisionUserDirectoryOutput,
  provision,
  provisionFields,
} from './provision-user-directory.js'

/** Input of {@link onboardProfile}. */
export interface OnboardProfileInput
  extends ProvisionUserDirectoryInput,
    Omit<AttachToProfileInput, 'fileSystemPath'> {}

/** Result of {@link onboardProfile}: what changed, or would change in a dry run. */
export interface OnboardProfileOutput
  extends Pick<ProvisionUserDirectoryOutput, 'profile' | 'directory'>,
    Pick<AttachToProfileOutput, 'customFileSystems'> {
  readonly changes: readonly OnboardChange[]
}

/** Errors of {@link onboardProfile}. */
export type OnboardProfileError = ProvisionUserDirectoryError | AttachToProfileError

const fields = {
  ...provisionFields,
  ...attachFields,
} satisfies Record<keyof Required<OnboardProfileInput>, FieldParser<unknown>>

/**
 * The profile has its own directory and lists it: `provisionUserDirectory`, then `attachToProfile`, on one reading of the
 * profile. A profile whose directory failed is never updated.
 *
 * @example
 * const result = await onboardProfile(context, {
 *   domainId: 'd-abcdefghijkl', userProfileName: 'alice', fileSystemId: 'fs-0123456789abcdef0',
 * })
 * if (result.isErr()) throw result.error
 */
export function onboardProfile(
  context: Pick<StudioEfsContext, 'sagemaker' | 'directories' | 'clock' | 'logger' | 'domainCache'> &
    Partial<Pick<StudioEfsContext, 'efs'>>,
  input: OnboardProfileInput,
): ResultAsync<OnboardProfileOutput, OnboardProfileError> {
  return parseInput(input, fields)
    .andThen(requireParts(context, ['sagemaker', 'directories']))
    .asyncAndThen((spec) =>
      withProfile(withDefaults(context), spec, (call, reading) =>
        checkFileSystem(call, reading.domain, spec).andThen(() =>
          onboard(call, reading, spec).mapErr(({ error }) => error),
        ),
      ),
    )
}

export interface OnboardSpec extends ProvisionSpec, Omit<AttachSpec, 'fileSystemPath'> {
  readonly fileSystemId: FileSystemId
}

export type OnboardChange = DirectoryChange | ProfileFileSystemsChange

export type OnboardError = ProvisionError | AttachError

/** The error, and the changes that were made before it. */
export interface OnboardFailure {
  readonly error: OnboardError
  readonly changes: readonly OnboardChange[]
}

/** Provisions the directory of a profile that was read already, and attaches it; never the second without the first. */
export function onboard(
  call: SageMakerCall & DirectoriesCall,
  reading: ProfileReading,
  spec: OnboardSpec,
): ResultAsync<OnboardProfileOutput, OnboardFailure> {
  return safeTry<OnboardProfileOutput, OnboardFailure>(async function* () {
    const { profile } = reading
    const attachSpec = { ...spec, fileSystemPath: directoryPathFor(spec.layout, profile, spec.nameCase) }
    const failed =
      (changes: readonly OnboardChange[]) =>
      (error: OnboardError): OnboardFailure => ({ error, changes })
    // An entry that cannot be attached is refused before a directory is made for it.
    yield* attachPlanner(reading, attachSpec)(profile.customFileSystems).mapErr(failed([]))
    const provisioned = yield* provision(call, reading, spec).mapErr(failed([]))
    const attached = yield* attach(call, reading, attachSpec).mapErr(failed(provisioned.changes))
    return ok({ ...provisioned, ...attached, changes: [...provisioned.changes, ...attached.changes] })
  })
}
