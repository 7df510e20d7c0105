import { okAsync, type ResultAsync } from 'neverthrow'
import { spaceCalls } from '../aws/pace/space-calls.js'
import { describeUserProfile } from '../aws/sagemaker/describe-and-update.js'
import type { ReadinessError } from '../aws/sagemaker/readiness.js'
import { requireParts, type StudioEfsContext, withDefaults } from '../context.js'
import { type FieldParser, optional, parseInput, parseTime } from '../model/parse/parse-input.js'
import type { RunClients, RunContext } from '../runs/engine/run-context.js'
import { createRunIterable, type Run, refusedRun, type StartedRun } from '../runs/engine/run-iterable.js'
import { startListedRun } from '../runs/listed-run.js'
import { checkDomains, preflightCall } from '../runs/preflight.js'
import type { InvalidInputError } from '../studio-efs-error.js'
import { spaceRunWork } from './attempt-space.js'
import { beginSpaces, type SpacesRunOptions, type SpacesSpec, spaceFields } from './space-fields.js'
import type { SpaceOutcomeOf, SpacesProgress, SpacesSummary } from './space-outcome.js'
import { planAttach } from './space-plan.js'

/** Input of {@link attachToSpaces}. */
export interface AttachToSpacesInput extends SpacesRunOptions<AttachingProgress> {
  /**
   * When the spaces of `spaceNames` were created: a date, or its text in ISO 8601. A space that SageMaker does not show yet is
   * waited for, and so is the offer of a profile of the last 15 minutes. Default: they exist since long ago.
   */
  readonly createdAt?: Date | string
}

/** Progress of {@link attachToSpaces}. */
export type AttachingProgress = SpacesProgress<'attaching', 'attached'>

/**
 * Result for one space: `attached`, `unchanged` (it lists the file system), `waits-for-stop`, `not-offered`, `limit`,
 * `unsupported-app`, `unified-studio`, `skipped` or `failed`.
 */
export type AttachSpaceOutcome = SpaceOutcomeOf<'attached'>

/** Summary of {@link attachToSpaces}. */
export type AttachToSpacesSummary = SpacesSummary<'attached'>

/** Run of {@link attachToSpaces}: iterate it for the outcomes, then ask it for its summary. */
export type AttachToSpacesOutput = Run<AttachSpaceOutcome, AttachToSpacesSummary, AttachToSpacesError>

/** Why a run cannot start. */
export type AttachToSpacesError = InvalidInputError | ReadinessError

/**
 * Every space of the domains, or of one profile, mounts the file system from its next start on, or its outcome says what it
 * waits for. A space takes what its owner's profile offers, a shared space what its domain's `DefaultSpaceSettings` offer:
 * run `onboardProfile` or `setDomainDefault` first. An app that runs is stopped only if `running` says so, and no space is
 * ever deleted. It runs as `backfillProfiles` does: one outcome per space, at the rate that AWS takes, resumed with a
 * token, or simply started again.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_SpaceSettings.html
 * @example
 * const run = attachToSpaces(context, { domainIds: ['d-abcdefghijkl'], fileSystemId: 'fs-0123456789abcdef0' })
 * for await (const { outcome, space } of run) console.log(space.spaceName, outcome)
 * const summary = await run.summary()
 * if (summary.isErr()) throw summary.error
 */
export function attachToSpaces(
  context: Pick<StudioEfsContext, 'sagemaker' | 'clock' | 'logger' | 'domainCache'>,
  input: AttachToSpacesInput,
): AttachToSpacesOutput {
  return createRunIterable(() =>
    parseInput(input, fields)
      .andThen(requireParts(context, ['sagemaker']))
      .andThen((parsed) =>
        beginSpaces(parsed, 'attach-spaces').map((spec) => ({ ...spec, createdAt: parsed.createdAt?.getTime() })),
      )
      .match(
        (spec): Started => start(withDefaults(context), spec),
        (error) => refusedRun(error),
      ),
  )
}

const fields = { ...spaceFields, createdAt: optional(parseTime, undefined) } satisfies Record<
  keyof Required<AttachToSpacesInput>,
  FieldParser<unknown>
>

type Started = StartedRun<AttachSpaceOutcome, AttachToSpacesSummary, AttachToSpacesError>

function start(clients: RunClients, spec: SpacesSpec): Started {
  const { fileSystemId, takesUnifiedStudio } = spec
  const work = {
    done: 'attached',
    step: 'attaching',
    needsOwner: true,
    plan: (space, offer) => planAttach(space, offer, { fileSystemId, takesUnifiedStudio }),
  } as const satisfies Parameters<typeof spaceRunWork>[0]
  return startListedRun(clients, spec, {
    workOf: () => spaceRunWork(work, spec),
    calls: spaceCalls,
    check: (run, domainIds) =>
      checkDomains(run, spec.domainIds === undefined ? [] : domainIds).andThen(() => checkOwner(run, spec)),
  })
}

/** The profile whose spaces are wanted exists: a run for a name that is misspelt would find nothing to do. */
function checkOwner(run: RunContext, { owner }: SpacesSpec): ResultAsync<undefined, ReadinessError> {
  return owner === undefined ? okAsync(undefined) : describeUserProfile(preflightCall(run), owner).map(() => undefined)
}
