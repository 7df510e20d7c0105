import { retrying } from '../aws/call/call-aws.js'
import type { SageMakerClient } from '../aws/sagemaker/describe-and-update.js'
import { readUserProfilePage, userProfilesOf } from '../aws/sagemaker/profile-pages.js'
import type { ReadinessError } from '../aws/sagemaker/wait-until-ready.js'
import type { Patience } from '../call.js'
import { DeadlineExceededError } from '../errors.js'
import type { DomainId, UserProfileRef } from '../model/ids.js'
import { pollDelayMs } from '../time/backoff.js'
import type { Clock } from '../time/clock.js'
import type { FromSource } from './profile-queue.js'
import type { ResumePoint } from './resume-token.js'
import type { DomainLook } from './run-domains.js'
import { isFatal } from './run-stop.js'

export interface ProfileListing {
  /** Ends early when no page can be read any more; `failure` says why. */
  readonly refs: AsyncGenerator<FromSource, void, undefined>
  failure(): ReadinessError | undefined
  /** Domains that the others did not wait for. */
  unlisted(): readonly UnlistedDomain[]
  /** Where the list would go on; `pending` are those of the page at hand that were not given out. */
  position(): ResumePoint
}

/** A domain whose user profiles were not listed, or not to the end, and why. */
export interface UnlistedDomain {
  readonly domainId: DomainId
  readonly error: ReadinessError
}

export interface ListingOptions {
  readonly patience: Patience
  /** A domain that is being changed is set aside as a whole for so long. Default: nobody looks. */
  readonly settling?: { look(domainId: DomainId): Promise<DomainLook>; readonly timeoutMs: number }
  /** The list of a domain starts again, because its token was refused, so some profiles come a second time. */
  onRestart(domainId: DomainId, cause: ReadinessError): void
}

const MOST_RESTARTS = 3

/** The profiles of several domains, one page in memory at a time. */
export function listProfiles(
  context: { readonly sagemaker: SageMakerClient; readonly clock: Clock },
  from: ResumePoint,
  { patience, settling, onRestart }: ListingOptions,
): ProfileListing {
  const { clock } = context
  const unlisted: UnlistedDomain[] = []
  const setAside = new Map<DomainId, number>()
  let position = from
  let failure: ReadinessError | undefined
  let [pages, restarts, asideInTurn] = [0, 0, 0]

  async function* refs(): AsyncGenerator<FromSource, void, undefined> {
    yield* givenOut()
    for (let [domainId] = position.domainIds; domainId !== undefined; [domainId] = position.domainIds) {
      const look = position.nextToken === undefined ? await settling?.look(domainId) : undefined
      if (look?.kind !== 'settling') {
        asideInTurn = 0
        await turnPage(domainId)
        if (failure !== undefined) return
        yield* givenOut()
      } else if (isSetAside(domainId, look.status)) yield { askAgainAt: clock.now() + pollDelayMs(0, clock.random()) }
    }
    // Nothing can be said of any domain: that is not for a summary to tell in passing.
    if (pages === 0) failure = unlisted[0]?.error
  }

  function* givenOut(): Generator<UserProfileRef, void, undefined> {
    for (let [ref, ...rest] = position.pending; ref !== undefined; [ref, ...rest] = position.pending) {
      position = { ...position, pending: rest }
      yield ref
    }
  }

  /** Puts the domain behind the others. True: there is no other that has not just been put there. */
  function isSetAside(domainId: DomainId, status: string): boolean {
    const since = setAside.get(domainId) ?? clock.now()
    setAside.set(domainId, since)
    const pending = `waiting for domain ${domainId}, which is ${status}, to be InService`
    if (clock.now() - since >= (settling?.timeoutMs ?? 0)) leaveOut(domainId, new DeadlineExceededError({ pending }))
    else position = { ...position, domainIds: [...position.domainIds.slice(1), domainId] }
    asideInTurn += 1
    if (asideInTurn < position.domainIds.length) return false
    asideInTurn = 0
    return position.domainIds.length > 0
  }

  function leaveOut(domainId: DomainId, error: ReadinessError): void {
    unlisted.push({ domainId, error })
    passOver()
  }

  function passOver(): void {
    position = { domainIds: position.domainIds.slice(1), nextToken: undefined, pending: [] }
  }

  async function turnPage(domainId: DomainId): Promise<void> {
    const { domainIds, nextToken } = position
    const page = await retrying(clock, patience, `listing ${userProfilesOf(domainId)}`, () =>
      readUserProfilePage(context.sagemaker, domainId, nextToken, patience),
    )
    if (page.isOk()) {
      const { items: pending, next } = page.value
      position = { domainIds: next === undefined ? domainIds.slice(1) : domainIds, nextToken: next, pending }
      pages += 1
    } else if (page.error.name === 'RequestRefusedError' && nextToken !== undefined && restarts < MOST_RESTARTS) {
      restarts += 1
      position = { ...position, nextToken: undefined }
      onRestart(domainId, page.error)
    } else if (page.error.retryable || isFatal(page.error)) failure = page.error
    else if (page.error.name === 'ResourceNotFoundError') passOver()
    else leaveOut(domainId, page.error)
  }

  return {
    refs: refs(),
    failure: () => failure,
    unlisted: () => unlisted,
    position: () => ({ ...position, domainIds: [...position.domainIds, ...unlisted.map(({ domainId }) => domainId)] }),
  }
}
