import type { ReadinessError } from '../aws/sagemaker/readiness.js'
import type { SpaceChange } from '../model/change.js'
import type { SpaceRef } from '../model/ids.js'
import type { SpaceApp } from '../model/space.js'
import type { SkipReason } from '../profiles/skip-reason.js'
import type { RunEnd } from '../runs/engine/run-iterable.js'
import type { ProgressBy } from '../runs/engine/run-progress.js'
import type { ListedSummary } from '../runs/listed-run.js'
import type { UpdateError } from '../studio/read-modify-write.js'
import type { AppFailedError } from './app-failed-error.js'
import type { SpaceObstacle } from './space-plan.js'

/**
 * Result for one space. `Done` is the word for a space whose list was changed, or with `dryRun` would be, and for one whose
 * app an earlier run stopped, and this run started again.
 */
export type SpaceOutcomeOf<Done extends string> =
  | { readonly outcome: Done; readonly space: SpaceRef; readonly changes: readonly SpaceChange[] }
  | OtherSpaceOutcome

/** Result for a space whose list was not changed, or not to the end. */
export type OtherSpaceOutcome =
  | { readonly outcome: 'unchanged'; readonly space: SpaceRef }
  | {
      /** An app of the space runs, and SageMaker changes no list then. A later run does it, once the app is stopped. */
      readonly outcome: 'waits-for-stop'
      readonly space: SpaceRef
      readonly apps: readonly SpaceApp[]
      /** For people. */
      readonly detail: string
    }
  | {
      readonly outcome: SpaceObstacle
      readonly space: SpaceRef
      /** For people. */
      readonly detail: string
      /** Changes made before that turned out: an app that was stopped, and started again. */
      readonly changes: readonly SpaceChange[]
    }
  | {
      /** The space does not exist any more, or its state, or its domain's, passes by no waiting. */
      readonly outcome: 'skipped'
      readonly space: SpaceRef
      readonly reason: SkipReason
      /** For people. */
      readonly detail: string
      /** Changes made before that turned out. */
      readonly changes: readonly SpaceChange[]
    }
  | {
      readonly outcome: 'failed'
      readonly space: SpaceRef
      readonly error: SpaceError
      /** Changes made before it failed: an app that was stopped, for example. */
      readonly changes: readonly SpaceChange[]
    }

/** Errors of one space in a run. */
export type SpaceError = ReadinessError | UpdateError | AppFailedError

/** A space that was changed when the run ended, in part or altogether, and of which the caller got no outcome. */
export interface InterruptedSpace {
  readonly space: SpaceRef
  readonly changes: readonly SpaceChange[]
}

/** Every word of an outcome. */
export type SpaceWord<Done extends string> = SpaceOutcomeOf<Done>['outcome']

/** Summary of a run over spaces, with their number by outcome. */
export type SpacesSummary<Done extends string> = RunEnd<SpaceWord<Done>, InterruptedSpace> & ListedSummary<SpaceRef>

/** Progress of a run over spaces; reported four times a second, and once at its end. */
export type SpacesProgress<Step extends string, Done extends string> = ProgressBy<Step, SpaceWord<Done>>
