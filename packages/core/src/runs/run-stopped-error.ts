import { StudioEfsError } from '../studio-efs-error.js'

/**
 * A run began, and stopped at an error that every further profile would have ended in as well; it is the `cause`. What was
 * done until then is done, and is in `summary`, of which the `resumeToken` of a backfill goes on from there.
 */
export class RunStoppedError<Summary = unknown> extends StudioEfsError {
  readonly name = 'RunStoppedError'
  readonly summary: Summary

  constructor({ summary, cause }: { readonly summary: Summary; readonly cause: StudioEfsError }) {
    super({
      message: `The run stopped before it was through: ${cause.message}`,
      retryable: cause.retryable,
      cause,
    })
    this.summary = summary
  }
}
