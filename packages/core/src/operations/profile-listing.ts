import type { AwsError } from '../aws/aws-error.js'
import { readUserProfilePage } from '../aws/profile-pages.js'
import type { SageMakerClient } from '../aws/sagemaker.js'
import type { Clock } from '../clock.js'
import type { Logger } from '../logger.js'
import type { DomainId } from '../model/domain-id.js'
import type { ResumePoint } from '../model/resume-token.js'
import type { UserProfileRef } from '../model/user-profile-ref.js'
import type { OutOfPatienceError, Patience } from '../patience.js'

export interface ProfileListing {
  /** Ends early when a page cannot be read; `failure` says why. */
  readonly refs: AsyncGenerator<UserProfileRef, void, undefined>
  failure(): AwsError | OutOfPatienceError | undefined
  /** Where the list would go on; `pending` are those of the page at hand that were not given out. */
  position(): ResumePoint
}

interface ListingContext {
  readonly sagemaker: SageMakerClient
  readonly clock: Clock
  readonly logger: Logger
}

const MOST_RESTARTS = 3

/** The profiles of several domains, one page in memory at a time. */
export function listProfiles(context: ListingContext, from: ResumePoint, patience: Patience): ProfileListing {
  let position = from
  let failure: AwsError | OutOfPatienceError | undefined
  let restarts = 0

  async function* refs(): AsyncGenerator<UserProfileRef, void, undefined> {
    yield* givenOut()
    for (let [domainId] = position.domainIds; domainId !== undefined; [domainId] = position.domainIds) {
      if (!(await turnPage(domainId))) return
      yield* givenOut()
    }
  }

  function* givenOut(): Generator<UserProfileRef, void, undefined> {
    for (let [ref, ...rest] = position.pending; ref !== undefined; [ref, ...rest] = position.pending) {
      position = { ...position, pending: rest }
      yield ref
    }
  }

  async function turnPage(domainId: DomainId): Promise<boolean> {
    const { domainIds, nextToken } = position
    const page = await readUserProfilePage(context, domainId, nextToken, patience)
    if (page.isOk()) {
      const { items, next } = page.value
      const pending = items.map((userProfileName) => ({ domainId, userProfileName }))
      position = { domainIds: next === undefined ? domainIds.slice(1) : domainIds, nextToken: next, pending }
      return true
    }
    if (page.error.name === 'RequestRefusedError' && nextToken !== undefined && restarts < MOST_RESTARTS) {
      restarts += 1
      // How long a token lives is not documented. What is done already costs one look each.
      context.logger.warn('a list starts again: its NextToken was refused', { domainId, cause: page.error.message })
      position = { ...position, nextToken: undefined }
      return true
    }
    failure = page.error
    return false
  }

  return { refs: refs(), failure: () => failure, position: () => position }
}
