import { ok, type Result, type ResultAsync, safeTry } from 'neverthrow'
import { listDomains } from '../aws/sagemaker/lists.js'
import type { ReadinessError } from '../aws/sagemaker/readiness.js'
import type { DomainId, FileSystemId, UserProfileRef } from '../model/ids.js'
import { parseDomainId } from '../model/ids.js'
import {
  type FieldParser,
  listOf,
  optional,
  type ParsedFields,
  parseSwitch,
  unparsed,
} from '../model/parse/parse-input.js'
import type { InvalidInputError, StudioEfsError } from '../studio-efs-error.js'
import { parseOnProgress } from '../wait-progress.js'
import type { ProfileError } from './engine/profile-outcome.js'
import { openRun, type ProfileSource, type RunPlan } from './engine/run.js'
import type { RunClients, RunContext } from './engine/run-context.js'
import type { RunSummary, StartedRun } from './engine/run-iterable.js'
import { parseMilliseconds, type RunSpec } from './engine/run-spec.js'
import { preflightCall } from './preflight.js'
import { countProfiles, listProfiles, type ProfileListing, type UnlistedDomain } from './profile-listing.js'
import { encodeResumeToken, parseResumeToken, type ResumableOperation, type ResumePoint } from './resume-token.js'

/** Options of a run over every profile of domains. */
export interface ListedOptions {
  /** Default: every domain of the Region. */
  readonly domainIds?: readonly string[]
  /** Ends before this many milliseconds have passed, in time to finish the profiles under way. Default: no limit. */
  readonly timeoutMs?: number
  /**
   * Token of a run of this operation with the same file system and domains that ended early: goes on where that one
   * stopped, and as it began. The token of a dry run is refused together with `dryRun: false`, and the other way round.
   */
  readonly resumeToken?: string
}

/** Part of the summary that a run over every profile of domains has. */
export interface ListedSummary {
  /** Resumes this run; undefined when it is complete. */
  readonly resumeToken: string | undefined
  /** Profiles that had a turn, or wait for one, and have no outcome; empty when it is through. */
  readonly unsettled: readonly UserProfileRef[]
  /** Domains whose profiles could not all be listed; the others were done all the same. */
  readonly unlisted: readonly UnlistedDomain[]
}

export const listedFields = {
  domainIds: optional(listOf(parseDomainId, { min: 1, max: 1000 }), undefined),
  timeoutMs: optional(parseMilliseconds, undefined),
  resumeToken: optional(unparsed, undefined),
  dryRun: optional(parseSwitch, undefined),
  onProgress: optional(parseOnProgress, undefined),
} satisfies Record<keyof Required<ListedOptions> | 'dryRun' | 'onProgress', FieldParser<unknown>>

type Parsed = ParsedFields<typeof listedFields> & { readonly fileSystemId: FileSystemId }

export interface ListedSpec extends RunSpec {
  readonly fileSystemId: FileSystemId
  /** Domains that the caller named. */
  readonly domainIds: readonly DomainId[] | undefined
  readonly operation: ResumableOperation
  /** Undefined: the run begins by listing the domains. */
  readonly point: ResumePoint | undefined
}

/** Where the run begins, and whether it writes: as its token says. */
export function beginOf(
  { resumeToken, domainIds, fileSystemId, dryRun }: Parsed,
  operation: ResumableOperation,
): Result<Pick<ListedSpec, 'dryRun' | 'operation' | 'point'>, InvalidInputError> {
  if (resumeToken !== undefined)
    return parseResumeToken(resumeToken, { operation, fileSystemId, domainIds, dryRun }).map(
      ({ dryRun: began, ...point }) => ({ operation, dryRun: began, point }),
    )
  const point = domainIds && { domainIds: [...new Set(domainIds)], nextToken: undefined, pending: [] }
  return ok({ operation, dryRun: dryRun ?? false, point })
}

export interface ListedPlan<Done extends string, ProfileChange, Failure extends ProfileError, OpenError>
  extends Pick<RunPlan<Done, ProfileChange, Failure, OpenError>, 'workOf'> {
  /** Checks what all profiles need, before the first is listed. `domainIds`: every domain of the run. */
  check(run: RunContext, domainIds: readonly DomainId[]): ResultAsync<undefined, OpenError>
}

/** Works on every profile of the domains, one page of them in memory at a time. */
export function startListedRun<
  Done extends string,
  ProfileChange,
  Failure extends ProfileError,
  OpenError extends StudioEfsError,
>(clients: RunClients, spec: ListedSpec, { workOf, check }: ListedPlan<Done, ProfileChange, Failure, OpenError>) {
  let listing: ProfileListing | undefined
  const open = (run: RunContext): ResultAsync<ProfileSource, OpenError | ReadinessError> =>
    safeTry(async function* () {
      const point = spec.point ?? (yield* everyDomain(run))
      yield* check(run, domainsIn(point))
      listing = listAt(run, point, spec)
      const counted = spec.onProgress === undefined ? undefined : countProfiles(run.call, point)
      return ok({ total: () => undefined, ...counted, refs: listing.refs, failure: listing.failure })
    })
  const opened = openRun(clients, spec, { workOf, open })
  const resumeToken = () => {
    if (listing === undefined) return undefined
    const { pending, ...position } = listing.position()
    return encodeResumeToken(spec, { ...position, pending: [...opened.unsettled(), ...pending] })
  }
  const withListing = (summary: RunSummary<Done, ProfileChange>): RunSummary<Done, ProfileChange> & ListedSummary => ({
    ...summary,
    resumeToken: summary.stopped === undefined ? undefined : resumeToken(),
    unsettled: opened.unsettled(),
    unlisted: listing?.unlisted() ?? [],
  })
  return {
    outcomes: opened.outcomes,
    leave: opened.leave,
    result: () => opened.result().map(withListing),
  } satisfies StartedRun<unknown, unknown, unknown>
}

function everyDomain(run: RunContext): ResultAsync<ResumePoint, ReadinessError> {
  return listDomains(preflightCall(run)).map((domainIds) => ({ domainIds, nextToken: undefined, pending: [] }))
}

function domainsIn({ domainIds, pending }: ResumePoint): readonly DomainId[] {
  return [...domainIds, ...pending.map(({ domainId }) => domainId)]
}

function listAt({ call, domains }: RunContext, point: ResumePoint, spec: RunSpec): ProfileListing {
  return listProfiles(call, point, {
    waiting: { probe: domains.probe, timeoutMs: spec.profileTimeoutMs },
    onRestart: (domainId, { message: cause }) =>
      // The life of a NextToken is not documented. A profile that is done already costs one DescribeUserProfile.
      call.logger.warn('a list starts again: its NextToken was refused', { domainId, cause }),
  })
}
