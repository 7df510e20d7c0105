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
import { type ItemSource, openRun, type RunPlan } from './engine/run.js'
import type { RunClients, RunContext } from './engine/run-context.js'
import type { RunEnd, StartedRun } from './engine/run-iterable.js'
import { parseMilliseconds, type RunSpec } from './engine/run-spec.js'
import type { ItemOutcome } from './engine/run-work.js'
import { countItems, type ItemListing, type ItemPages, listItems, type UnlistedDomain } from './item-listing.js'
import { preflightCall } from './preflight.js'
import {
  encodeResumeToken,
  type NamedItems,
  parseResumeToken,
  type ResumableOperation,
  type ResumePoint,
} from './resume-token.js'

/** Options of a run over every user profile or space of domains. */
export interface ListedOptions {
  /** Default: every domain of the Region. */
  readonly domainIds?: readonly string[]
  /** Ends before this many milliseconds have passed, in time to finish those under way. Default: no limit. */
  readonly timeoutMs?: number
  /**
   * Token of a run of this operation with the same file system and domains that ended early: goes on where that one
   * stopped, and as it began. The token of a dry run is refused together with `dryRun: false`, and the other way round.
   */
  readonly resumeToken?: string
}

/** Part of the summary that a run over every user profile or space of domains has. */
export interface ListedSummary<Ref = UserProfileRef> {
  /** Resumes this run; undefined when it is complete. */
  readonly resumeToken: string | undefined
  /** Items that had a turn, or wait for one, and have no outcome; empty when it is through. */
  readonly unsettled: readonly Ref[]
  /** Domains whose items could not all be listed; the others were done all the same. */
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

/** The items of a run: how they are listed, and how a token names them. */
export interface ListedItems<Ref> extends NamedItems<Ref> {
  readonly pages: ItemPages<Ref>
}

export interface ListedSpec<Ref> extends RunSpec {
  readonly fileSystemId: FileSystemId
  /** Domains that the caller named. */
  readonly domainIds: readonly DomainId[] | undefined
  readonly operation: ResumableOperation
  readonly items: ListedItems<Ref>
  /** Undefined: the run begins by listing the domains. */
  readonly point: ResumePoint<Ref> | undefined
  /** Creation of the items that the caller named, in milliseconds since the epoch. Default: long ago. */
  readonly createdAt?: number | undefined
}

/** Where the run begins, and whether it writes: as its token says. */
export function beginOf<Ref extends ItemRef>(
  { resumeToken, domainIds, fileSystemId, dryRun }: Parsed,
  { operation, items }: Pick<ListedSpec<Ref>, 'operation' | 'items'>,
): Result<Pick<ListedSpec<Ref>, 'dryRun' | 'operation' | 'items' | 'point'>, InvalidInputError> {
  if (resumeToken !== undefined)
    return parseResumeToken(resumeToken, { operation, items, fileSystemId, domainIds, dryRun }).map(
      ({ dryRun: began, ...point }) => ({ operation, items, dryRun: began, point }),
    )
  const point = domainIds && { domainIds: [...new Set(domainIds)], nextToken: undefined, pending: [] }
  return ok({ operation, items, dryRun: dryRun ?? false, point })
}

interface ItemRef {
  readonly domainId: DomainId
}

export interface ListedPlan<Ref, Outcome extends ItemOutcome, Interrupted, OpenError>
  extends Pick<RunPlan<Ref, Outcome, Interrupted, OpenError>, 'workOf' | 'calls'> {
  /** Checks what all items need, before the first is listed. `domainIds`: every domain of the run. */
  check(run: RunContext, domainIds: readonly DomainId[]): ResultAsync<undefined, OpenError>
}

/** Works on every item of the domains, one page of them in memory at a time. */
export function startListedRun<
  Ref extends ItemRef,
  Outcome extends ItemOutcome,
  Interrupted,
  OpenError extends StudioEfsError,
>(clients: RunClients, spec: ListedSpec<Ref>, { check, ...plan }: ListedPlan<Ref, Outcome, Interrupted, OpenError>) {
  let listing: ItemListing<Ref> | undefined
  const open = (run: RunContext): ResultAsync<ItemSource<Ref>, OpenError | ReadinessError> =>
    safeTry(async function* () {
      const point = spec.point ?? (yield* everyDomain(run))
      yield* check(run, domainsIn(point))
      listing = listAt(run, point, spec)
      const counted = spec.onProgress === undefined ? undefined : countItems(run.call, point, spec.items.pages)
      return ok({ total: () => undefined, ...counted, refs: listing.refs, failure: listing.failure })
    })
  const opened = openRun(clients, spec, { ...plan, open })
  const resumeToken = () => {
    if (listing === undefined) return undefined
    const { pending, ...position } = listing.position()
    return encodeResumeToken(spec, { ...position, pending: [...opened.unsettled(), ...pending] })
  }
  type Summary = RunEnd<Outcome['outcome'], Interrupted> & ListedSummary<Ref>
  const withListing = (summary: RunEnd<Outcome['outcome'], Interrupted>): Summary => ({
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

function everyDomain(run: RunContext): ResultAsync<ResumePoint<never>, ReadinessError> {
  return listDomains(preflightCall(run)).map((domainIds) => ({ domainIds, nextToken: undefined, pending: [] }))
}

function domainsIn({ domainIds, pending }: ResumePoint<ItemRef>): readonly DomainId[] {
  return [...domainIds, ...pending.map(({ domainId }) => domainId)]
}

function listAt<Ref>({ call, domains }: RunContext, point: ResumePoint<Ref>, spec: ListedSpec<Ref>): ItemListing<Ref> {
  return listItems(call, point, {
    pages: spec.items.pages,
    createdAt: spec.createdAt,
    waiting: { probe: domains.probe, timeoutMs: spec.turnTimeoutMs },
    onRestart: (domainId, { message: cause }) =>
      // The life of a NextToken is not documented. An item that is done already costs one Describe call.
      call.logger.warn('a list starts again: its NextToken was refused', { domainId, cause }),
  })
}
