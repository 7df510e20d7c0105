import { setMaxListeners } from 'node:events'
import type { Clock } from '@studio-efs/core/directories'
import { createTestClock, type TestClock } from '../clock/test-clock.js'
import type { CloudTrailLogOptions } from '../events/cloud-trail-log-files.js'
import { type Delivery, type DeliveryOptions, deliverTo } from './delivery/deliver-to.js'
import { type CallRecord, createCallLog } from './exchange/call-log.js'
import type { FakeRuntime } from './exchange/exchange.js'
import type { Injection } from './exchange/fault.js'
import { ConnectionLost } from './exchange/fault-effects.js'
import { createFaults, type InjectedFault } from './exchange/faults.js'
import { createTokenBuckets } from './exchange/token-buckets.js'
import { createTrail } from './exchange/trail.js'
import { apis } from './services/apis.js'
import { type LogDestination, writeCloudTrailLogs } from './services/cloudtrail/write-logs.js'
import { createFunctions, type FakeFunctions } from './services/lambda/functions.js'
import { createSeed, type Seed } from './services/seed.js'
import { type FakeAwsOptions, type Rate, resolveSettings } from './settings/options.js'
import type { IamState } from './state/iam.js'
import type { LambdaHandler } from './state/lambda.js'
import type { FakeAwsState } from './state/state.js'
import { createClientConfig, type FakeClientConfig } from './transports/client-config.js'
import type { Listening } from './transports/http-server.js'
import { type ListenOptions, listen } from './transports/listen.js'
import { createRequestHandler, type FakeRequestHandler } from './transports/request-handler.js'
import { createRetryWaits } from './transports/retry-waits.js'
import { createWorld } from './world/world.js'

/** A fake AWS account: its state, and the transports over which clients reach it. */
export interface FakeAws<C extends Clock = TestClock> {
  /** The state at the current time of the fake's clock. */
  readonly state: FakeAwsState
  readonly clock: C
  readonly seed: Seed
  /** Registers handlers as Lambda functions for `Invoke`. */
  readonly functions: FakeFunctions
  /** Every request so far, oldest first; at most `callLimit`. */
  readonly calls: readonly CallRecord[]
  /** Transport of AWS SDK v3 clients in this process. */
  readonly requestHandler: FakeRequestHandler
  /** Region, credentials and `requestHandler`: `new SageMakerClient(fake.clientConfig())`. */
  clientConfig(): FakeClientConfig
  /** Serves HTTP on 127.0.0.1, for programs that honour `AWS_ENDPOINT_URL`. */
  listen(options?: ListenOptions): Promise<Listening>
  /** Makes calls go wrong; see `Fault`. */
  inject(injection: Injection): InjectedFault
  /**
   * Schedules a change by a third party, `ms` milliseconds from now on the fake's clock. Calls, and reads of `state`,
   * see it from then on. A record that you hold changes at once under a test clock; under any other clock it changes
   * with the next call or the next read of `state`.
   */
  later(ms: number, change: (state: FakeAwsState) => void): void
  /** Delivers the EventBridge events of all calls to a handler, like a rule whose target is a Lambda function. */
  deliverTo(handler: LambdaHandler, options?: DeliveryOptions): Delivery
  /** Writes `state.trail` as CloudTrail's log files into a folder or a bucket of the fake; returns their keys. */
  writeCloudTrailLogs(to: LogDestination, options?: CloudTrailLogOptions): Promise<readonly string[]>
  /**
   * Throttles from now on; `perSecond: Infinity` removes the limit. A rate of a whole service also replaces the rates set
   * for its operations before.
   */
  setRate(rate: Rate): void
  /**
   * Closes every server that `listen` opened, aborts the calls that still wait for a reply, and drops the events that are
   * not delivered yet.
   */
  close(): Promise<void>
}

/** Creates a fake AWS with the resources of a new account, on a clock of its own. */
export function createFakeAws<C extends Clock = TestClock>(options: FakeAwsOptions<C> = {}): FakeAws<C> {
  return openFakeAws(options).fake
}

/** A fake AWS, and its runtime, on which a server puts a transport of its own. */
export interface OpenFakeAws<C extends Clock> {
  readonly fake: FakeAws<C>
  readonly runtime: FakeRuntime
}

/** `iam`: roles of the account, when a fake for another of its Regions exists already. */
export function openFakeAws<C extends Clock>(options: FakeAwsOptions<C>, iam?: IamState): OpenFakeAws<C> {
  const settings = resolveSettings(options)
  const clock = options.clock ?? (createTestClock({ seed: settings.seed + 2 }) as Clock as C)
  const closing = new AbortController()
  setMaxListeners(0, closing.signal)
  const world = createWorld({ settings, clock, closing: closing.signal, iam })
  const trail = createTrail(world)
  const runtime: FakeRuntime = {
    apis,
    world,
    faults: createFaults(apis, settings.seed + 1),
    buckets: createTokenBuckets(apis, options.rates ?? []),
    calls: createCallLog(settings.callLimit),
    trail,
  }
  const requestHandler = createRequestHandler(runtime)
  const retryWaits = createRetryWaits()
  const { follow, holdWhile } = clock as Partial<TestClock>
  // A test clock reports its moves, which keeps records that the caller holds up to date.
  const unfollow = follow?.(world.schedule.runDue)
  const release = holdWhile?.(retryWaits.isAnyUnderWay)
  const servers: Listening[] = []

  async function startServer(listenOptions?: ListenOptions): Promise<Listening> {
    const server = await listen(runtime, listenOptions)
    servers.push(server)
    return server
  }

  const fake: FakeAws<C> = {
    get state() {
      world.schedule.runDue(clock.now())
      return world.state
    },
    clock,
    seed: createSeed(world),
    functions: createFunctions(world),
    calls: runtime.calls.calls,
    requestHandler,
    clientConfig: () => createClientConfig(settings.region, requestHandler, retryWaits.extension),
    listen: startServer,
    inject: runtime.faults.inject,
    later: (ms, change) => world.schedule.at(clock.now() + ms, () => change(world.state)),
    deliverTo: (handler, deliveryOptions) => deliverTo({ world, trail }, handler, deliveryOptions),
    writeCloudTrailLogs: (to, logOptions) => writeCloudTrailLogs(world, to, logOptions),
    setRate: runtime.buckets.set,
    close: async () => {
      unfollow?.()
      release?.()
      closing.abort(new ConnectionLost('The fake AWS was closed.'))
      await Promise.all(servers.map((server) => server.close()))
    },
  }
  return { fake, runtime }
}
