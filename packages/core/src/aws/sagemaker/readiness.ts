/**
 * What a status of a domain or profile means to somebody who wants to update it: do it, wait, or give up.
 * `Update_Failed` is mended by another update; `Failed` and the deletions are final for our purpose.
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
