import { err, ok, type Result, type ResultAsync, safeTry } from 'neverthrow'
import type { ReadinessError } from '../aws/sagemaker/readiness.js'
import { type CallEndedError, withDeadline } from '../call.js'
import { type CallOptions, callFields } from '../call-options.js'
import { requireParts, type StudioEfsContext, withDefaults } from '../context.js'
import type { ArchivedDirectory, RestoreReceipt, RestoreSpec } from '../drivers/archive-store.js'
import type { DirectoryStepError } from '../drivers/ask-driver.js'
import { ArchiveBusyError } from '../drivers/claim-error.js'
import type { DirectoryError } from '../drivers/directory-error.js'
import { directoryChanges, ensureDirectory } from '../drivers/ensure-directory.js'
import { oneAtATime } from '../keyed-queue.js'
import { logChange } from '../logger.js'
import type { DirectoryChange } from '../model/change.js'
import type { RestoreChange } from '../model/changes/leaving-change.js'
import { type Generation, isSameGeneration, parsePerson } from '../model/claim.js'
import { type DirectoryNameCase, parseDirectoryLayout } from '../model/directory-layout.js'
import { PRIVATE_MODE, parseDirectoryMode } from '../model/directory-mode.js'
import type { FileSystemPath } from '../model/file-system-path.js'
import { type UserProfileRef, userProfileKey } from '../model/ids.js'
import { type FieldParser, oneOf, optional, type ParsedFields, parseInput } from '../model/parse/parse-input.js'
import type { PosixOwner } from '../model/posix-owner.js'
import { type ArchiveName, parseArchiveName } from '../model/state/archive-name.js'
import { posixOwnerOf } from '../studio/posix-owner.js'
import { checkPrivatePath, type PathOverlapError } from '../studio/private-path-plan.js'
import { readProfile } from '../studio/profile-turn.js'
import type { InvalidInputError } from '../studio-efs-error.js'
import { type OnProgress, parseOnProgress, safeProgress } from '../wait-progress.js'
import { profileFilter, readArchives } from './archive-query.js'
import { type LeavingStore, requireRestore } from './archive-step.js'
import { ArchiveNotFoundError, type RestoreTargetError, UnknownPlaceError } from './leaving-error.js'
import { checkTarget, checkWholeProfile, profileOf } from './restore-plan.js'
import {
  findDirectory,
  hardLinkRule,
  inspect,
  type RestoreCall,
  type RestoreProgress,
  restoreInStretches,
} from './restore-step.js'
import { endOfStretches } from './stretch.js'

/** Input of {@link restoreDirectory}. */
export interface RestoreDirectoryInput extends CallOptions {
  /** Name of the archive, as `listArchives` gives it: `d-abc/alice/20250101T000000000Z`. */
  readonly archive: string
  /**
   * Domain of the profile that gets the files, with `userProfileName`. Default: the profile that the archive is named after,
   * as long as that name is the same life's or, in domains that use IAM Identity Center, the same person's.
   */
  readonly domainId?: string
  /** Name of the profile that gets the files, whoever had it before; with `domainId`. */
  readonly userProfileName?: string
  /** `SingleSignOnUserValue` that the profile must have. Default: any. */
  readonly person?: string
  /** Template of the profile's directory. Default: the directory that is claimed for it, else `/{userProfileName}`. */
  readonly layout?: string
  /** Spelling of the name in the path. Default `as-stored`. */
  readonly nameCase?: DirectoryNameCase
  /** Permission bits of the directory: octal text, `'0700'` (the default), or a number, 0o700. */
  readonly mode?: number | string
  /** Called about every 20 seconds while owners are changed. Default: nobody hears of it. */
  readonly onProgress?: OnProgress<RestoreProgress>
  /** Reads and plans, and writes nothing. Default false. */
  readonly dryRun?: boolean
}

/** Result of {@link restoreDirectory}. */
export interface RestoreDirectoryOutput {
  readonly archive: ArchiveName
  /** The life of the profile that has the files, and its person. */
  readonly generation: Generation
  /**
   * Place of the archived directory afterwards: the profile's own directory if that was missing or empty, else
   * `restored-<date>` inside it.
   */
  readonly path: FileSystemPath
  /** `unchanged`: restored by an earlier call. `unfinished`: the time was over; the next run goes on. */
  readonly outcome: 'restored' | 'unchanged' | 'unfinished'
  /** Files and directories that this run looked at for their owner; 0 where the owner stays. */
  readonly entries: number
  /** Files among them that keep their owner, since they have another name, which may be in another user's directory. */
  readonly hardLinks: number
  readonly changes: readonly (DirectoryChange | RestoreChange)[]
}

/** Errors of {@link restoreDirectory}. After each of them the archive is as it was, or partly has its new owner. */
export type RestoreDirectoryError =
  | InvalidInputError
  | ReadinessError
  | CallEndedError
  | DirectoryError
  | PathOverlapError
  | ArchiveNotFoundError
  | RestoreTargetError
  | UnknownPlaceError

const restoreFields = {
  archive: parseArchiveName,
  ...profileFilter,
  person: optional(parsePerson, undefined),
  layout: optional(parseDirectoryLayout, undefined),
  nameCase: optional(oneOf('as-stored', 'lower'), 'as-stored' as const),
  mode: optional(parseDirectoryMode, PRIVATE_MODE),
  onProgress: optional(parseOnProgress, undefined),
  ...callFields,
} satisfies Record<keyof Required<RestoreDirectoryInput>, FieldParser<unknown>>

type Restore = ParsedFields<typeof restoreFields>

/**
 * An archived directory is the profile's again, whole, with the profile's owner: in its place if that is missing or empty, else
 * as `restored-<date>` inside it. The profile's directory is made and claimed as `provisionUserDirectory` does. Files that
 * belong to others keep their owner, and no link is followed. Goes on where an earlier run was cut off.
 *
 * @example
 * const result = await restoreDirectory(context, { archive: 'd-abcdefghijkl/alice/20250101T000000000Z' })
 * if (result.isOk()) console.log(result.value.path, result.value.outcome)
 */
export function restoreDirectory(
  context: Pick<StudioEfsContext, 'sagemaker' | 'directories' | 'clock' | 'logger' | 'domainCache'>,
  input: RestoreDirectoryInput,
): ResultAsync<RestoreDirectoryOutput, RestoreDirectoryError> {
  return parseInput(input, restoreFields)
    .andThen(checkWholeProfile)
    .andThen(requireParts(context, ['sagemaker', 'directories']))
    .andThen((spec) => requireRestore(context.directories)(spec))
    .asyncAndThen((spec) =>
      withDeadline(withDefaults(context), { ...spec, onProgress: undefined }, (call) => {
        const ref = profileOf(spec)
        const restoreCall: RestoreCall = {
          ...{ ...call, store: context.directories as LeavingStore, stopAt: endOfStretches(call, spec) },
          report: safeProgress(call.logger, spec.onProgress),
        }
        return oneAtATime(call, `user profile ${userProfileKey(ref)}`, () => restore(restoreCall, ref, spec))
      }),
    )
}

function restore(
  call: RestoreCall,
  ref: UserProfileRef,
  input: Restore,
): ResultAsync<RestoreDirectoryOutput, RestoreDirectoryError> {
  return safeTry<RestoreDirectoryOutput, RestoreDirectoryError>(async function* () {
    const { archive, mode, dryRun } = input
    const archived = yield* findArchive(call, archive)
    const { profile, domain } = yield* readProfile(call, { ...ref, createdAt: undefined })
    const { generation } = profile
    if (generation === undefined) return err(new UnknownPlaceError())
    const path = yield* findDirectory(call, { ...input, generation })
    const owner = posixOwnerOf(profile, domain)
    const spec = { archive, path, generation, owner, mode }
    // Only looked for: what appears meanwhile may have been another life's.
    if (archived === undefined) return notRestored(spec, yield* restoreInStretches(call, spec, { dryRun: true }))
    yield* checkTarget(input, archived, generation)
    yield* checkPrivatePath({ profile, path, reservedPaths: [], fileSystemId: undefined }, domain)
    const directory = yield* ensureDirectory(
      call,
      { path, owner, mode, claim: { kind: 'private', ...generation } },
      input,
    )
    const changes = directoryChanges(directory)
    const hardLinks = yield* hardLinkRule(call, archived, owner)
    const receipt = dryRun
      ? yield* inspect(call, spec, directory)
      : yield* restoreInStretches(call, { ...spec, hardLinks }, input)
    const { outcome, restoredTo, entries, hardLinks: kept } = receipt
    // Another run was faster, or the time was over.
    if (outcome !== 'restored' || restoredTo === undefined) return notRestored(spec, receipt, changes)
    const report = { archive, generation, entries, hardLinks: kept }
    const change = restoreChange({ ...spec, path: restoredTo }, archived)
    if (!dryRun) logChange(call.logger, change)
    return ok({ ...report, path: restoredTo, outcome, changes: [...changes, change] })
  })
}

function findArchive(
  call: RestoreCall,
  archive: ArchiveName,
): ResultAsync<ArchivedDirectory | undefined, DirectoryStepError> {
  const query = { ...profileOf({ archive }), olderThanDays: 0 }
  return readArchives(call, call.store, { query, limit: Number.POSITIVE_INFINITY, now: 0 }).map(({ archives }) =>
    archives.find((each) => each.archive === archive && each.state !== 'purging'),
  )
}

/** Says why this run restored nothing: another one may have been faster, or was cut off right after. */
function notRestored(
  { archive, generation, path: own }: Pick<RestoreSpec, 'archive' | 'generation' | 'path'>,
  { outcome, restoredTo: path, restoredFor, entries, hardLinks }: RestoreReceipt,
  changes: readonly DirectoryChange[] = [],
): Result<RestoreDirectoryOutput, ArchiveNotFoundError | ArchiveBusyError> {
  const report = { archive, generation, entries, hardLinks, changes }
  if (outcome === 'unfinished') return ok({ ...report, path: own, outcome })
  // It is there by now, or its destination is another life's.
  if (outcome === 'restored' || outcome === 'not-claimed') return err(new ArchiveBusyError({ archive }))
  if (outcome !== 'restored-before' || path === undefined || restoredFor === undefined)
    return err(new ArchiveNotFoundError({ archive }))
  if (!isSameGeneration(restoredFor, generation))
    return err(new ArchiveNotFoundError({ archive, restored: { path, generation: restoredFor } }))
  return ok({ ...report, path, outcome: 'unchanged' })
}

function restoreChange(
  { archive, path, generation, owner }: Pick<RestoreSpec, 'archive' | 'path' | 'generation' | 'owner'>,
  { owner: before, generation: from }: ArchivedDirectory,
): RestoreChange {
  const about = { kind: 'archive', action: 'restore', archive } as const
  return { ...about, ...(from && { from }), path, generation, before: before as PosixOwner, owner }
}
