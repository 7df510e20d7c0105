import { type Result, ResultAsync, safeTry } from 'neverthrow'
import type { ReadinessError } from '../aws/sagemaker/readiness.js'
import { waitForDomain } from '../aws/sagemaker/wait-until-ready.js'
import { type Call, type CallEndedError, withDeadline } from '../call.js'
import { oneAtATime } from '../keyed-queue.js'
import type { DomainId } from '../model/ids.js'
import type { Domain } from '../model/studio-resource.js'
import type { StudioCall, StudioContext } from './domain-cache.js'

export interface DomainTurn {
  readonly domainId: DomainId
  readonly timeoutMs: number
  readonly signal: AbortSignal | undefined
}

/** Reads the domain, ready, and runs `work` on it while nothing else in this process changes its settings. */
export function withDomain<Context extends StudioContext, T, E>(
  context: Context,
  turn: DomainTurn,
  work: (call: Context & Call, domain: Domain) => PromiseLike<Result<T, E>>,
): ResultAsync<T, E | ReadinessError> {
  return withDeadline(context, turn, (call) =>
    inDomainTurn(call, turn.domainId, () =>
      safeTry<T, E | ReadinessError>(async function* () {
        const domain = yield* waitForDomain(call, turn.domainId, undefined)
        return work(call, domain)
      }),
    ),
  )
}

/** Runs `work` after everything that was queued for the domain before it, then forgets the domain's cached settings. */
export function inDomainTurn<T, E>(
  call: Pick<StudioCall, 'domainCache'> & Call,
  domainId: DomainId,
  work: () => PromiseLike<Result<T, E>>,
): ResultAsync<T, E | CallEndedError> {
  const forget = () => call.domainCache?.delete(domainId, call.clock.now())
  return new ResultAsync(Promise.resolve(oneAtATime(call, `domain ${domainId}`, work)).finally(forget))
}
