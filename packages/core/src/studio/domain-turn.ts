import { err, type Result, ResultAsync } from 'neverthrow'
import type { SageMakerClient } from '../aws/sagemaker/describe-and-update.js'
import { type ReadinessError, waitForDomain } from '../aws/sagemaker/wait-until-ready.js'
import { type OutOfPatienceError, type Patience, withPatience } from '../call.js'
import { oneAtATime } from '../keyed-queue.js'
import type { DomainId } from '../model/ids.js'
import type { Domain } from '../model/studio-resource.js'
import type { Clock } from '../time/clock.js'
import type { DomainCache } from './domain-cache.js'

interface DomainTurnContext {
  readonly sagemaker: SageMakerClient
  readonly clock: Clock
  readonly domainCache?: DomainCache
}

/** Reads the domain, ready, and runs `work` on it while nothing else in this process changes its settings. */
export function withDomain<T, E>(
  context: DomainTurnContext,
  input: { readonly domainId: DomainId; readonly timeoutMs: number; readonly signal: AbortSignal | undefined },
  work: (domain: Domain, patience: Patience) => Promise<Result<T, E>>,
): ResultAsync<T, E | ReadinessError> {
  const run = (patience: Patience) =>
    inDomainTurn(context, input.domainId, patience, async (): Promise<Result<T, E | ReadinessError>> => {
      const domain = await waitForDomain(context, input.domainId, patience)
      return domain.isErr() ? err(domain.error) : work(domain.value, patience)
    })
  return new ResultAsync(withPatience(context.clock, input, run))
}

/** Waits for the domain's turn; afterwards what the cache holds of it is forgotten. */
export async function inDomainTurn<T, E>(
  { clock, domainCache }: Pick<DomainTurnContext, 'clock' | 'domainCache'>,
  domainId: DomainId,
  patience: Patience,
  work: () => Promise<Result<T, E>>,
): Promise<Result<T, E | OutOfPatienceError>> {
  try {
    return await oneAtATime(`domain ${domainId}`, patience, work)
  } finally {
    domainCache?.delete(domainId, clock.now())
  }
}
