import { ok, type Result, type ResultAsync, safeTry } from 'neverthrow'
import { listDomains } from '../aws/sagemaker/lists.js'
import type { ReadinessError } from '../aws/sagemaker/readiness.js'
import { requireParts, type StudioEfsContext, withDefaults } from '../context.js'
import type { DirectoryError } from '../drivers/directory-error.js'
import { type DomainId, parseDomainId, type UserProfileRef } from '../model/ids.js'
import {
  type FieldParser,
  listOf,
  optional,
  type ParsedFields,
  parseInput,
  parseSwitch,
  unparsed,
} from '../model/parse/parse-input.js'
import type { InvalidInputError } from '../studio-efs-error.js'
import { checkLayout, preflight, preflightCall } from './preflight.js'
import { countProfiles, listProfiles, type ProfileListing, type UnlistedDomain } from './profile-listing.js'
import type { ProfileOutcome } from './profile-outcome.js'
import { encodeResumeToken, parseResumeToken, type ResumePoint } from './resume-token.js'
import { openRun, type ProfileSource } from './run.js'
import type { RunClients, RunContext } from './run-context.js'
import { parseMilliseconds, type RunInput, runFields } from './run-fields.js'
import {
  createRunIterable,
  type OnboardingRun,
  type OnboardingSummary,
  refusedRun,
  type StartedRun,
} from './run-iterable.js'
import { type OnboardingProgress, type OnProgress, parseOnProgress } from './run-progress.js'

export interface BackfillProfilesInput extends RunInput {
  /** Default: every domain of the Region. More than one needs a layout with `{domainId}`. */
  readonly domainIds?: readonly string[]
  /** Ends before this many milliseconds have passed, in time to finish the profiles under way. Default: no limit. */
  readonly timeoutMs?: number
  /**
   * Token of a run with the same file system and domains that ended early: goes on where that one stopped, and as it
   * began. The token of a dry run is refused together with `dryRun: false`, and the other way round.
   */
  readonly resumeToken?: string
  /** Called four times a second. Counting the profiles takes one more ListUserProfiles per 100 of them. */
  readonly onProgress?: OnProgress<OnboardingProgress>
}

export interface BackfillSummary extends OnboardingSummary {
  /** Resumes this run; undefined when it is complete. */
  readonly resumeToken: string | undefined
  /** Profiles that had a turn, or wait for one, and have no outcome; empty when it is through. */
  readonly unsettled: readonly UserProfileRef[]
  /** Domains whose profiles could not all be listed; the others were done all the same. */
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
 * if (summary.isErr()) throw summary.error
 */
export function backfillProfiles(
  context: Pick<StudioEfsContext, 'sagemaker' | 'directories' | 'clock' | 'logger' | 'domainCache'>,
  input: BackfillProfilesInput,
): BackfillProfilesOutput {
  return createRunIterable(() =>
    parseInput(input, backfillFields)
      .andThen(requireParts(context, ['sagemaker', 'directories']))
      .andThen((parsed) =>
        startOf(parsed).map(({ dryRun, point }) => start(withDefaults(context), { ...parsed, dryRun }, point)),
      )
      .match(
        (started): Started => started,
        (error) => refusedRun(error),
      ),
  )
}

type Started = StartedRun<ProfileOutcome, BackfillSummary, BackfillProfilesError>

const backfillFields = {
  ...runFields,
  domainIds: optional(listOf(parseDomainId, { min: 1, max: 1000 }), undefined),
  timeoutMs: optional(parseMilliseconds, undefined),
  resumeToken: optional(unparsed, undefined),
  dryRun: optional(parseSwitch, undefined),
  onProgress: optional(parseOnProgress, undefined),
} satisfies Record<keyof Required<BackfillProfilesInput>, FieldParser<unknown>>

type Parsed = ParsedFields<typeof backfillFields>
type BackfillSpec = Parsed & { readonly dryRun: boolean }

interface Start {
  readonly dryRun: boolean
  /** Undefined: the run begins by listing the domains. */
  readonly point: ResumePoint | undefined
}

function startOf({ resumeToken, domainIds, fileSystemId, dryRun }: Parsed): Result<Start, InvalidInputError> {
  if (resumeToken !== undefined)
    return parseResumeToken(resumeToken, { fileSystemId, domainIds, dryRun }).map(({ dryRun: began, ...point }) => ({
      dryRun: began,
      point,
    }))
  const point = domainIds && { domainIds: [...new Set(domainIds)], nextToken: undefined, pending: [] }
  return ok({ dryRun: dryRun ?? false, point })
}

function start(clients: RunClients, spec: BackfillSpec, from: ResumePoint | undefined): Started {
  let listing: ProfileListing | undefined
  const opened = openRun<BackfillProfilesError>(
    clients,
    spec,
    (run): ResultAsync<ProfileSource, BackfillProfilesError> =>
      safeTry(async function* () {
        const point = from ?? (yield* everyDomain(run))
        yield* checkLayout(spec.layout, domainsIn(point))
        yield* preflight(run, spec.domainIds ?? [])
        listing = listAt(run, point, spec)
        const counted = spec.onProgress === undefined ? undefined : countProfiles(run.call, point)
        return ok({ total: () => undefined, ...counted, refs: listing.refs, failure: listing.failure })
      }),
  )
  const resumeToken = () => {
    if (listing === undefined) return undefined
    const { pending, ...position } = listing.position()
    return encodeResumeToken(spec, { ...position, pending: [...opened.unsettled(), ...pending] })
  }
  return {
    outcomes: opened.outcomes,
    leave: opened.leave,
    result: () =>
      opened.result().map((summary) => ({
        ...summary,
        resumeToken: summary.stopped === undefined ? undefined : resumeToken(),
        unsettled: opened.unsettled(),
        unlisted: listing?.unlisted() ?? [],
      })),
  }
}

function everyDomain(run: RunContext): ResultAsync<ResumePoint, BackfillProfilesError> {
  return listDomains(preflightCall(run)).map((domainIds) => ({ domainIds, nextToken: undefined, pending: [] }))
}

function domainsIn({ domainIds, pending }: ResumePoint): readonly DomainId[] {
  return [...domainIds, ...pending.map(({ domainId }) => domainId)]
}

function listAt({ call, domains }: RunContext, point: ResumePoint, spec: BackfillSpec): ProfileListing {
  return listProfiles(call, point, {
    waiting: { probe: domains.probe, timeoutMs: spec.profileTimeoutMs },
    onRestart: (domainId, { message: cause }) =>
      // The life of a NextToken is not documented. A profile that is done already costs one DescribeUserProfile.
      call.logger.warn('a list starts again: its NextToken was refused', { domainId, cause }),
  })
}
