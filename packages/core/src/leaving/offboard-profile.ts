import { err, ok, type ResultAsync, safeTry } from 'neverthrow'
import type { AwsError } from '../aws/call/aws-error.js'
import type { SageMakerCall } from '../aws/sagemaker/describe-and-update.js'
import { readPlace } from '../aws/sagemaker/profile-lives.js'
import { type CallEndedError, withDeadline } from '../call.js'
import { type WaitOptions, waitFields } from '../call-options.js'
import { requireParts, type StudioEfsContext, withDefaults } from '../context.js'
import type { DirectoryError } from '../drivers/directory-error.js'
import type { ArchiveChange } from '../model/change.js'
import { isSameProfile } from '../model/claim.js'
import {
  DEFAULT_LAYOUT,
  type DirectoryNameCase,
  directoryPathFor,
  parseDirectoryLayout,
} from '../model/directory-layout.js'
import type { FileSystemPath } from '../model/file-system-path.js'
import { parseDomainId, parseUserProfileName, type UserProfileRef } from '../model/ids.js'
import {
  type FieldParser,
  oneOf,
  optional,
  type ParsedFields,
  parseInput,
  parseTime,
} from '../model/parse/parse-input.js'
import type { InvalidInputError } from '../studio-efs-error.js'
import { wallTimeOf } from '../time/clock.js'
import { archiveChange, askStore, findLife, type LeavingStore, requireArchive } from './archive-step.js'
import { hasLeft, isAt, pendingReason } from './leaver-plan.js'
import { UnknownPlaceError } from './leaving-error.js'

/** Input of {@link offboardProfile}. */
export interface OffboardProfileInput extends WaitOptions {
  readonly domainId: string
  readonly userProfileName: string
  /** Template that the directory was made with; default `/{userProfileName}`. */
  readonly layout?: string
  /** Spelling of the name in the path. Default `as-stored`: as given here, once SageMaker knows the profile no more. */
  readonly nameCase?: DirectoryNameCase
  /**
   * When DeleteUserProfile was called, as its event says. A profile that was created before and is still there then is
   * `pending`. Default: unknown.
   */
  readonly deletedAt?: Date | string
  /** Reads and plans, and writes nothing. Default false. */
  readonly dryRun?: boolean
}

/** Result of {@link offboardProfile}. */
export interface OffboardProfileOutput {
  readonly profile: UserProfileRef
  readonly path: FileSystemPath
  /**
   * `archived`: the directory is in the archive, and its path is free. `still-there`: the profile that has the directory
   * exists, or is younger than 10 minutes. `not-claimed`: the path has no claim of this profile in this account and Region.
   */
  readonly outcome: 'archived' | 'still-there' | 'not-claimed'
  /**
   * With `still-there`, if a later call may archive the directory: SageMaker is `deleting` the profile, or it is gone but so
   * `young` that it may not be visible yet. Absent for a profile that stays.
   */
  readonly pending?: 'deleting' | 'young'
  readonly changes: readonly ArchiveChange[]
}

/** Errors of {@link offboardProfile}. */
export type OffboardProfileError = InvalidInputError | AwsError | CallEndedError | DirectoryError | UnknownPlaceError

const offboardFields = {
  domainId: parseDomainId,
  userProfileName: parseUserProfileName,
  layout: optional(parseDirectoryLayout, DEFAULT_LAYOUT),
  nameCase: optional(oneOf('as-stored', 'lower'), 'as-stored' as const),
  deletedAt: optional(parseTime, undefined),
  ...waitFields,
} satisfies Record<keyof Required<OffboardProfileInput>, FieldParser<unknown>>

/**
 * The directory of a profile that SageMaker knows no more is in the archive, whole, with its owner and modes. The profile is
 * looked for first: a directory whose profile exists is left, and of one that lives again under the same name, only the
 * directory of the earlier life is archived. Nothing is deleted.
 *
 * @example
 * const result = await offboardProfile(context, { domainId: 'd-abcdefghijkl', userProfileName: 'alice' })
 * if (result.isOk()) console.log(result.value.path, result.value.outcome)
 */
export function offboardProfile(
  context: Pick<StudioEfsContext, 'sagemaker' | 'directories' | 'clock' | 'logger'>,
  input: OffboardProfileInput,
): ResultAsync<OffboardProfileOutput, OffboardProfileError> {
  return parseInput(input, offboardFields)
    .andThen(requireParts(context, ['sagemaker', 'directories']))
    .andThen((spec) => requireArchive(context.directories)(spec))
    .asyncAndThen((spec) =>
      withDeadline(withDefaults(context), spec, (call) => offboard(call, context.directories as LeavingStore, spec)),
    )
}

function offboard(
  call: SageMakerCall,
  store: LeavingStore,
  spec: ParsedFields<typeof offboardFields>,
): ResultAsync<OffboardProfileOutput, OffboardProfileError> {
  const { domainId, userProfileName, layout, nameCase, dryRun } = spec
  return safeTry(async function* () {
    const life = yield* findLife(call, spec)
    const { found } = life
    const profile = { domainId, userProfileName: typeof found === 'string' ? userProfileName : found.userProfileName }
    const path = directoryPathFor(layout, profile, nameCase)
    const report = (outcome: OffboardProfileOutput['outcome'], changes: readonly ArchiveChange[] = []) =>
      ok({ profile, path, outcome, changes })
    const state = yield* askStore(call, store, {
      pending: `reading the claim of ${path}`,
      ask: () => store.inspectClaims([path]),
    })
    const claim = state.found.kind === 'claimed' ? state.found.claim : undefined
    if (claim?.kind !== 'private') return report('not-claimed')
    const { kind: _, ...generation } = claim
    const place = typeof found === 'string' ? yield* readPlace(call) : found
    if (place === undefined) return err(new UnknownPlaceError())
    if (!isAt(place, generation) || !isSameProfile(generation, { ...generation, ...profile }))
      return report('not-claimed')
    if (!hasLeft(generation, found, wallTimeOf(call.clock))) {
      const pending = pendingReason({ ...life, deletedAt: spec.deletedAt?.getTime() })
      return ok({ profile, path, outcome: 'still-there' as const, ...(pending && { pending }), changes: [] })
    }
    const change = archiveChange({ path, generation })
    if (dryRun) return report('archived', [change])
    const { outcome } = yield* askStore(call, store, {
      pending: `archiving ${path}`,
      ask: () => store.releaseDirectories([{ path, generation }]),
    })
    if (outcome === 'not-held') return report('not-claimed')
    call.logger.info('archived the directory of a profile that left', { path, ...generation })
    return report('archived', [change])
  })
}
