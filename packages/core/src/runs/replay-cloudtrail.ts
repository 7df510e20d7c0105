import { err, ok, type Result, ResultAsync, safeTry } from 'neverthrow'
import { regionOf } from '../aws/sagemaker/describe-and-update.js'
import type { ReadinessError } from '../aws/sagemaker/readiness.js'
import type { CloudTrailSource, SourceSearched } from '../cloudtrail/cloud-trail-source.js'
import type { LogLocationError } from '../cloudtrail/log-files/log-tree.js'
import { requireParts, type StudioEfsContext, withDefaults } from '../context.js'
import type { DirectoryError } from '../drivers/directory-error.js'
import { type DomainId, parseDomainId, type UserProfileRef, userProfileKey } from '../model/ids.js'
import { type FieldParser, listOf, optional, type ParsedFields, parseInput } from '../model/parse/parse-input.js'
import { quoteForMessage } from '../model/parse/parse-text.js'
import type { FileSystemCheckError } from '../studio/file-system-check.js'
import { AbortedError, DeadlineExceededError, InvalidInputError, StudioEfsError } from '../studio-efs-error.js'
import { type OnProgress, parseOnProgress } from '../wait-progress.js'
import { type ItemSource, iterate, openRun } from './engine/run.js'
import type { RunCall, RunContext } from './engine/run-context.js'
import { createRunIterable, refusedRun, type StartedRun } from './engine/run-iterable.js'
import { reportProgress } from './engine/run-progress.js'
import { parseMilliseconds } from './engine/run-spec.js'
import { createOnboarding, type OnboardingClients } from './onboarding-work.js'
import { checkLayout, preflight } from './preflight.js'
import type { ProfileHistory } from './profile-history.js'
import { profileRunWork } from './profile-run/attempt-profile.js'
import type {
  OnboardingProgress,
  OnboardingSummary,
  ProfileOutcome,
  ProfilesRun,
} from './profile-run/profile-outcome.js'
import {
  createEventReader,
  type EventCounts,
  type EventReader,
  type EventReading,
  type ReadingProblem,
  readSource,
} from './read-events.js'
import { type RunInput, runFields } from './run-fields.js'

/** Input of {@link replayCloudTrail}. */
export interface ReplayCloudTrailInput extends RunInput {
  /** `lookupEventsSource`, `logFilesSource`, or any other async iterable of decoded records. */
  readonly source: CloudTrailSource
  /** Events of other domains are left out. Default: every domain. More than one needs a layout with `{domainId}`. */
  readonly domainIds?: readonly string[]
  /** Ends before this many milliseconds have passed, in time to finish the profiles under way. Default: no limit. */
  readonly timeoutMs?: number
  /** Called four times a second: reading first, then onboarding. */
  readonly onProgress?: OnProgress<ReplayProgress>
}

/** Progress of a replay: first the reading of events, then the profiles. */
export type ReplayProgress = OnboardingProgress | ({ readonly step: 'reading' } & EventCounts)

/** Result for a profile, and its history by the events. */
export type ReplayOutcome = ProfileOutcome & { readonly history: ProfileHistory }

/**
 * `unfinished`: the run ended early, and some profiles had no turn. `partial`: some profiles failed, or some files or
 * records could not be read. `nothing-found`: no event of the wanted domains and Region was there. `complete`: none of these.
 */
export type ReplayResult = 'complete' | 'partial' | 'unfinished' | 'nothing-found'

/** Summary of {@link replayCloudTrail}. */
export interface ReplaySummary extends OnboardingSummary {
  readonly result: ReplayResult
  readonly read: EventCounts
  /** Deliveries of an event that had been read already. */
  readonly duplicates: number
  /** The first hundred of each kind: malformed events, and unreadable files by their `problem`, those without records last. */
  readonly problems: readonly ReadingProblem[]
  /** Where the source looked; undefined for a source of your own that does not say so. */
  readonly searched: SourceSearched | undefined
  /** Profiles that the run did not reach, for `onboardProfiles`; none when it is through. */
  readonly unfinished: readonly UserProfileRef[]
}

/** Run of {@link replayCloudTrail}: iterate it for the outcomes, then ask it for its summary. */
export type ReplayCloudTrailOutput = ProfilesRun<ReplayOutcome, ReplaySummary, ReplayCloudTrailError>

/** Why a run cannot start. */
export type ReplayCloudTrailError =
  | InvalidInputError
  | ReadinessError
  | DirectoryError
  | FileSystemCheckError
  | LogLocationError

/**
 * Every profile that CloudTrail has events of, and that is still there, has its own directory and lists it, as after
 * `onboardProfile`. The events are a hint only: they come late, twice, or not at all. So each profile that an event
 * names is read with DescribeUserProfile, even if the events say that it was deleted, and onboarded if it exists. The
 * summary's `result` is `complete` only if events were found, and everything could be read and done.
 *
 * @example
 * const source = lookupEventsSource({ cloudTrail: new CloudTrailClient({}) }, { from: '2026-11-01' })
 * const summary = await replayCloudTrail(context, { source, fileSystemId: 'fs-0123456789abcdef0' }).summary()
 * if (summary.isErr()) throw summary.error
 */
export function replayCloudTrail(
  context: Pick<StudioEfsContext, 'sagemaker' | 'directories' | 'clock' | 'logger' | 'domainCache'> &
    Partial<Pick<StudioEfsContext, 'efs'>>,
  input: ReplayCloudTrailInput,
): ReplayCloudTrailOutput {
  return createRunIterable(() =>
    parseInput(input, replayFields)
      .andThen(requireParts(context, ['sagemaker', 'directories']))
      .match(
        (parsed): Started => start(withDefaults(context), parsed),
        (error) => refusedRun(error),
      ),
  )
}

type Started = StartedRun<ReplayOutcome, ReplaySummary, ReplayCloudTrailError>

const parseSource: FieldParser<CloudTrailSource> = (value, field) =>
  typeof value === 'object' && value !== null && Symbol.asyncIterator in value
    ? ok(value as CloudTrailSource)
    : err(
        new InvalidInputError({
          field,
          allowed: 'an async iterable of decoded records',
          received: quoteForMessage(value),
        }),
      )

const replayFields = {
  ...runFields,
  source: parseSource,
  domainIds: optional(listOf(parseDomainId, { min: 1, max: 1000 }), undefined),
  timeoutMs: optional(parseMilliseconds, undefined),
  onProgress: optional(parseOnProgress, undefined),
} satisfies Record<keyof Required<ReplayCloudTrailInput>, FieldParser<unknown>>

type ReplaySpec = ParsedFields<typeof replayFields>

const nothingRead = () => createEventReader({ domainIds: undefined, region: undefined }).reading

function start(clients: OnboardingClients, spec: ReplaySpec): Started {
  let reading = nothingRead()
  const onboarding = createOnboarding(clients, spec)
  const open = (run: RunContext): ResultAsync<ItemSource<UserProfileRef>, ReplayCloudTrailError> =>
    safeTry(async function* () {
      const { layout, domainIds } = spec
      yield* checkLayout(layout, domainIds ?? [])
      yield* preflight(run, clients.directories, domainIds ?? [])
      yield* onboarding.checkFileSystem(run, domainIds ?? [])
      const reader = createEventReader({ domainIds, region: await regionOf(clients.sagemaker) })
      reading = reader.reading
      yield* readEvents(run, reader, spec)
      yield* checkLayout(layout, await usableOf(run, reading.histories.domainIds()))
      const profiles = reading.histories.profiles()
      const given = profiles.map(({ createdAt, ...ref }) => ({ ref, createdAt }))
      return ok({ refs: iterate(given), failure: () => undefined, total: () => profiles.length })
    })
  const limits = { ...spec, turnTimeoutMs: spec.profileTimeoutMs }
  const workOf = (call: RunCall) => profileRunWork(onboarding.workOf(call), limits)
  const opened = openRun(clients, limits, { workOf, open })
  return {
    leave: opened.leave,
    outcomes: withHistories(opened.outcomes, () => reading),
    result: () => opened.result().map((summary) => withReading(summary, reading, spec.source.searched?.())),
  }
}

/** Events may name domains that were deleted, or of other accounts. Nothing is done in those, so no name can clash. */
async function usableOf({ domains }: RunContext, domainIds: readonly DomainId[]): Promise<readonly DomainId[]> {
  const probes = await Promise.all(
    domainIds.map(async (domainId) => ({ domainId, ...(await domains.probe(domainId)) })),
  )
  return probes.filter(({ kind }) => kind !== 'unusable').map(({ domainId }) => domainId)
}

function readEvents(
  run: RunContext,
  reader: EventReader,
  spec: ReplaySpec,
): ResultAsync<undefined, ReplayCloudTrailError> {
  return new ResultAsync(readUntilStopped(run, reader, spec))
}

async function readUntilStopped(
  { call, stop }: RunContext,
  reader: EventReader,
  { source, onProgress }: ReplaySpec,
): Promise<Result<undefined, ReplayCloudTrailError>> {
  const endProgress = reportProgress(call, onProgress, () => ({ step: 'reading', ...reader.reading.counts }))
  try {
    if ((await readSource(source, stop.draining, reader.add)) === 'read') return ok(undefined)
    const pending = 'reading the CloudTrail records'
    return err(
      stop.why()?.because === 'deadline' ? new DeadlineExceededError({ pending }) : new AbortedError({ pending }),
    )
  } catch (thrown) {
    if (thrown instanceof StudioEfsError) return err(thrown as ReplayCloudTrailError)
    throw thrown
  } finally {
    endProgress()
  }
}

/** Takes the history of each profile out of the reading together with its outcome. */
async function* withHistories(
  outcomes: AsyncGenerator<ProfileOutcome, void, undefined>,
  reading: () => EventReading,
): AsyncGenerator<ReplayOutcome, void, undefined> {
  for await (const outcome of outcomes) {
    const history = reading().histories.take(outcome.profile)
    if (history === undefined) throw new Error(`There was no event of ${userProfileKey(outcome.profile)}.`)
    yield { ...outcome, history }
  }
}

function withReading(
  summary: OnboardingSummary,
  reading: EventReading,
  searched: SourceSearched | undefined,
): ReplaySummary {
  const { counts: read, duplicates, histories } = reading
  const unfinished = histories.profiles().map(({ createdAt, ...ref }) => ref)
  const result = resultOf(summary, read, unfinished.length)
  return { ...summary, result, read, duplicates, problems: reading.problems(), searched, unfinished }
}

function resultOf({ stopped, failed }: OnboardingSummary, read: EventCounts, unfinished: number): ReplayResult {
  if (stopped !== undefined || unfinished > 0) return 'unfinished'
  if (failed + read.unreadableFiles + read.malformed > 0) return 'partial'
  return read.events === 0 ? 'nothing-found' : 'complete'
}
