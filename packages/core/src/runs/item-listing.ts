import type { AwsResult } from '../aws/call/aws-error.js'
import type { Page } from '../aws/call/page.js'
import type { PageGuard } from '../aws/call/page-guard.js'
import type { SageMakerCall } from '../aws/sagemaker/describe-and-update.js'
import type { ReadinessError } from '../aws/sagemaker/readiness.js'
import { boundedText } from '../bounded-text.js'
import type { DomainId } from '../model/ids.js'
import { DeadlineExceededError } from '../studio-efs-error.js'
import { pollDelayMs } from '../time/backoff.js'
import type { FromSource, Given } from './engine/item-queue.js'
import type { RunDomains } from './engine/run-domains.js'
import { isFatal } from './engine/run-stop.js'
import type { ResumePoint } from './resume-token.js'

/** The list of one kind of item, by domain: of user profiles, or of spaces. */
export interface ItemPages<Ref> {
  /** Reads one page of a domain's list, the oldest items first. */
  readPage(call: SageMakerCall, page: DomainPage): AwsResult<Page<Ref>>
  /** For all pages of one list. */
  createGuard(domainId: DomainId): PageGuard
}

export interface DomainPage {
  readonly domainId: DomainId
  readonly next: string | undefined
}

export interface ItemListing<Ref> {
  /** Ends early when no page can be read any more; `failure` says why. */
  readonly refs: AsyncGenerator<FromSource<Ref>, void, undefined>
  failure(): ReadinessError | undefined
  /** Domains that were left out, so that the others did not wait for them. */
  unlisted(): readonly UnlistedDomain[]
  /** Where the list goes on; `pending` are the items of the current page that were not given out. */
  position(): ResumePoint<Ref>
}

/** A domain whose user profiles or spaces were not listed, or not to the end, and why. */
export interface UnlistedDomain {
  readonly domainId: DomainId
  readonly error: ReadinessError
}

export interface ListingOptions<Ref> {
  readonly pages: ItemPages<Ref>
  /** Sets a domain that is being changed aside as a whole, for up to `timeoutMs`. Default: every domain is listed at once. */
  readonly waiting?: Pick<RunDomains, 'probe'> & { readonly timeoutMs: number }
  /** Creation of the items with which the listing begins, in milliseconds since the epoch. Default: long ago. */
  readonly createdAt?: number | undefined
  /** The list of a domain starts again, because its token was refused, so some items come a second time. */
  onRestart(domainId: DomainId, cause: ReadinessError): void
}

const MAX_RESTARTS = 3

/** The items of several domains, one page in memory at a time. */
export function listItems<Ref>(
  call: SageMakerCall,
  from: ResumePoint<Ref>,
  { pages: list, waiting, createdAt, onRestart }: ListingOptions<Ref>,
): ItemListing<Ref> {
  const { clock } = call
  const unlisted: UnlistedDomain[] = []
  const setAsideAt = new Map<DomainId, number>()
  let position = from
  let failure: ReadinessError | undefined
  let [pages, restarts, asideInTurn] = [0, 0, 0]
  let guard: PageGuard | undefined

  async function* refs(): AsyncGenerator<FromSource<Ref>, void, undefined> {
    yield* givenOut(createdAt)
    for (let [domainId] = position.domainIds; domainId !== undefined; [domainId] = position.domainIds) {
      const domain = position.nextToken === undefined ? await waiting?.probe(domainId) : undefined
      if (domain?.kind !== 'pending') {
        asideInTurn = 0
        await turnPage(domainId)
        if (failure !== undefined) return
        yield* givenOut()
      } else if (isSetAside(domainId, domain.status)) yield { askAgainAt: clock.now() + pollDelayMs(0, clock.random()) }
    }
    // With no domain listed at all the run fails, instead of ending well with a summary that lists the domains.
    if (pages === 0) failure = unlisted[0]?.error
  }

  function* givenOut(since: Given<Ref>['createdAt'] = 'long-ago'): Generator<Given<Ref>, void, undefined> {
    for (let [ref, ...rest] = position.pending; ref !== undefined; [ref, ...rest] = position.pending) {
      position = { ...position, pending: rest }
      yield { ref, createdAt: since }
    }
  }

  /** Puts the domain behind the others. True: every other domain has just been put there as well. */
  function isSetAside(domainId: DomainId, status: string): boolean {
    const since = setAsideAt.get(domainId) ?? clock.now()
    setAsideAt.set(domainId, since)
    const pending = `waiting for domain ${domainId}, which is ${status}, to be InService`
    if (clock.now() - since >= (waiting?.timeoutMs ?? 0)) leaveOut(domainId, new DeadlineExceededError({ pending }))
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
    guard = undefined
  }

  async function turnPage(domainId: DomainId): Promise<void> {
    const { domainIds, nextToken } = position
    guard = nextToken === undefined || guard === undefined ? list.createGuard(domainId) : guard
    const page = (await list.readPage(call, { domainId, next: nextToken })).andThen(guard)
    if (page.isOk()) {
      const { items: pending, next } = page.value
      position = { domainIds: next === undefined ? domainIds.slice(1) : domainIds, nextToken: next, pending }
      pages += 1
    } else if (page.error.name === 'RequestRefusedError' && nextToken !== undefined && restarts < MAX_RESTARTS) {
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

/**
 * Counts the items that a run has before it: the run itself keeps one page in memory and cannot know. Costs one more List
 * call per 100 items. The total is undefined until it is known; `ended` resolves when counting has ended.
 */
export function countItems<Ref>(
  call: SageMakerCall,
  from: ResumePoint<Ref>,
  pages: ItemPages<Ref>,
): { total(): number | undefined; readonly ended: Promise<void> } {
  let total: number | undefined
  const count = async () => {
    const counts = new Map<DomainId, number>()
    // Items of the resume token, which are of no list that starts again.
    const { pending } = from
    const counting: ItemPages<Ref> = {
      ...pages,
      readPage: (pageCall, page) =>
        pages.readPage(pageCall, page).map((read) => {
          counts.set(page.domainId, (counts.get(page.domainId) ?? 0) + read.items.length)
          return read
        }),
    }
    const listing = listItems(call, from, { pages: counting, onRestart: (domainId) => counts.delete(domainId) })
    for await (const _ of listing.refs);
    if (listing.failure() === undefined) total = [...counts.values()].reduce((sum, each) => sum + each, pending.length)
  }
  const ended = count().catch((cause) =>
    call.logger.warn('the items of the run could not be counted', { cause: boundedText(String(cause), 500) }),
  )
  return { total: () => total, ended }
}
