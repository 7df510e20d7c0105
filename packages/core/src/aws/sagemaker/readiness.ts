import type { CallEndedError } from '../../call.js'
import { StudioEfsError } from '../../studio-efs-error.js'
import type { AwsError } from '../call/aws-error.js'

/**
 * Meaning of a domain's or profile's status for an update: send it, wait, or give up. Another update mends
 * `Update_Failed`; `Failed` and the deletions are final.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/sm-domain.html
 */
export type Readiness = 'ready' | 'settling' | 'unusable'

const readinessOfStatus: Readonly<Record<string, Readiness>> = {
  InService: 'ready',
  Update_Failed: 'ready',
  Pending: 'settling',
  Updating: 'settling',
  Deleting: 'unusable',
  Delete_Failed: 'unusable',
  Failed: 'unusable',
}

/** A status that is newer than this package is waited out: it may pass, and the deadline bounds the wait. */
export function readinessOf(status: string): Readiness {
  return Object.hasOwn(readinessOfStatus, status) ? (readinessOfStatus[status] ?? 'settling') : 'settling'
}

/** The domain or profile is in a state that does not pass by waiting. */
export class UnusableStatusError extends StudioEfsError {
  readonly name = 'UnusableStatusError'
  readonly resource: string
  readonly status: string
  readonly failureReason: string | undefined

  constructor({ resource, status, failureReason }: Pick<UnusableStatusError, 'resource' | 'status' | 'failureReason'>) {
    super({
      message: `${resource} is ${status}${failureReason === undefined ? '' : ` (${failureReason})`} and cannot be used.`,
      retryable: false,
      hint:
        status === 'Failed'
          ? 'Its creation failed: delete it and create it again.'
          : 'It is being deleted or its deletion failed.',
    })
    this.resource = resource
    this.status = status
    this.failureReason = failureReason
  }
}

export type ReadinessError = AwsError | CallEndedError | UnusableStatusError
