import { err, ok, type Result, type ResultAsync, safeTry } from 'neverthrow'
import type { AwsError } from '../aws/call/aws-error.js'
import type { SageMakerCall } from '../aws/sagemaker/describe-and-update.js'
import { listProfileLives, type Place } from '../aws/sagemaker/profile-lives.js'
import { type CallEndedError, withDeadline } from '../call.js'
import { type CallOptions, callFields } from '../call-options.js'
import { requireParts, type StudioEfsContext, withDefaults } from '../context.js'
import { MAX_PAGE } from '../drivers/archive-store.js'
import type { ReleaseSpec } from '../drivers/claim-store.js'
import type { DirectoryError } from '../drivers/directory-error.js'
import type { ArchiveChange } from '../model/changes/leaving-change.js'
import type { FileSystemPath } from '../model/file-system-path.js'
import { parseDomainId, userProfileKey } from '../model/ids.js'
import { type FieldParser, listOf, optional, type ParsedFields, parseInput } from '../model/parse/parse-input.js'
import { parseWholeNumber, quoteForMessage } from '../model/parse/parse-text.js'
import { InvalidInputError } from '../studio-efs-error.js'
import { type OnProgress, parseOnProgress, safeProgress } from '../wait-progress.js'
import { askStore, type LeavingStore, requireArchive } from './archive-step.js'
import { confirmGone } from './confirm-gone.js'
import { isAt, isTooMany } from './leaver-plan.js'
import { TooManyLeaversError, type UnknownPlaceError } from './leaving-error.js'
import { type OwnPlaceInput, ownPlaceFields, readOwnPlace } from './own-place.js'
import { logRelease, releaseChanges, releaseDirectories } from './release-step.js'
import { type Clocks, readClocks } from './server-time.js'

/** Progress of {@link archiveLeavers}: claims that were read, profiles that were looked for, directories that were archived. */
export interface LeaversProgress {
  readonly step: 'reading-claims' | 'looking-for-profiles' | 'archiving'
  readonly done: number
  /** Absent while it is unknown. */
  readonly total?: number
}

/** Input of {@link archiveLeavers}. */
export interface ArchiveLeaversInput extends CallOptions, OwnPlaceInput {
  /** Domains whose claims count; claims of other domains are left alone. Default: every domain. */
  readonly domainIds?: readonly string[]
  /** Days that a profile has to be gone, from the run that first saw it so. 0 to 3,650. Default 0: archived at once. */
  readonly graceDays?: number
  /** Largest share of these claims that one run archives, 0 to 1; five are always allowed. Default 0.2. */
  readonly maxShare?: number
  /** Called while the run goes on. Default: nobody hears of it. */
  readonly onProgress?: OnProgress<LeaversProgress>
  /** Reads and plans, and writes nothing, notes of absence included. Default false. */
  readonly dryRun?: boolean
}

/** A directory whose profile is gone, or lives as another generation. */
export interface Leaver extends ReleaseSpec {
  /**
   * `archived`: in the archive. `no-directory`: there was none; its claim ended. `waiting`: for the end of the grace period.
   * `too-recent`: not found, and made less than 10 minutes ago, so it may not be visible everywhere yet; a later run decides.
   * `moved-on`: another run was faster. `failed`: `error` says why. `not-reached`: there was no time for it; the next run goes
   * on.
   */
  readonly outcome: 'archived' | 'no-directory' | 'waiting' | 'too-recent' | 'moved-on' | 'failed' | 'not-reached'
  /** When a run first saw it gone, in ISO 8601; only with a grace period. Absent in a dry run that is the first to see it. */
  readonly since?: string
  readonly error?: DirectoryError
}

/** Result of {@link archiveLeavers}. */
export interface ArchiveLeaversOutput {
  /** Private claims of this account and Region, and of `domainIds`. */
  readonly claims: number
  /** Private claims of other accounts, Regions and domains, which were left alone. */
  readonly elsewhere: number
  /** Claimed paths whose claim this release cannot read, in whatever account, Region and domain. They were left alone. */
  readonly unreadable: readonly FileSystemPath[]
  readonly leavers: readonly Leaver[]
  readonly changes: readonly ArchiveChange[]
}

/** Errors of {@link archiveLeavers}. After each of them nothing was archived. */
export type ArchiveLeaversError =
  | InvalidInputError
  | AwsError
  | CallEndedError
  | DirectoryError
  | TooManyLeaversError
  | UnknownPlaceError

const DAY_MS = 86_400_000
const RELEASES_AT_ONCE = 100
const MAX_LOGGED = 20

const parseShare: FieldParser<number> = (value, field) =>
  typeof value === 'number' && value >= 0 && value <= 1
    ? ok(value)
    : err(new InvalidInputError({ field, allowed: 'a number from 0 to 1', received: quoteForMessage(value) }))

const leaversFields = {
  domainIds: optional(listOf(parseDomainId, { max: 1000, distinct: true }), undefined),
  graceDays: optional((value, field) => parseWholeNumber(value, field, { min: 0, max: 3650 }), 0),
  maxShare: optional(parseShare, 0.2),
  onProgress: optional(parseOnProgress, undefined),
  ...ownPlaceFields,
  ...callFields,
} satisfies Record<keyof Required<ArchiveLeaversInput>, FieldParser<unknown>>

/**
 * Every claimed directory whose profile is gone is in the archive, whatever became of the events of their deletion.
 * Directories of profiles that exist, of other accounts, Regions and domains are left. Refuses to archive more than
 * `maxShare` of these claims in one run, since a wrong Region looks as if everybody had left. Nothing is deleted.
 *
 * @example
 * const result = await archiveLeavers(context, { graceDays: 7 })
 * if (result.isOk()) console.log(result.value.leavers)
 */
export function archiveLeavers(
  context: Pick<StudioEfsContext, 'sagemaker' | 'directories' | 'clock' | 'logger'>,
  input: ArchiveLeaversInput,
): ResultAsync<ArchiveLeaversOutput, ArchiveLeaversError> {
  return parseInput(input, leaversFields)
    .andThen(requireParts(context, ['sagemaker', 'directories']))
    .andThen((spec) => requireArchive(context.directories)(spec))
    .asyncAndThen((spec) =>
      withDeadline(withDefaults(context), { ...spec, onProgress: undefined }, (call) => {
        const report = safeProgress<LeaversProgress>(call.logger, spec.onProgress)
        return archiveAll({ call, store: context.directories as LeavingStore, spec, report })
      }),
    )
}

interface Sweep {
  readonly call: SageMakerCall
  readonly store: LeavingStore
  readonly spec: ParsedFields<typeof leaversFields>
  readonly report: OnProgress<LeaversProgress>
}

function archiveAll(sweep: Sweep): ResultAsync<ArchiveLeaversOutput, ArchiveLeaversError> {
  const { call, spec } = sweep
  return safeTry(async function* () {
    const { place, domainIds } = yield* readOwnPlace(call, spec)
    const { own, elsewhere, unreadable } = yield* readClaims(sweep, place)
    // Read after the claims: a profile whose claim was read is listed, or was deleted since.
    const listed = new Map((yield* listProfileLives(call)).map((each) => [userProfileKey(each), each.createdAt]))
    const isListed = ({ generation }: ReleaseSpec) =>
      listed.has(userProfileKey(generation)) &&
      [undefined, generation.createdAt].includes(listed.get(userProfileKey(generation)))
    const missing = own.filter((claim) => !isListed(claim))
    const rules = { claims: own.length, maxShare: spec.maxShare }
    // Without a grace period it is known already, and saves a look for each.
    if (spec.graceDays === 0 && isTooMany(missing.length, rules))
      return err(new TooManyLeaversError({ leavers: missing.length, ...rules }))
    const clocks = yield* readClocks(call, sweep.store, spec)
    const { gone, recent } = yield* await confirmGone(sweep, { missing, domainIds, clocks })
    const { due, waiting } = yield* await separateWaiting(sweep, { own, gone, clocks })
    if (isTooMany(due.length, rules)) return err(new TooManyLeaversError({ leavers: due.length, ...rules }))
    const archived = await archive(sweep, due)
    const leavers = [...archived, ...waiting, ...recent.map((each) => ({ ...each, outcome: 'too-recent' as const }))]
    return ok({ claims: own.length, elsewhere, unreadable, leavers, changes: archived.flatMap(releaseChanges) })
  })
}

function readClaims({ call, store, spec, report }: Sweep, place: Place) {
  return safeTry(async function* () {
    const own: ReleaseSpec[] = []
    const unreadable: FileSystemPath[] = []
    let elsewhere = 0
    for (let after: string | undefined, more = true; more; ) {
      const page = { limit: MAX_PAGE, ...(after !== undefined && { after }) }
      const {
        claims,
        unreadable: some,
        next,
      } = yield* askStore(call, store, {
        pending: 'listing the claims',
        ask: () => store.listClaims([page]),
      })
      for (const { path, claim } of claims) {
        if (claim.kind !== 'private') continue
        const { kind: _, ...generation } = claim
        if (isAt(place, generation) && spec.domainIds?.includes(generation.domainId) !== false)
          own.push({ path, generation })
        else elsewhere += 1
      }
      unreadable.push(...some)
      report({ step: 'reading-claims', done: own.length })
      more = next !== undefined
      after = next
    }
    if (unreadable.length > 0)
      call.logger.warn('left claims that this release cannot read', { paths: unreadable.slice(0, MAX_LOGGED) })
    return ok({ own, elsewhere, unreadable })
  })
}

/** Notes who is gone since when, and forgets those who are there. A dry run only reads what earlier runs noted. */
async function separateWaiting(
  { store, spec: { graceDays, dryRun } }: Sweep,
  { own, gone, clocks }: { readonly clocks: Clocks } & Readonly<Record<'own' | 'gone', readonly ReleaseSpec[]>>,
): Promise<Result<{ readonly due: readonly ReleaseSpec[]; readonly waiting: readonly Leaver[] }, DirectoryError>> {
  if (graceDays === 0) return ok({ due: gone, waiting: [] })
  const absent = new Set(gone)
  const specs = dryRun
    ? gone.map((claim) => ({ ...claim, profile: 'unchanged' as const }))
    : own.map((claim) => ({ ...claim, profile: absent.has(claim) ? ('gone' as const) : ('there' as const) }))
  const due: ReleaseSpec[] = []
  const waiting: Leaver[] = []
  for (const result of await store.noteAbsences(specs)) {
    if (result.isErr()) return err(result.error)
    const { path, generation, profile, since } = result.value
    if (profile === 'there') continue
    const isDue = since !== undefined && clocks.server - Date.parse(since) >= graceDays * DAY_MS
    if (isDue) due.push({ path, generation })
    else waiting.push({ path, generation, outcome: 'waiting', ...(since !== undefined && { since }) })
  }
  return ok({ due, waiting })
}

/** Ends ahead of the call: begins no batch for which there may be less time than the slowest one took. */
async function archive({ call, store, spec, report }: Sweep, due: readonly ReleaseSpec[]): Promise<readonly Leaver[]> {
  const leavers: Leaver[] = []
  let slowest = 0
  const hasTime = () => !call.signal.aborted && call.deadline - call.clock.now() > slowest
  for (let at = 0; at < due.length && hasTime(); at += RELEASES_AT_ONCE) {
    const batch = due.slice(at, at + RELEASES_AT_ONCE)
    const startedAt = call.clock.now()
    const results = await releaseDirectories(store, batch, spec)
    slowest = Math.max(slowest, call.clock.now() - startedAt)
    for (const [index, each] of batch.entries()) leavers.push(leaverOf(each, results[index]))
    if (!spec.dryRun) for (const leaver of leavers.slice(at)) logRelease(call, leaver)
    report({ step: 'archiving', done: leavers.length, total: due.length })
  }
  return [...leavers, ...due.slice(leavers.length).map((each) => ({ ...each, outcome: 'not-reached' as const }))]
}

function leaverOf(
  spec: ReleaseSpec,
  result: Awaited<ReturnType<LeavingStore['releaseDirectories']>>[number] | undefined,
): Leaver {
  if (result === undefined) throw new Error('The directory driver gave fewer results than there were items.')
  return result.match<Leaver>(
    ({ outcome }) => ({ ...spec, outcome: outcome === 'not-held' ? 'moved-on' : outcome }),
    (error) => ({ ...spec, outcome: 'failed', error }),
  )
}
