import { err, ok, okAsync, type Result, type ResultAsync } from 'neverthrow'
import { type CallEndedError, withDeadline } from '../call.js'
import { type CallOptions, callFields } from '../call-options.js'
import { requireParts, type StudioEfsContext, withDefaults } from '../context.js'
import type { ArchivedDirectory } from '../drivers/archive-store.js'
import type { DirectoryStepError } from '../drivers/ask-driver.js'
import type { DirectoryError } from '../drivers/directory-error.js'
import { type FieldParser, optional, type ParsedFields, parseInput } from '../model/parse/parse-input.js'
import { parseWholeNumber } from '../model/parse/parse-text.js'
import { type ArchiveName, parseArchiveName } from '../model/state/archive-name.js'
import { InvalidInputError } from '../studio-efs-error.js'
import { MAX_DAYS, profileFilter, readArchives, topOf } from './archive-query.js'
import { type LeavingStore, requireArchive } from './archive-step.js'
import { readClocks } from './server-time.js'

/** Input of {@link listArchives}. */
export interface ListArchivesInput extends CallOptions {
  /** Default: every domain. */
  readonly domainId?: string
  /** Default: every name. */
  readonly userProfileName?: string
  /** Days since the directory came into the archive, at least, by the file server's clock. 0 to 36,500. Default 0. */
  readonly olderThanDays?: number
  /** User id of the directory's owner. Default: every owner. */
  readonly uid?: number
  /** Archives at most, 1 to 10,000. Default 1,000. */
  readonly limit?: number
  /** `next` of the list before, with the same filters. Default: from the beginning. */
  readonly after?: string
  /** Changes nothing here, as the operation only reads. Default false. */
  readonly dryRun?: boolean
}

/** Result of {@link listArchives}. */
export interface ListArchivesOutput {
  /** In the order of their names: domain, profile, creation time of the profile. */
  readonly archives: readonly ArchivedDirectory[]
  /** For `after` of the next call; absent when there are no more. */
  readonly next?: ArchiveName
}

/** Errors of {@link listArchives}. */
export type ListArchivesError = InvalidInputError | DirectoryError | CallEndedError

const MAX_LIMIT = 10_000
const MAX_UID = 4_294_967_295

const listFields = {
  ...profileFilter,
  olderThanDays: optional((value, field) => parseWholeNumber(value, field, { min: 0, max: MAX_DAYS }), 0),
  uid: optional((value, field) => parseWholeNumber(value, field, { min: 0, max: MAX_UID }), undefined),
  limit: optional((value, field) => parseWholeNumber(value, field, { min: 1, max: MAX_LIMIT }), 1000),
  after: optional(parseArchiveName, undefined),
  ...callFields,
} satisfies Record<keyof Required<ListArchivesInput>, FieldParser<unknown>>

type ListArchivesSpec = ParsedFields<typeof listFields>

/**
 * Lists the directories of profiles that left, with the life of the profile that each served, its owner, and the time when
 * it came into the archive. Reads the file system only.
 *
 * @example
 * const result = await listArchives(context, { domainId: 'd-abcdefghijkl', userProfileName: 'alice' })
 * if (result.isOk()) for (const { archive, archivedAt } of result.value.archives) console.log(archive, archivedAt)
 */
export function listArchives(
  context: Pick<StudioEfsContext, 'directories' | 'clock' | 'logger'>,
  input: ListArchivesInput,
): ResultAsync<ListArchivesOutput, ListArchivesError> {
  return parseInput(input, listFields)
    .andThen(checkAfter)
    .andThen(requireParts(context, ['directories']))
    .andThen((spec) => requireArchive(context.directories)(spec))
    .asyncAndThen((spec) =>
      withDeadline(withDefaults(context), spec, (call) => {
        const store = context.directories as LeavingStore
        // Nothing is deleted by the age, so a read-only mount will do, as for a dry run.
        const now =
          spec.olderThanDays === 0
            ? okAsync<number, DirectoryStepError>(0)
            : readClocks(call, store, { dryRun: true }).map(({ server }) => server)
        return now.andThen((time) =>
          readArchives(call, store, { query: spec, limit: spec.limit, after: spec.after, now: time }),
        )
      }),
    )
}

function checkAfter(spec: ListArchivesSpec): Result<ListArchivesSpec, InvalidInputError> {
  const top = topOf(spec)
  if (spec.after === undefined || top === undefined || spec.after.startsWith(`${top}/`)) return ok(spec)
  return err(
    new InvalidInputError({
      field: 'after',
      allowed: `next of a list with the same filters, which begins with ${top}/`,
      received: spec.after,
    }),
  )
}
