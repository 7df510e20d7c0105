import { err, ok, type Result } from 'neverthrow'
import { listDomains } from '../aws/sagemaker/lists.js'
import type { ReadinessError } from '../aws/sagemaker/wait-until-ready.js'
import type { Patience } from '../call.js'
import { type StudioEfsContext, withDefaults } from '../context.js'
import type { DirectoryError } from '../drivers/directory-error.js'
import type { InvalidInputError } from '../errors.js'
import type { Logger } from '../logger.js'
import type { UserProfileRef } from '../model/ids.js'
import { type DomainId, parseDomainId } from '../model/ids.js'
import { listOf, optional, type ParsedFields, parseInput, parseSwitch } from '../model/parse/parse-input.js'
import { countProfiles } from './count-profiles.js'
import { checkOpening } from './preflight.js'
import { checkLayout } from './preflight-checks.js'
import { listProfiles, type ProfileListing, type UnlistedDomain } from './profile-listing.js'
import type { ProfileOutcome } from './profile-outcome.js'
import { encodeResumeToken, parseResumeToken, type ResumePoint } from './resume-token.js'
import { startMany } from './run.js'
import type { ManyContext } from './run-context.js'
import { type ManyProfilesInput, manyFields, parseMilliseconds } from './run-fields.js'
import { createRun, type OnboardingRun, type OnboardingSummary, refusedRun, type StartedRun } from './run-iterable.js'
import { type OnboardingProgress, type OnProgress, parseOnProgress } from './run-progress.js'

export interface BackfillProfilesInput extends ManyProfilesInput {
  /** Default: every domain of the Region. More than one needs a layout with `{domainId}`. */
  readonly domainIds?: readonly string[]
  /** Ends before this many milliseconds have passed, in time for what is under way to be finished. Default: never. */
  readonly timeoutMs?: number
  /**
   * Of a run with the same file system and domains that ended early: goes on where that one stopped, and as it began. The
   * token of a dry run is refused together with `dryRun: false`, and the other way round.
   */
  readonly resumeToken?: string
  /** Hears how far the run has come, four times a second. Counting what is to be done takes some list calls more. */
  readonly onProgress?: OnProgress<OnboardingProgress>
}

export interface BackfillSummary extends OnboardingSummary {
  /** Goes on where this run stopped; undefined when it is through. */
  readonly resumeToken: string | undefined
  /** Profiles that had a turn, or wait for one, and have no outcome; empty when it is through. */
  readonly unsettled: readonly UserProfileRef[]
  /** Domains whose profiles could not all be listed: the others were gone through all the same. */
  readonly unlisted: readonly UnlistedDomain[]
}

export type BackfillProfilesOutput = OnboardingRun<ProfileOutcome, BackfillSummary, BackfillProfilesError>

/** Why a run cannot start. */
export type BackfillProfilesError = InvalidInputError | ReadinessError | DirectoryError

/**
 * Every user profile of the domains has its own directory and lists it, as after `onboardProfile`. Gives one outcome per
 * profile, as they come; keeps to the rate at which AWS takes the calls; and holds no more than a few pages of profiles
 * in memory. A run that was cut off, even by `kill -9`, is simply started again.
 *
 * @example
 * const run = backfillProfiles(context, { domainIds: ['d-abcdefghijkl'], fileSystemId: 'fs-0123456789abcdef0' })
 * for await (const { outcome, profile } of run) console.log(profile.userProfileName, outcome)
 * const summary = await run.summary()
 */
export function backfillProfiles(
  context: Pick<StudioEfsContext, 'sagemaker' | 'directories' | 'clock' | 'logger' | 'domainCache'>,
  input: BackfillProfilesInput,
): BackfillProfilesOutput {
  return createRun(() =>
    parseInput(input, backfillFields)
      .andThen((parsed) =>
        pointOf(parsed).map(({ dryRun, point }) => start(withDefaults(context), { ...parsed, dryRun }, point)),
      )
      .match(
        (started): Started => started,
        (error) => refusedRun(error),
      ),
  )
}

type Complete = ManyContext & { readonly logger: Logger }
type Started = StartedRun<ProfileOutcome, BackfillSummary, BackfillProfilesError>

const backfillFields = {
  ...manyFields,
  domainIds: optional(listOf(parseDomainId, { min: 1, max: 1000 }), undefined),
  timeoutMs: optional(parseMilliseconds, undefined),
  resumeToken: optional((value) => ok(value), undefined),
  dryRun: optional(parseSwitch, undefined),
  onProgress: optional(parseOnProgress, undefined),
}

type Parsed = ParsedFields<typeof backfillFields>
type Wish = Parsed & { readonly dryRun: boolean }

interface Beginning {
  readonly dryRun: boolean
  /** Undefined when that takes a list of the domains. */
  readonly point: ResumePoint | undefined
}

function pointOf({ resumeToken, domainIds, fileSystemId, dryRun }: Parsed): Result<Beginning, InvalidInputError> {
  if (resumeToken !== undefined)
    return parseResumeToken(resumeToken, { fileSystemId, domainIds, dryRun }).map(({ dryRun: dry, ...point }) => ({
      dryRun: dry,
      point,
    }))
  const point = domainIds && { domainIds: [...new Set(domainIds)], nextToken: undefined, pending: [] }
  return ok({ dryRun: dryRun ?? false, point })
}

function start(context: Complete, parsed: Wish, from: ResumePoint | undefined): Started {
  let listing: ProfileListing | undefined
  const run = startMany<BackfillProfilesError>(context, parsed, async (many) => {
    const lists = { sagemaker: many.sagemaker, clock: context.clock, logger: context.logger }
    const point = from === undefined ? await everyDomain(lists, many.opening) : ok(from)
    if (point.isErr()) return err(point.error)
    const obstacle =
      checkLayout(parsed.layout, domainsIn(point.value)) ?? (await checkOpening(context, many, parsed.domainIds ?? []))
    if (obstacle !== undefined) return err(obstacle)
    listing = listProfiles(lists, point.value, {
      patience: many.patience,
      settling: { look: many.domains.look, timeoutMs: parsed.profileTimeoutMs },
      onRestart: (domainId, { message: cause }) =>
        // How long a token lives is not documented. What is done already costs one look each.
        context.logger.warn('a list starts again: its NextToken was refused', { domainId, cause }),
    })
    const total = parsed.onProgress === undefined ? () => undefined : countProfiles(lists, point.value, many.patience)
    return ok({ refs: listing.refs, failure: listing.failure, total })
  })
  const resumeToken = () => {
    if (listing === undefined) return undefined
    const { pending, ...position } = listing.position()
    return encodeResumeToken(parsed, { ...position, pending: [...run.unsettled(), ...pending] })
  }
  return {
    outcomes: run.outcomes,
    result: () =>
      run.result().map((summary) => ({
        ...summary,
        resumeToken: summary.stopped === undefined ? undefined : resumeToken(),
        unsettled: run.unsettled(),
        unlisted: listing?.unlisted() ?? [],
      })),
  }
}

function everyDomain(lists: Parameters<typeof listDomains>[0], patience: Patience) {
  return listDomains(lists, patience).map(
    (domainIds): ResumePoint => ({ domainIds, nextToken: undefined, pending: [] }),
  )
}

function domainsIn({ domainIds, pending }: ResumePoint): readonly DomainId[] {
  return [...domainIds, ...pending.map(({ domainId }) => domainId)]
}
