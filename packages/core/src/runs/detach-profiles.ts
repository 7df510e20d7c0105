import { ok } from 'neverthrow'
import type { ReadinessError } from '../aws/sagemaker/readiness.js'
import { withDeadline } from '../call.js'
import { requireParts, type StudioEfsContext, withDefaults } from '../context.js'
import type { ProfileFileSystemsChange } from '../model/change.js'
import type { UserProfileRef } from '../model/ids.js'
import { type FieldParser, type ParsedFields, parseInput } from '../model/parse/parse-input.js'
import { kindOf } from '../model/space.js'
import { type DetachFromProfileInput, type DetachSpec, detach, detachFields } from '../profiles/detach-from-profile.js'
import type { UpdateError } from '../studio/read-modify-write.js'
import { type StillListedBy, spacesStillListing } from '../studio/spaces-still-listing.js'
import type { InvalidInputError } from '../studio-efs-error.js'
import type { OnProgress } from '../wait-progress.js'
import type { RunClients } from './engine/run-context.js'
import { createRunIterable, refusedRun, type StartedRun } from './engine/run-iterable.js'
import { limitFields, type RunLimits } from './engine/run-spec.js'
import { type ListedOptions, type ListedSpec, type ListedSummary, listedFields, startListedRun } from './listed-run.js'
import { checkDomains } from './preflight.js'
import { profileRunWork } from './profile-run/attempt-profile.js'
import { beginProfiles } from './profile-run/listed-profiles.js'
import type { OutcomeOf, ProfilesRun, RunProgress, RunSummary } from './profile-run/profile-outcome.js'
import type { ProfileWork } from './profile-run/profile-work.js'

/** Input of {@link detachProfiles}. */
export interface DetachProfilesInput
  extends RunLimits,
    ListedOptions,
    Pick<DetachFromProfileInput, 'fileSystemId' | 'fileSystemPath' | 'domainFileSystems' | 'verify'> {
  /** Called four times a second. Counting the profiles takes one more ListUserProfiles per 100 of them. */
  readonly onProgress?: OnProgress<DetachingProgress>
}

/** Progress of {@link detachProfiles}. */
export type DetachingProgress = RunProgress<'detaching', 'detached'>

/** Result of detaching one profile: `detached`, `unchanged` (it did not list it), `skipped` or `failed`. */
export type DetachOutcome = OutcomeOf<'detached', ProfileFileSystemsChange, UpdateError>

/** Summary of {@link detachProfiles}. */
export interface DetachSummary extends RunSummary<'detached', ProfileFileSystemsChange>, ListedSummary {
  /**
   * Private spaces of the domains that still list the file system, read when the run is through; `detachFromSpaces` takes it
   * off. `unread` says so when the run ended early.
   */
  readonly stillListedBy: StillListedBy
}

/** Run of {@link detachProfiles}: iterate it for the outcomes, then ask it for its summary. */
export type DetachProfilesOutput = ProfilesRun<DetachOutcome, DetachSummary, DetachProfilesError>

/** Why a run cannot start. */
export type DetachProfilesError = InvalidInputError | ReadinessError

/**
 * No user profile of the domains lists the file system any more, as after `detachFromProfile`; every other entry of a list
 * is as and where it was. Directories and their contents are not touched, and spaces keep their own lists, which the summary
 * names. It runs as `backfillProfiles` does: one outcome
 * per profile, at the rate that AWS takes, resumed with a token, or simply started again.
 *
 * @example
 * const run = detachProfiles(context, { domainIds: ['d-abcdefghijkl'], fileSystemId: 'fs-0123456789abcdef0' })
 * for await (const { outcome, profile } of run) console.log(profile.userProfileName, outcome)
 * const summary = await run.summary()
 * if (summary.isErr()) throw summary.error
 */
export function detachProfiles(
  context: Pick<StudioEfsContext, 'sagemaker' | 'clock' | 'logger' | 'domainCache'>,
  input: DetachProfilesInput,
): DetachProfilesOutput {
  return createRunIterable(() =>
    parseInput(input, fields)
      .andThen(requireParts(context, ['sagemaker']))
      .andThen((parsed) => beginProfiles(parsed, 'detach'))
      .match(
        (spec): Started => start(withDefaults(context), spec),
        (error) => refusedRun(error),
      ),
  )
}

type Started = StartedRun<DetachOutcome, DetachSummary, DetachProfilesError>

const { fileSystemId, fileSystemPath, domainFileSystems, verify } = detachFields

const fields = {
  fileSystemId,
  fileSystemPath,
  domainFileSystems,
  verify,
  ...limitFields,
  ...listedFields,
} satisfies Record<keyof Required<DetachProfilesInput>, FieldParser<unknown>>

type DetachRunSpec = ParsedFields<typeof fields> & ListedSpec<UserProfileRef>

function start(clients: RunClients, spec: DetachRunSpec): Started {
  const { clock } = clients
  const endsAt = clock.now() + (spec.timeoutMs ?? Number.POSITIVE_INFINITY)
  const started = startListedRun(clients, spec, {
    workOf: () => profileRunWork(detachingWork(spec), spec),
    check: (run) => checkDomains(run, spec.domainIds ?? []),
  })
  let stillListedBy: StillListedBy = { spaces: [], unread: 'The run ended early, and read no spaces.' }
  async function* outcomes(): AsyncGenerator<DetachOutcome, void, undefined> {
    yield* started.outcomes
    const isThrough = started.result().map(({ stopped }) => stopped === undefined)
    const timeoutMs = Math.min(MAX_SPACES_MS, endsAt - clock.now() - CLOSING_MS)
    if (!isThrough.unwrapOr(false) || timeoutMs <= 0) return
    stillListedBy = await readSpaces(clients, spec, timeoutMs)
  }
  return { ...started, outcomes: outcomes(), result: () => started.result().map((end) => ({ ...end, stillListedBy })) }
}

/** Time for reading the spaces after the run. */
const MAX_SPACES_MS = 300_000
const CLOSING_MS = 1000

async function readSpaces(clients: RunClients, spec: DetachRunSpec, timeoutMs: number): Promise<StillListedBy> {
  const { fileSystemId: id, domainIds, signal } = spec
  const [first, second] = domainIds ?? []
  const read = await withDeadline<RunClients, StillListedBy, never>(clients, { timeoutMs, signal }, async (call) =>
    ok(
      await spacesStillListing(call, {
        fileSystemId: id,
        domainId: second === undefined ? first : undefined,
        isWanted: (space) =>
          kindOf(space) === 'private' && (domainIds === undefined || domainIds.includes(space.domainId)),
      }),
    ),
  )
  return read.match(
    (found) => found,
    (never: never) => never,
  )
}

function detachingWork(spec: DetachSpec): ProfileWork<'detached', ProfileFileSystemsChange, UpdateError> {
  return {
    done: 'detached',
    step: 'detaching',
    begin: () => ({
      work: (call, reading) =>
        detach(call, reading, spec)
          .map(({ changes }) => changes)
          .mapErr((error) => ({ error, changes: [] })),
      end: async () => [],
    }),
  }
}
