import type { CallCount } from '../../aws/pace/call-lane.js'
import { type GatedUpdate, gateSageMaker } from '../../aws/pace/gated-sagemaker.js'
import type { StudioCall, StudioContext } from '../../studio/domain-cache.js'
import { createRunDomains, type RunDomains } from './run-domains.js'
import type { RunSpec } from './run-spec.js'
import { createRunStop, type RunStop } from './run-stop.js'

/** The caller's context with its defaults filled in. */
export type RunClients = StudioContext

export type RunCall = StudioCall

/** Shared by the profiles of one run: one pace, one reading of each domain. */
export interface RunContext {
  /** For work of the run itself. Ends when the run stops and has no deadline; its SageMaker client keeps the pace. */
  readonly call: RunCall
  readonly domains: RunDomains
  readonly stop: RunStop
  /** Calls made so far, by operation of the SageMaker API. */
  counts(): Readonly<Record<string, CallCount>>
}

/** A list or a domain that cannot be read for so long is no passing trouble. */
const MAX_RETRY_MS = 180_000

/** Timers of `stop` run from now on, until it is released. */
export function createRunContext(clients: RunClients, spec: RunSpec, first: GatedUpdate): RunContext {
  const { clock, logger, domainCache } = clients
  const stop = createRunStop(clock, spec)
  const gated = gateSageMaker(clients.sagemaker, { clock, concurrency: spec.concurrency, first, giveUp: stop.givenUp })
  const call: RunCall = {
    clock,
    logger,
    sagemaker: gated.client,
    domainCache,
    signal: stop.stopped,
    deadline: Number.POSITIVE_INFINITY,
    maxRetryMs: MAX_RETRY_MS,
  }
  return { call, domains: createRunDomains(call), stop, counts: gated.counts }
}
