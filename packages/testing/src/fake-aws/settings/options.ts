import type { Clock } from '@studio-efs/core/directories'
import type { TestClock } from '../../clock/test-clock.js'
import { type Delays, defaultDelays } from './delays.js'
import { checkTransitions, type Transitions } from './transitions.js'
import { defaultChoices, type Undocumented } from './undocumented.js'

/** Options of {@link createFakeAws}. */
export interface FakeAwsOptions<C extends Clock = TestClock> {
  /** Source of the fake's time. Default: a test clock. Pass `systemClock` for a server in real time. */
  readonly clock?: C
  /** Seed of the ids, and of faults with a probability. Default 1. */
  readonly seed?: number
  /** Default `111122223333`. */
  readonly account?: string
  /** Default `eu-west-1`. */
  readonly region?: string
  readonly delays?: Partial<Delays>
  /**
   * Ends of changes: `clock`, after `delays` on the fake's clock; `immediate`; or after a number of Describe calls, for code
   * that polls with timers of its own. Default `clock`.
   */
  readonly transitions?: Transitions
  /** Token buckets to begin with, such as `documentedRates`; see `FakeAws.setRate`. Default: none. */
  readonly rates?: readonly Rate[]
  /** Account quotas. Default: none. */
  readonly quotas?: Partial<Quotas>
  /** Number of CloudTrail records that `state.trail` keeps, the newest. With 0, events are still delivered. Default 100,000. */
  readonly trailLimit?: number
  /** Number of entries that `calls` keeps, the newest. Default 100,000. */
  readonly callLimit?: number
  /** Choices where AWS's documents do not say how it behaves. */
  readonly undocumented?: Partial<Undocumented>
}

/** The services of the fake, by the names that `inject`, `setRate` and `calls` use. */
export type ServiceName =
  | 'sagemaker'
  | 'efs'
  | 'ec2'
  | 'cloudtrail'
  | 'lambda'
  | 's3'
  | 'sts'
  | 'iam'
  | 'kms'
  | 'logs'
  | 'cloudwatch'
  | 'cloudformation'
  | 'backup'

/** The operations that a fault or a rate applies to. */
export interface Target {
  readonly service: string
  /** Default: every operation of the service. */
  readonly operation?: string
}

/** A token bucket. Without `operation`, every operation of the service gets its own bucket. */
export interface Rate extends Target {
  readonly service: ServiceName
  /** Tokens per second that the bucket gets back. */
  readonly perSecond: number
  /** Tokens that the bucket holds. Default: `perSecond`, at least 1. */
  readonly burst?: number
}

/** Limits per account and Region. AWS's own defaults for new accounts are 2 user profiles, 6 spaces, 1 domain and 40 apps. */
export interface Quotas {
  readonly domains: number
  readonly userProfiles: number
  readonly spaces: number
  /** Apps that are `Pending`, `InService` or `Deleting`. */
  readonly apps: number
  readonly fileSystems: number
  readonly accessPointsPerFileSystem: number
}

/** Default of `trailLimit` and `callLimit`, and the limit of a function's own lists. */
export const MAX_KEPT = 100_000

export interface Settings {
  readonly seed: number
  readonly account: string
  readonly region: string
  readonly delays: Delays
  readonly transitions: Transitions
  readonly quotas: Partial<Quotas>
  readonly trailLimit: number
  readonly callLimit: number
  readonly undocumented: Undocumented
}

export function resolveSettings(options: FakeAwsOptions<Clock>): Settings {
  return {
    seed: options.seed ?? 1,
    account: options.account ?? '111122223333',
    region: options.region ?? 'eu-west-1',
    delays: { ...defaultDelays, ...options.delays },
    transitions: checkTransitions(options.transitions ?? 'clock'),
    quotas: options.quotas ?? {},
    trailLimit: options.trailLimit ?? MAX_KEPT,
    callLimit: options.callLimit ?? MAX_KEPT,
    undocumented: { ...defaultChoices, ...options.undocumented },
  }
}
