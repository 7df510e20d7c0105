import { err, ok, type ResultAsync } from 'neverthrow'
import type { Call } from '../call.js'
import type { DirectoryStepError } from '../drivers/ask-driver.js'
import { wallTimeOf } from '../time/clock.js'
import { askStore, type LeavingStore } from './archive-step.js'

/** Difference between two clocks that are both right, and the time of a request. */
export const MAX_SKEW_MS = 15 * 60_000

/** The clocks of a call, in milliseconds since the epoch. */
export interface Clocks {
  /** Of the file server, which dates claims and archives. */
  readonly server: number
  /** Of this computer. */
  readonly own: number
}

/** Errors of a mount that refuses to be written, where nothing can be deleted either. */
const READ_ONLY = ['EROFS', 'EACCES', 'EPERM']

/** Reads both clocks. Where the file server's cannot be read, since the mount is read-only, a dry run takes the own one. */
export function readClocks(
  call: Call,
  store: LeavingStore,
  { dryRun }: { readonly dryRun: boolean },
): ResultAsync<Clocks, DirectoryStepError> {
  return askStore(call, store, {
    pending: 'reading the clock of the file server',
    ask: async () => [await store.readServerTime()],
  })
    .orElse((error) =>
      dryRun && error.name === 'DirectoryIoError' && READ_ONLY.includes(error.code)
        ? ok({ now: undefined })
        : err(error),
    )
    .map(({ now }) => {
      const own = wallTimeOf(call.clock)
      const clocks = { own, server: now === undefined ? own : Date.parse(now) }
      if (isSkewed(clocks))
        call.logger.warn('the clock of this computer differs from that of the file server', timesOf(clocks))
      return clocks
    })
}

export function isSkewed({ server, own }: Clocks): boolean {
  return Math.abs(server - own) > MAX_SKEW_MS
}

/** Both in ISO 8601. */
export function timesOf({ server, own }: Clocks): { readonly serverTime: string; readonly ownTime: string } {
  return { serverTime: new Date(server).toISOString(), ownTime: new Date(own).toISOString() }
}
