import { err, ok, ResultAsync } from 'neverthrow'
import { type Call, type CallEndedError, pause } from '../../call.js'
import type { StudioEfsError } from '../../studio-efs-error.js'
import { pollDelayMs } from '../../time/backoff.js'

/** Result of one probe: as wanted, not yet, or never. */
export type Probe<T, E> =
  | { readonly kind: 'done'; readonly value: T }
  | { readonly kind: 'pending'; readonly status: string }
  | { readonly kind: 'failed'; readonly error: E }

/** Called after every probe that found the resource pending. */
export type OnPending = (resource: string, status: string) => void

/** `later`: the last reply has just said that the resource is pending. */
export type FirstProbe = 'at-once' | 'later'

export interface Poll<Seen, T, ReadError, E> {
  /** For messages: `user profile d-abc/alice`. */
  readonly resource: string
  readonly firstProbe: FirstProbe
  /** Reads the state once; retries by itself. */
  readonly read: () => ResultAsync<Seen, ReadError>
  readonly evaluate: (seen: Seen) => Probe<T, E>
  /** Default: the progress of the call. */
  readonly onPending?: OnPending | undefined
}

function reportTo({ onProgress }: Call): OnPending {
  return (resource, status) => onProgress?.({ step: 'waiting', resource, status })
}

/** Time that the last probe gets before the deadline. */
const LAST_PROBE_MS = 500

/** Milliseconds until the next probe. One that would come after the deadline is made right before it. */
function waitBefore({ clock, deadline }: Call, waits: number): number {
  const ms = pollDelayMs(waits, clock.random())
  const left = deadline - clock.now()
  return ms >= left && left > LAST_PROBE_MS ? left - LAST_PROBE_MS : ms
}

/**
 * Probes until it is done or failed, or the call ends: at first a second apart, later up to five, and once more right
 * before the deadline.
 */
export function pollUntil<Seen, T, ReadError extends StudioEfsError, E>(
  call: Call,
  { resource, firstProbe, read, evaluate, onPending = reportTo(call) }: Poll<Seen, T, ReadError, E>,
): ResultAsync<T, ReadError | E | CallEndedError> {
  return new ResultAsync(
    (async () => {
      let pending = `waiting for ${resource}`
      for (let polls = 0; ; polls += 1) {
        const waits = firstProbe === 'later' ? polls : polls - 1
        if (waits >= 0) {
          const paused = await pause(call, { ms: waitBefore(call, waits), pending })
          if (paused.isErr()) return err(paused.error)
        }
        const seen = await read()
        if (seen.isErr()) return err(seen.error)
        const probe = evaluate(seen.value)
        if (probe.kind === 'done') return ok(probe.value)
        if (probe.kind === 'failed') return err(probe.error)
        pending = `waiting for ${resource}, which is ${probe.status}`
        onPending(resource, probe.status)
      }
    })(),
  )
}
