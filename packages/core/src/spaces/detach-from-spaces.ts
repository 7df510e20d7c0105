import { spaceCalls } from '../aws/pace/space-calls.js'
import type { ReadinessError } from '../aws/sagemaker/readiness.js'
import { requireParts, type StudioEfsContext, withDefaults } from '../context.js'
import { type FieldParser, parseInput } from '../model/parse/parse-input.js'
import type { RunClients } from '../runs/engine/run-context.js'
import { createRunIterable, type Run, refusedRun, type StartedRun } from '../runs/engine/run-iterable.js'
import { startListedRun } from '../runs/listed-run.js'
import { checkDomains } from '../runs/preflight.js'
import type { InvalidInputError } from '../studio-efs-error.js'
import { spaceRunWork } from './attempt-space.js'
import { beginSpaces, type SpacesRunOptions, type SpacesSpec, spaceFields } from './space-fields.js'
import type { SpaceOutcomeOf, SpacesProgress, SpacesSummary } from './space-outcome.js'
import { planDetach } from './space-plan.js'

/** Input of {@link detachFromSpaces}. */
export interface DetachFromSpacesInput extends SpacesRunOptions<DetachingSpacesProgress> {}

/** Progress of {@link detachFromSpaces}. */
export type DetachingSpacesProgress = SpacesProgress<'detaching', 'detached'>

/**
 * Result for one space: `detached`, `unchanged` (it does not list the file system), `waits-for-stop`, `unified-studio`,
 * `skipped` or `failed`.
 */
export type DetachSpaceOutcome = SpaceOutcomeOf<'detached'>

/** Summary of {@link detachFromSpaces}. */
export type DetachFromSpacesSummary = SpacesSummary<'detached'>

/** Run of {@link detachFromSpaces}: iterate it for the outcomes, then ask it for its summary. */
export type DetachFromSpacesOutput = Run<DetachSpaceOutcome, DetachFromSpacesSummary, DetachFromSpacesError>

/** Why a run cannot start. */
export type DetachFromSpacesError = InvalidInputError | ReadinessError

/**
 * No space of the domains, or of one profile, lists the file system any more; every other file system of a space is as and
 * where it was. Nothing on the file system is touched. An app that runs is stopped only if `running` says so, and no space
 * is ever deleted. It runs as `attachToSpaces` does.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_SpaceSettings.html
 * @example
 * const run = detachFromSpaces(context, { domainIds: ['d-abcdefghijkl'], fileSystemId: 'fs-0123456789abcdef0' })
 * for await (const { outcome, space } of run) console.log(space.spaceName, outcome)
 * const summary = await run.summary()
 * if (summary.isErr()) throw summary.error
 */
export function detachFromSpaces(
  context: Pick<StudioEfsContext, 'sagemaker' | 'clock' | 'logger' | 'domainCache'>,
  input: DetachFromSpacesInput,
): DetachFromSpacesOutput {
  return createRunIterable(() =>
    parseInput(input, fields)
      .andThen(requireParts(context, ['sagemaker']))
      .andThen((parsed) => beginSpaces(parsed, 'detach-spaces'))
      .match(
        (spec): Started => start(withDefaults(context), spec),
        (error) => refusedRun(error),
      ),
  )
}

const fields = { ...spaceFields } satisfies Record<keyof Required<DetachFromSpacesInput>, FieldParser<unknown>>

type Started = StartedRun<DetachSpaceOutcome, DetachFromSpacesSummary, DetachFromSpacesError>

function start(clients: RunClients, spec: SpacesSpec): Started {
  const { fileSystemId, takesUnifiedStudio } = spec
  const work = {
    done: 'detached',
    step: 'detaching',
    needsOwner: false,
    plan: (space, { domain }) => planDetach(space, domain, { fileSystemId, takesUnifiedStudio }),
  } as const satisfies Parameters<typeof spaceRunWork>[0]
  return startListedRun(clients, spec, {
    workOf: () => spaceRunWork(work, spec),
    calls: spaceCalls,
    check: (run, domainIds) => checkDomains(run, spec.domainIds === undefined ? [] : domainIds),
  })
}
