import type { Clock } from '@studio-efs/core/directories'
import type { Settings } from '../settings/options.js'
import type { IamState } from '../state/iam.js'
import { type Timestamp, timestamp } from '../state/record.js'
import { createState, type FakeAwsState } from '../state/state.js'
import { createIds, type Ids } from './ids.js'
import { createLooks, type Looks } from './looks.js'
import { createSchedule, type Schedule } from './schedule.js'

/** State, settings and time, on which the rules of every service work. */
export interface World {
  readonly state: FakeAwsState
  readonly settings: Settings
  readonly ids: Ids
  readonly schedule: Schedule
  readonly looks: Looks
  readonly clock: Clock
  /** Aborted when the fake is closed. */
  readonly closing: AbortSignal
  /** Milliseconds since the epoch. */
  now(): number
  timestamp(): Timestamp
}

export interface NewWorld extends Pick<World, 'settings' | 'clock' | 'closing'> {
  /** Roles of the account, which its Regions share. Default: none. */
  readonly iam: IamState | undefined
}

export function createWorld({ settings, clock, closing, iam }: NewWorld): World {
  const schedule = createSchedule()
  return {
    state: createState(settings.account, settings.region, iam),
    settings,
    ids: createIds(settings.seed),
    schedule,
    looks: createLooks(clock, schedule),
    clock,
    closing,
    now: () => clock.now(),
    timestamp: () => timestamp(clock.now()),
  }
}

/** `arn:aws:<service>:<region>:<account>:<resource>` */
export function arnOf(world: World, service: string, resource: string): string {
  return `arn:aws:${service}:${world.settings.region}:${world.settings.account}:${resource}`
}
