import { ok, type ResultAsync, safeTry } from 'neverthrow'
import type { SageMakerCall } from '../aws/sagemaker/describe-and-update.js'
import { type WaitOptions, waitFields } from '../call-options.js'
import { requireParts, type StudioEfsContext, withDefaults } from '../context.js'
import type { ProfileFileSystemsChange } from '../model/change.js'
import type { CustomFileSystemConfig } from '../model/custom-file-system.js'
import { type FileSystemPath, parseFileSystemPath } from '../model/file-system-path.js'
import {
  type FileSystemId,
  parseDomainId,
  parseFileSystemId,
  parseUserProfileName,
  type UserProfileRef,
} from '../model/ids.js'
import { type FieldParser, oneOf, optional, parseInput, parseSwitch } from '../model/parse/parse-input.js'
import { kindOf } from '../model/space.js'
import { type CopiedFileSystems, removeFromList } from '../studio/plan/list-edit.js'
import { type ProfileReading, withProfile } from '../studio/profile-turn.js'
import type { UpdateError, WriteRules } from '../studio/read-modify-write.js'
import { type StillListedBy, spacesStillListing } from '../studio/spaces-still-listing.js'
import { updateProfileList } from '../studio/update-profile-list.js'
import type { InvalidInputError } from '../studio-efs-error.js'

/** Input of {@link detachFromProfile}. */
export interface DetachFromProfileInput extends WaitOptions {
  readonly domainId: string
  readonly userProfileName: string
  readonly fileSystemId: string
  /** Only an entry with this path is removed. Default: any path. */
  readonly fileSystemPath?: string
  /**
   * When nothing but the domain's entries would be left, `leave` (the default) leaves them in the profile's list, and
   * `restore` empties it, so that the profile follows the domain again.
   */
  readonly domainFileSystems?: CopiedFileSystems
  /** Afterwards wait until the profile is `InService` again and check its list. Default false. */
  readonly verify?: boolean
  /** Reads and plans, and writes nothing. Default false. */
  readonly dryRun?: boolean
}

/** Result of {@link detachFromProfile}: what changed, or would change in a dry run. */
export interface DetachFromProfileOutput {
  /** The profile, spelled as SageMaker stores it. */
  readonly profile: UserProfileRef
  readonly changes: readonly ProfileFileSystemsChange[]
  /** The profile's private spaces that still list it, and mount it at their next start if they can. */
  readonly stillListedBy: StillListedBy
}

/** Errors of {@link detachFromProfile}. */
export type DetachFromProfileError = InvalidInputError | UpdateError

export const detachFields = {
  domainId: parseDomainId,
  userProfileName: parseUserProfileName,
  fileSystemId: parseFileSystemId,
  fileSystemPath: optional(parseFileSystemPath, undefined),
  domainFileSystems: optional(oneOf('restore', 'leave'), 'leave' as const),
  verify: optional(parseSwitch, false),
  ...waitFields,
} satisfies Record<keyof Required<DetachFromProfileInput>, FieldParser<unknown>>

/**
 * The profile's `CustomFileSystemConfigs` no longer hold the file system; every other entry is as and where it was. The
 * user's directory and its contents are not touched. Spaces keep their own lists: `stillListedBy` names the profile's private
 * spaces that list the file system, running or stopped, and `detachFromSpaces` takes it off.
 */
export function detachFromProfile(
  context: Pick<StudioEfsContext, 'sagemaker' | 'clock' | 'logger' | 'domainCache'>,
  input: DetachFromProfileInput,
): ResultAsync<DetachFromProfileOutput, DetachFromProfileError> {
  return parseInput(input, detachFields)
    .andThen(requireParts(context, ['sagemaker']))
    .asyncAndThen((spec) =>
      withProfile(withDefaults(context), spec, (call, reading) =>
        safeTry(async function* () {
          const detached = yield* detach(call, reading, spec)
          return ok({ ...detached, stillListedBy: await ownSpacesListing(call, detached.profile, spec) })
        }),
      ),
    )
}

function ownSpacesListing(
  call: SageMakerCall,
  { domainId, userProfileName }: UserProfileRef,
  { fileSystemId }: DetachSpec,
): Promise<StillListedBy> {
  const owner = userProfileName.toLowerCase()
  return spacesStillListing(call, {
    ...{ fileSystemId, domainId },
    isWanted: (space) => kindOf(space) === 'private' && space.ownerUserProfileName?.toLowerCase() === owner,
  })
}

export interface DetachSpec extends WriteRules {
  readonly fileSystemId: FileSystemId
  readonly fileSystemPath: FileSystemPath | undefined
  readonly domainFileSystems: CopiedFileSystems
}

/** Removes the file system from a profile that was read already. Call it while holding the profile's turn. */
export function detach(
  call: SageMakerCall,
  { profile, domain }: ProfileReading,
  spec: DetachSpec,
): ResultAsync<Omit<DetachFromProfileOutput, 'stillListedBy'>, UpdateError> {
  const { domainFileSystems } = spec
  const plan = (own: readonly CustomFileSystemConfig[]) =>
    ok(removeFromList({ own, domain: domain.customFileSystems, unwanted: spec, domainFileSystems }))
  const { domainId, userProfileName } = profile
  return updateProfileList<never>(call, profile, { plan, rules: spec }).map(({ changes }) => ({
    profile: { domainId, userProfileName },
    changes,
  }))
}
