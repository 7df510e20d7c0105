import { ok, type Result, type ResultAsync } from 'neverthrow'
import type { CallOptions } from '../call.js'
import { callFields } from '../call-options.js'
import { type StudioEfsContext, withDefaults } from '../context.js'
import type { InvalidInputError } from '../errors.js'
import type { ProfileFileSystemsChange } from '../model/change.js'
import { parseFileSystemPath } from '../model/file-system-path.js'
import type { UserProfileRef } from '../model/ids.js'
import { parseDomainId, parseFileSystemId, parseUserProfileName } from '../model/ids.js'
import { oneOf, optional, parseInput, parseSwitch } from '../model/parse/parse-input.js'
import { type RepeatedFileSystems, removeFileSystemFrom } from '../studio/plan/file-system-removal.js'
import { withProfile } from '../studio/profile-turn.js'
import type { ReadModifyWriteError } from '../studio/read-modify-write.js'
import { updateProfileList } from '../studio/update-profile-list.js'

export interface DetachFromProfileInput extends CallOptions {
  readonly domainId: string
  readonly userProfileName: string
  readonly fileSystemId: string
  /** Only an entry with this path is removed. Default: whatever path it has. */
  readonly fileSystemPath?: string
  /**
   * What happens when nothing but the domain's entries would be left: `keep` (the default) leaves them in the profile's
   * list, `restore` empties it, so that the profile follows the domain again.
   */
  readonly domainFileSystems?: RepeatedFileSystems
  /** Afterwards wait until the profile is `InService` again and check its list. Default false. */
  readonly verify?: boolean
  /** Reads and plans, and writes nothing. Default false. */
  readonly dryRun?: boolean
}

export interface DetachFromProfileOutput {
  /** The profile, spelled as SageMaker stores it. */
  readonly profile: UserProfileRef
  readonly changes: readonly ProfileFileSystemsChange[]
}

export type DetachFromProfileError = InvalidInputError | ReadModifyWriteError

/**
 * The profile's `CustomFileSystemConfigs` no longer hold the file system; every other entry is as and where it was. The
 * user's directory and what is in it are not touched, and a space that runs keeps its mount until it is restarted.
 */
export function detachFromProfile(
  context: Pick<StudioEfsContext, 'sagemaker' | 'clock' | 'logger' | 'domainCache'>,
  input: DetachFromProfileInput,
): ResultAsync<DetachFromProfileOutput, DetachFromProfileError> {
  const complete = withDefaults(context)
  return parseInput(input, detachFields).asyncAndThen((parsed) =>
    withProfile(
      complete,
      parsed,
      async ({ profile, domain }, patience): Promise<Result<DetachFromProfileOutput, DetachFromProfileError>> => {
        const { domainFileSystems } = parsed
        const removal = { domain: domain.customFileSystems, unwanted: parsed, domainFileSystems }
        const plan = (own: typeof profile.customFileSystems) => ok(removeFileSystemFrom({ ...removal, own }))
        const { domainId, userProfileName } = profile
        const written = await updateProfileList(complete, profile, plan, parsed, patience)
        return written.map(({ changes }) => ({ profile: { domainId, userProfileName }, changes }))
      },
    ),
  )
}

const detachFields = {
  domainId: parseDomainId,
  userProfileName: parseUserProfileName,
  fileSystemId: parseFileSystemId,
  fileSystemPath: optional(parseFileSystemPath, undefined),
  domainFileSystems: optional(oneOf('keep', 'restore'), 'keep' as const),
  verify: optional(parseSwitch, false),
  ...callFields,
}
