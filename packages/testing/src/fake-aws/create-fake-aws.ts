import { setMaxListeners } from 'node:events'
import type { Clock } from '@studio-efs/core'
import { createTestClock, type TestClock } from '../clock/test-clock.js'
import type { CloudTrailLogOptions } from '../events/cloud-trail-log-files.js'
import { type Delivery, type DeliveryOptions, deliverTo } from './delivery/deliver-to.js'
import { type CallRecord, createCallLog } from './exchange/call-log.js'
import type { Frame } from './exchange/exchange.js'
import { ConnectionLost } from './exchange/fault-effects.js'
import { createFaults, type InjectedFault, type Injection } from './exchange/faults.js'
import { createTokenBuckets } from './exchange/token-buckets.js'
import { createTrail } from './exchange/trail.js'
import { apis } from './services/apis.js'
import { type LogDestination, writeCloudTrailLogs } from './services/cloudtrail/write-logs.js'
import { createFunctions, type FakeFunctions } from './services/lambda/functions.js'
import { createSeed, type Seed } from './services/seed.js'
import { type FakeAwsOptions, type Rate, resolveSettings } from './settings/options.js'
import type { LambdaHandler } from './state/lambda.js'
import type { FakeAwsState } from './state/state.js'
import { createClientConfig, type FakeClientConfig } from './transports/client-config.js'
import { type Listening, type ListenOptions, listen } from './transports/listen.js'
import { createRequestHandler, type FakeRequestHandler } from './transports/request-handler.js'
import { createRetryWaits } from './transports/retry-waits.js'
import { createWorld } from './world/world.js'

/** A fake AWS account: its state, and the doors through which clients reach it. */
export interface FakeAws<C extends Clock = TestClock> {
  /** As it is now, on the fake's clock. */
  readonly state: FakeAwsState
  readonly clock: C
  readonly seed: Seed
  /** Handlers that Lambda's Invoke finds. */
  readonly functions: FakeFunctions
  /** What was asked, in order. */
  readonly calls: readonly CallRecord[]
  /** Door one: for AWS SDK v3 clients in this process. */
  readonly requestHandler: FakeRequestHandler
  /** Region, credentials and door one: `new SageMakerClient(fake.clientConfig())`. */
  clientConfig(): FakeClientConfig
  /** Door two: HTTP on 127.0.0.1, for whatever honours `AWS_ENDPOINT_URL`. */
  listen(options?: ListenOptions): Promise<Listening>
  /** Makes calls go wrong; see `Fault`. */
  inject(injection: Injection): InjectedFault
  /**
   * Lets somebody else change the state that many milliseconds from now, on the fake's clock. Nothing waits for it:
   * whatever looks at the state at that time or later finds it changed. Without a test clock a record that is held is
   * up to date when a call was made since, or `state` was read.
   */
  later(ms: number, change: (state: FakeAwsState) => void): void
  /** Sends the EventBridge events of what happens to a handler, as a rule with a Lambda function as its target does. */
  deliverTo(handler: LambdaHandler, options?: DeliveryOptions): Delivery
  /** Writes `state.trail` as CloudTrail's log files into a folder or a bucket of the fake; returns their keys. */
  writeCloudTrailLogs(to: LogDestination, options?: CloudTrailLogOptions): Promise<readonly string[]>
  /**
   * Throttles from now on; `perSecond: Infinity` takes the limit away. A rate of a whole service also takes the place of
   * those that were set for its operations before.
   */
  setRate(rate: Rate): void
  /**
   * Closes every server that `listen` opened, breaks off the calls that still wait for a reply, and drops the events
   * that still wait to be delivered.
   */
  close(): Promise<void>
}

export function createFakeAws<C extends Clock = TestClock>(options: FakeAwsOptions<C> = {}): FakeAws<C> {
  const settings = resolveSettings(options)
  const clock = options.clock ?? (createTestClock({ seed: settings.seed + 2 }) as Clock as C)
  const closing = new AbortController()
  setMaxListeners(0, closing.signal)
  const world = createWorld(settings, clock, closing.signal)
  const trail = createTrail(world)
  const frame: Frame = {
    apis,
    world,
    clock,
    faults: createFaults(apis, settings.seed + 1),
    buckets: createTokenBuckets(apis, options.rates ?? []),
    calls: createCallLog(settings.callLimit),
    trail,
  }
  const requestHandler = createRequestHandler(frame)
  const retryWaits = createRetryWaits()
  const { follow, holdWhile } = clock as Partial<TestClock>
  // A clock that tells keeps records up to date that somebody holds.
  const unfollow = follow?.(world.schedule.runDue)
  const release = holdWhile?.(retryWaits.isAnyUnderWay)
  const servers: Listening[] = []

  async function openDoor(listenOptions?: ListenOptions): Promise<Listening> {
    const server = await listen(frame, listenOptions)
    servers.push(server)
    return server
  }

  return {
    get state() {
      world.schedule.runDue(clock.now())
      return world.state
    },
    clock,
    seed: createSeed(world),
    functions: createFunctions(world),
    calls: frame.calls.calls,
    requestHandler,
    clientConfig: () => createClientConfig(settings.region, requestHandler, retryWaits.extension),
    listen: openDoor,
    inject: frame.faults.inject,
    later: (ms, change) => world.schedule.at(clock.now() + ms, () => change(world.state)),
    deliverTo: (handler, deliveryOptions) => deliverTo({ world, trail }, handler, deliveryOptions),
    writeCloudTrailLogs: (to, logOptions) => writeCloudTrailLogs(world, to, logOptions),
    setRate: frame.buckets.set,
    close: async () => {
      unfollow?.()
      release?.()
      closing.abort(new ConnectionLost('The fake AWS was closed.'))
      await Promise.all(servers.map((server) => server.close()))
    },
  }
}
