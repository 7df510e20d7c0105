import { err, ok, type ResultAsync, safeTry } from 'neverthrow'
import type { AwsError } from '../aws/call/aws-error.js'
import type { SageMakerCall } from '../aws/sagemaker/describe-and-update.js'
import { type Call, type CallEndedError, withDeadline } from '../call.js'
import { type CallOptions, callFields } from '../call-options.js'
import { requireParts, type StudioEfsContext, withDefaults } from '../context.js'
import type { ArchivedDirectory } from '../drivers/archive-store.js'
import type { DirectoryError } from '../drivers/directory-error.js'
import type { PurgeChange } from '../model/changes/leaving-change.js'
import { type FieldParser, oneOf, optional, type ParsedFields, parseInput } from '../model/parse/parse-input.js'
import { parseWholeNumber } from '../model/parse/parse-text.js'
import type { InvalidInputError } from '../studio-efs-error.js'
import { type OnProgress, parseOnProgress, safeProgress } from '../wait-progress.js'
import { DAY_MS, isOwnArchive, MAX_DAYS, profileFilter, readArchives } from './archive-query.js'
import { askStore, type LeavingStore, requireArchive } from './archive-step.js'
import { ClockSkewError, type UnknownPlaceError } from './leaving-error.js'
import { type OwnPlaceInput, ownPlaceFields, readOwnPlace } from './own-place.js'
import { isSkewed, readClocks, timesOf } from './server-time.js'
import { endOfStretches, nextStretch } from './stretch.js'

/** Progress of {@link purgeArchives}. `done` of `total` archives; `entries` and `bytes` that were deleted or measured so far. */
export interface PurgeProgress {
  readonly step: 'listing' | 'measuring' | 'deleting'
  readonly done: number
  /** Absent while it is unknown. */
  readonly total?: number
  readonly entries: number
  readonly bytes: number
}

/** Input of {@link purgeArchives}. */
export interface PurgeArchivesInput extends CallOptions, OwnPlaceInput {
  /** Retention: days that a directory has to be in the archive, by the file server's clock. 1 to 36,500; there is no default. */
  readonly olderThanDays: number
  /** Domain, in whatever account and Region. Default: every domain of `accounts`. */
  readonly domainId?: string
  /**
   * Without `domainId`: `own` leaves the archives of other accounts and Regions that use the file system, and takes
   * `sagemaker` of the context to tell them apart; `every` deletes those, too, and makes no AWS call. Default `own`.
   */
  readonly accounts?: 'own' | 'every'
  /** Default: every name. */
  readonly userProfileName?: string
  /** Measures what would be deleted, each archive for 20 seconds at most, and deletes nothing. Default false. */
  readonly dryRun?: boolean
  /** Called after each page, and about every 20 seconds while an archive is deleted. Default: nobody hears of it. */
  readonly onProgress?: OnProgress<PurgeProgress>
}

/** An archived directory that is old enough. */
export interface PurgedArchive extends ArchivedDirectory {
  /**
   * `deleted`: for good, or would be. `unfinished`: the time was over; the next run goes on, or counted less than there is in a
   * dry run. `not-reached`: nothing was done yet. `moved-on`: another run was faster. `too-young`: the file server's clock was
   * set back meanwhile. `failed`: `error` says why.
   */
  readonly outcome: 'deleted' | 'unfinished' | 'not-reached' | 'moved-on' | 'too-young' | 'failed'
  /** Files and directories that this run deleted, or would delete. */
  readonly entries: number
  /** Space that they took, in bytes, as EFS meters it. */
  readonly bytes: number
  readonly error?: DirectoryError
}

/** Result of {@link purgeArchives}. */
export interface PurgeArchivesOutput {
  /** Archives that are old enough, in the order of their names. */
  readonly archives: readonly PurgedArchive[]
  /** Archives that are old enough, of other accounts and Regions or of unknown ones, which were left alone. */
  readonly elsewhere: number
  /** Sums of `archives`. */
  readonly entries: number
  readonly bytes: number
  /** Archives that are `unfinished`, `not-reached` or `failed`. More than zero: run it again. */
  readonly remaining: number
  /** What was deleted whole; in a dry run, every archive that would be deleted, measured to the end or not. */
  readonly changes: readonly PurgeChange[]
}

/** Errors of {@link purgeArchives}, after which nothing was deleted. An error of one archive is its outcome. */
export type PurgeArchivesError =
  | InvalidInputError
  | AwsError
  | DirectoryError
  | CallEndedError
  | UnknownPlaceError
  | ClockSkewError

const purgeFields = {
  olderThanDays: (value: unknown, field: string) => parseWholeNumber(value, field, { min: 1, max: MAX_DAYS }),
  ...profileFilter,
  accounts: optional(oneOf('own', 'every'), 'own' as const),
  ...ownPlaceFields,
  onProgress: optional(parseOnProgress, undefined),
  ...callFields,
} satisfies Record<keyof Required<PurgeArchivesInput>, FieldParser<unknown>>

/**
 * Archived directories that are older than the given retention are deleted for good; their claims stay, so that it is known
 * that they were. Archives of other accounts and Regions are left unless `accounts` or `domainId` say otherwise. Ends ahead of its time limit and says what is left; the next run goes on with it. Nothing outside the
 * archive is touched, wherever links in it lead.
 *
 * @example
 * const result = await purgeArchives(context, { olderThanDays: 365, dryRun: true })
 * if (result.isOk()) console.log(result.value.archives.length, result.value.entries, result.value.bytes)
 */
export function purgeArchives(
  context: Pick<StudioEfsContext, 'directories' | 'clock' | 'logger'> & Partial<Pick<StudioEfsContext, 'sagemaker'>>,
  input: PurgeArchivesInput,
): ResultAsync<PurgeArchivesOutput, PurgeArchivesError> {
  return parseInput(input, purgeFields)
    .andThen((spec) => requireParts(context, isLimited(spec) ? ['directories', 'sagemaker'] : ['directories'])(spec))
    .andThen((spec) => requireArchive(context.directories)(spec))
    .asyncAndThen((spec) =>
      withDeadline(withDefaults(context), { ...spec, onProgress: undefined }, (call) => {
        const report = safeProgress<PurgeProgress>(call.logger, spec.onProgress)
        const stopAt = endOfStretches(call, spec)
        return purgeAll({ call, store: context.directories as LeavingStore, spec, stopAt, report })
      }),
    )
}

/** True where archives are told apart by their account and Region. */
function isLimited({ domainId, accounts }: Pick<ParsedFields<typeof purgeFields>, 'domainId' | 'accounts'>): boolean {
  return domainId === undefined && accounts === 'own'
}

interface Purge {
  readonly call: Call & Partial<SageMakerCall>
  readonly store: LeavingStore
  readonly spec: ParsedFields<typeof purgeFields>
  /** Milliseconds of the clock. */
  readonly stopAt: number
  readonly report: OnProgress<PurgeProgress>
}

function purgeAll(purge: Purge): ResultAsync<PurgeArchivesOutput, PurgeArchivesError> {
  const { call, store, spec, report } = purge
  return safeTry(async function* () {
    const own = isLimited(spec) ? yield* readOwnPlace(call as SageMakerCall, spec) : undefined
    const clocks = yield* readClocks(call, store, spec)
    if (isSkewed(clocks)) return err(new ClockSkewError(timesOf(clocks)))
    const { archives: old } = yield* readArchives(call, store, {
      ...{ query: spec, limit: Number.POSITIVE_INFINITY, now: clocks.server },
      onPage: (done) => report({ step: 'listing', done, entries: 0, bytes: 0 }),
    })
    const due = old.filter((archive) => own === undefined || isOwnArchive(archive, own))
    const archives: PurgedArchive[] = []
    const step = spec.dryRun ? ('measuring' as const) : ('deleting' as const)
    for (const archive of due) {
      const before = sumOf(archives)
      const hear = (soFar: Counted, done: number) => report({ step, done, total: due.length, ...plus(before, soFar) })
      const purged = await purgeOne(purge, archive, (soFar) => hear(soFar, archives.length))
      archives.push(purged)
      if (purged.outcome !== 'not-reached') hear(purged, archives.length)
    }
    const changes = archives.filter((archive) => isDeleted(archive, spec)).map(changeOf)
    const remaining = archives.filter(isLeft).length
    return ok({ archives, elsewhere: old.length - due.length, ...sumOf(archives), remaining, changes })
  })
}

/** Deletes an archive in stretches. One of which nothing could be deleted in a stretch does not hold up the others. */
async function purgeOne(
  { call, store, spec: { dryRun, olderThanDays }, stopAt }: Purge,
  { archive, archivedAt, ...rest }: ArchivedDirectory,
  hear: (soFar: Counted) => void,
): Promise<PurgedArchive> {
  let soFar: Counted = { entries: 0, bytes: 0 }
  const end = (outcome: PurgedArchive['outcome']) => ({ archive, archivedAt, ...rest, outcome, ...soFar })
  const about = {
    archive,
    archivedAt,
    minAgeMs: olderThanDays * DAY_MS,
    action: dryRun ? 'measure' : 'delete',
  } as const
  for (let stretch = 0; ; stretch += 1) {
    const budgetMs = nextStretch(call, stopAt)
    if (budgetMs === undefined) return end(stretch === 0 ? 'not-reached' : 'unfinished')
    const result = await askStore(call, store, {
      pending: `${dryRun ? 'measuring' : 'deleting'} the archive ${archive}`,
      ask: () => store.purgeArchives([{ ...about, budgetMs }]),
    })
    if (result.isErr()) return isEnd(result.error) ? end('unfinished') : { ...end('failed'), error: result.error }
    const { outcome, entries } = result.value
    soFar = plus(soFar, result.value)
    if (outcome === 'not-found') return end('moved-on')
    if (outcome === 'too-young') return end(outcome)
    if (outcome === 'done') {
      if (!dryRun) call.logger.info('deleted an archived directory', { archive, archivedAt, ...soFar })
      return end('deleted')
    }
    // A measurement begins anew each time.
    if (dryRun || entries === 0) return end('unfinished')
    hear(soFar)
  }
}

type Counted = Pick<PurgedArchive, 'entries' | 'bytes'>

function plus(one: Counted, other: Counted): Counted {
  return { entries: one.entries + other.entries, bytes: one.bytes + other.bytes }
}

function sumOf(archives: readonly PurgedArchive[]): Counted {
  return archives.reduce<Counted>(plus, { entries: 0, bytes: 0 })
}

function isLeft({ outcome }: PurgedArchive): boolean {
  return outcome === 'unfinished' || outcome === 'not-reached' || outcome === 'failed'
}

/** A dry run may not count to the end what is deleted all the same. */
function isDeleted({ outcome }: PurgedArchive, { dryRun }: Pick<Purge['spec'], 'dryRun'>): boolean {
  return outcome === 'deleted' || (dryRun && (outcome === 'unfinished' || outcome === 'not-reached'))
}

function isEnd(error: DirectoryError | CallEndedError): error is CallEndedError {
  return error.name === 'AbortedError' || error.name === 'DeadlineExceededError'
}

function changeOf({ archive, generation }: PurgedArchive): PurgeChange {
  return { kind: 'archive', action: 'delete', archive, ...(generation && { generation }) }
}
