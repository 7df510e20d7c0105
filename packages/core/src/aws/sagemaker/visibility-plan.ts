/**
 * Creation of a resource: milliseconds since the epoch; `long-ago` if a list or an earlier reading showed it; undefined if
 * the caller does not know.
 */
export type CreatedAt = number | 'long-ago' | undefined

/** One search for a resource. */
export interface Search {
  readonly createdAt: CreatedAt
  /** First reading of this search, in milliseconds since the epoch. */
  readonly askedAt: number
}

/** Age from which a resource that cannot be read is a deleted one. */
export const VISIBLE_WITHIN_MS = 60_000

/** Time that a resource of unknown age gets, as long as AWS's own CloudFormation handlers wait after CreateDomain. */
export const VISIBLE_AFTER_FIRST_READING_MS = 5000

/**
 * Meaning of ResourceNotFound at a moment. A domain, user profile or space becomes visible to Describe and List a little
 * after its creation, so of a young one it means `not-yet`, and `deleted` of any other. A time in the future counts as the
 * time of the first reading.
 *
 * @see https://github.com/aws-cloudformation/aws-cloudformation-resource-providers-sagemaker
 */
export function meaningOfNotFound({ createdAt, askedAt }: Search, now: number): 'not-yet' | 'deleted' {
  if (createdAt === 'long-ago') return 'deleted'
  const visibleBy =
    createdAt === undefined
      ? askedAt + VISIBLE_AFTER_FIRST_READING_MS
      : Math.min(createdAt, askedAt) + VISIBLE_WITHIN_MS
  return now < visibleBy ? 'not-yet' : 'deleted'
}
