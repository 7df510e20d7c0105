import { setMaxListeners } from 'node:events'
import {
  CreateAppCommand,
  DeleteAppCommand,
  DescribeAppCommand,
  DescribeDomainCommand,
  DescribeSpaceCommand,
  DescribeUserProfileCommand,
  ListAppsCommand,
  ListDomainsCommand,
  ListSpacesCommand,
  ListUserProfilesCommand,
  type SageMakerClient,
  UpdateSpaceCommand,
  UpdateUserProfileCommand,
} from '@aws-sdk/client-sagemaker'
import type { Clock } from '../../time/clock.js'
import { isThrottling } from '../call/read-exception.js'
import { singleAttempt } from '../call/single-attempt.js'
import { createCallGate } from './call-gate.js'
import type { CallCount } from './call-lane.js'

/** A client that sends many requests at the pace that AWS takes them. */
export interface GatedSageMaker {
  readonly client: SageMakerClient
  counts(): Readonly<Record<string, CallCount>>
}

export interface GateOptions {
  readonly clock: Clock
  /** Requests under way at once. */
  readonly concurrency: number
  /** The update of the run, which goes before all other calls. */
  readonly first: GatedUpdate
  /**
   * Stops the updates that are under way. The signal of an update itself only keeps it from being sent: once it is out, AWS
   * may have applied it, and the caller needs its result.
   */
  readonly giveUp: AbortSignal
}

type Send = (command: Command, options?: { readonly abortSignal?: AbortSignal }) => Promise<unknown>
type Command = object & { readonly middlewareStack: unknown }

/** Updates that are made of what was read a moment before. */
export type GatedUpdate = 'UpdateUserProfile' | 'UpdateSpace'

const writes: ReadonlySet<string> = new Set(['UpdateUserProfile', 'UpdateSpace', 'CreateApp', 'DeleteApp'])

/** Keyed by class, because a bundler may rename classes. */
const operations: ReadonlyMap<unknown, string> = new Map<unknown, string>([
  [DescribeDomainCommand, 'DescribeDomain'],
  [DescribeUserProfileCommand, 'DescribeUserProfile'],
  [ListDomainsCommand, 'ListDomains'],
  [ListUserProfilesCommand, 'ListUserProfiles'],
  [UpdateUserProfileCommand, 'UpdateUserProfile'],
  [ListSpacesCommand, 'ListSpaces'],
  [DescribeSpaceCommand, 'DescribeSpace'],
  [UpdateSpaceCommand, 'UpdateSpace'],
  [ListAppsCommand, 'ListApps'],
  [DescribeAppCommand, 'DescribeApp'],
  [CreateAppCommand, 'CreateApp'],
  [DeleteAppCommand, 'DeleteApp'],
])

/**
 * Puts the client behind a gate. Every request is sent once, so that the gate sees each refusal: retries are up to the
 * caller.
 */
export function gateSageMaker(client: SageMakerClient, options: GateOptions): GatedSageMaker {
  const { clock, concurrency, first, giveUp } = options
  const gate = createCallGate({ clock, concurrency, first, isThrottled: isThrottling })
  const unlimited = new AbortController().signal
  setMaxListeners(0, giveUp, unlimited)
  const send: Send = (command, { abortSignal = unlimited } = {}) => {
    const operation = operations.get(command.constructor) ?? 'other'
    const stop = writes.has(operation) ? giveUp : abortSignal
    return gate.run(operation, abortSignal, () => (client.send as Send)(singleAttempt(command), { abortSignal: stop }))
  }
  return { client: Object.assign(Object.create(client), { send }), counts: gate.counts }
}
