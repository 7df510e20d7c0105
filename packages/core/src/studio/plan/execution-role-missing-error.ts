import { StudioEfsError } from '../../errors.js'

/** The domain has no `DefaultSpaceSettings.ExecutionRole`, and SageMaker takes no update of these settings without one. */
export class ExecutionRoleMissingError extends StudioEfsError {
  readonly name = 'ExecutionRoleMissingError'
  constructor(readonly domainId: string) {
    super(`Domain ${domainId} has no execution role for shared spaces; nothing was changed.`, {
      retryable: false,
      hint: "Pass executionRole, which then becomes the role of the domain's shared spaces for good, or set scope to 'private'.",
    })
  }
}
