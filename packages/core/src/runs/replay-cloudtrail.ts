import { err, ok, type Result } from 'neverthrow'
import { regionOf } from '../aws/sagemaker/describe-and-update.js'
import type { ReadinessError } from '../aws/sagemaker/wait-until-ready.js'
import type { CloudTrailSource } from '../cloudtrail/cloud-trail-source.js'
import type { LogLocationError } from '../cloudtrail/log-files/error.js'
import { type StudioEfsContext, withDefaults } from '../context.js'
import type { DirectoryError } from '../drivers/directory-error.js'
import { AbortedError, DeadlineExceededError, InvalidInputError, StudioEfsError } from '../errors.js'
import type { Logger } from '../logger.js'
import { type DomainId, parseDomainId, type UserProfileRef, userProfileKey } from '../model/ids.js'
import { type FieldParser, listOf, optional, type ParsedFields, parseInput } from '../model/parse/parse-input.js'
import { show } from '../model/parse/parse-text.js'
import { eachOf } from './each-of.js'
import { checkOpening } from './preflight.js'
import { checkLayout } from './preflight-checks.js'
import type { ProfileLifeCycle } from './profile-history.js'
import type { ProfileOutcome } from './profile-outcome.js'
import { createEventReader, type EventCounts, type EventReading, readSource } from './read-events.js'
import { startMany } from './run.js'
import type { Many, ManyContext } from './run-context.js'
import { type ManyProfilesInput, manyFields, parseMilliseconds } from './run-fields.js'
import { createRun, type OnboardingRun, type OnboardingSummary, refusedRun, type StartedRun } from './run-iterable.js'
import { type OnboardingProgress, type OnProgress, parseOnProgress, tellProgress } from './run-progress.js'
import type { RunStop } from './run-stop.js'

export interface ReplayCloudTrailInput extends ManyProfilesInput {
  /** `lookupEventsSource`, `logFilesSource`, or any other async iterable of decoded records. */
  readonly source: CloudTrailSource
  /** Events of other domains are left out. Default: every domain. More than one needs a layout with `{domainId}`. */
  readonly domainIds?: readonly string[]
  /** Ends before this many milliseconds have passed, in time for what is under way to be finished. Default: never. */
  readonly timeoutMs?: number
  /** Hears how far the run has come, four times a second: reading first, then onboarding. */
  readonly onProgress?: OnProgress<ReplayProgress>
}

export type ReplayProgress = OnboardingProgress | ({ readonly step: 'reading' } & EventCounts)

/** What became of a profile, and what its events had said. */
export type ReplayOutcome = ProfileOutcome & { readonly lifeCycle: ProfileLifeCycle }

export interface ReplaySummary extends OnboardingSummary {
  readonly read: EventCounts
  /** Deliveries of an event that had been read already. */
  readonly duplicates: number
  /** Damaged files and malformed events, the first hundred of each. */
  readonly problems: EventReading['problems']
  /** Profiles that the run did not come to, for `onboardProfiles`; none when it is through. */
  readonly unfinished: readonly UserProfileRef[]
}

export type ReplayCloudTrailOutput = OnboardingRun<ReplayOutcome, ReplaySummary, ReplayCloudTrailError>

/** Why a run cannot start. */
export type ReplayCloudTrailError = InvalidInputError | ReadinessError | DirectoryError | LogLocationError

/**
 * Every profile that CloudTrail has events of, and that is still there, has its own directory and lists it, as after
 * `onboardProfile`. The events are a hint only: they come late, twice, or not at all, so DescribeUserProfile is asked
 * about each profile that is named, also about those that were deleted, and what it says is what counts.
 *
 * @example
 * const source = lookupEventsSource({ cloudTrail: new CloudTrailClient({}) }, { from: '2026-11-01' })
 * const summary = await replayCloudTrail(context, { source, fileSystemId: 'fs-0123456789abcdef0' }).summary()
 */
export function replayCloudTrail(
  context: Pick<StudioEfsContext, 'sagemaker' | 'directories' | 'clock' | 'logger' | 'domainCache'>,
  input: ReplayCloudTrailInput,
): ReplayCloudTrailOutput {
  return createRun(() =>
    parseInput(input, replayFields).match(
      (parsed): Started => start(withDefaults(context), parsed),
      (error) => refusedRun(error),
    ),
  )
}

type Complete = ManyContext & { readonly logger: Logger }
type Started = StartedRun<ReplayOutcome, ReplaySummary, ReplayCloudTrailError>

const parseSource: FieldParser<CloudTrailSource> = (value, field) =>
  typeof value === 'object' && value !== null && Symbol.asyncIterator in value
    ? ok(value as CloudTrailSource)
    : err(new InvalidInputError({ field, allowed: 'an async iterable of decoded records', received: show(value) }))

const replayFields = {
  ...manyFields,
  source: parseSource,
  domainIds: optional(listOf(parseDomainId, { min: 1, max: 1000 }), undefined),
  timeoutMs: optional(parseMilliseconds, undefined),
  onProgress: optional(parseOnProgress, undefined),
}

type Parsed = ParsedFields<typeof replayFields>

function start(context: Complete, parsed: Parsed): Started {
  const story: Story = { reading: nothingRead }
  const run = startMany<ReplayCloudTrailError>(context, parsed, async (many) => {
    const read = await readStory(context, parsed, many, story)
    if (read.isErr()) return err(read.error)
    const profiles = story.reading.lifeCycles.profiles()
    return ok({ refs: eachOf(profiles), failure: () => undefined, total: () => profiles.length })
  })
  return {
    outcomes: withLifeCycles(run.outcomes, story),
    result: () => run.result().map((summary) => ({ ...summary, ...summaryOf(story) })),
  }
}

/** What the events tell. The story of a profile is taken from it with the profile's outcome. */
interface Story {
  reading: EventReading
}

const nothingRead = createEventReader({ domainIds: undefined, region: undefined }).reading

async function readStory(
  context: Complete,
  parsed: Parsed,
  many: Many,
  story: Story,
): Promise<Result<undefined, ReplayCloudTrailError>> {
  const obstacle =
    checkLayout(parsed.layout, parsed.domainIds ?? []) ?? (await checkOpening(context, many, parsed.domainIds ?? []))
  if (obstacle !== undefined) return err(obstacle)
  const reader = createEventReader({ domainIds: parsed.domainIds, region: await regionOf(context.sagemaker) })
  story.reading = reader.reading
  const read = await readEvents(context, parsed, many.stop, reader)
  if (read.isErr()) return err(read.error)
  const { lifeCycles } = reader.reading
  const shared = checkLayout(parsed.layout, await usableOf(lifeCycles.domainIds(), many))
  return shared === undefined ? ok(undefined) : err(shared)
}

/** Events may name domains that are deleted, or of other accounts: nothing is done for those, so no name can clash. */
async function usableOf(domainIds: readonly DomainId[], { domains }: Many): Promise<readonly DomainId[]> {
  const looks = await Promise.all(domainIds.map(async (domainId) => ({ domainId, ...(await domains.look(domainId)) })))
  return looks.filter(({ kind }) => kind !== 'unusable').map(({ domainId }) => domainId)
}

async function readEvents(
  context: Complete,
  { source, onProgress }: Parsed,
  stop: RunStop,
  reader: ReturnType<typeof createEventReader>,
): Promise<Result<undefined, ReplayCloudTrailError>> {
  const endProgress = tellProgress(context, onProgress, () => ({ step: 'reading', ...reader.reading.counts }))
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

async function* withLifeCycles(
  outcomes: AsyncGenerator<ProfileOutcome, void, undefined>,
  story: Story,
): AsyncGenerator<ReplayOutcome, void, undefined> {
  for await (const outcome of outcomes) {
    const lifeCycle = story.reading.lifeCycles.take(outcome.profile)
    if (lifeCycle === undefined) throw new Error(`There was no event of ${userProfileKey(outcome.profile)}.`)
    yield { ...outcome, lifeCycle }
  }
}

function summaryOf({ reading: { counts, duplicates, problems, lifeCycles } }: Story) {
  return { read: counts, duplicates, problems, unfinished: lifeCycles.profiles() }
}
