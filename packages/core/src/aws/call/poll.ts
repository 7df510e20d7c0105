import { err, ok, ResultAsync } from 'neverthrow'
import type { OutOfPatienceError, Patience } from '../../call.js'
import type { StudioEfsError } from '../../errors.js'
import { pollDelayMs } from '../../time/backoff.js'
import type { Clock } from '../../time/clock.js'
import { pause } from './call-aws.js'

/** What one look says: it is as wanted, it is not yet, or it never will be. */
export type Look<T, E> =
  | { readonly kind: 'done'; readonly value: T }
  | { readonly kind: 'pending'; readonly status: string }
  | { readonly kind: 'failed'; readonly error: E }

/** Hears what is being waited for, after every look that found it pending. */
export type OnPending = (resource: string, status: string) => void

/** `later`: the last call has just said that it is pending. */
export type FirstLook = 'at-once' | 'later'

/**
 * Looks again and again, at least a second apart and then less and less often, until it is done, failed, or out of
 * patience.
 */
export function pollUntil<Seen, T, ReadError extends StudioEfsError, E>(
  context: { readonly clock: Clock; readonly onPending?: OnPending | undefined },
  patience: Patience,
  resource: string,
  options: {
    readonly firstLook: FirstLook
    /** One look; it retries what is worth it by itself. */
    readonly read: () => ResultAsync<Seen, ReadError>
    readonly judge: (seen: Seen) => Look<T, E>
  },
): ResultAsync<T, ReadError | E | OutOfPatienceError> {
  const { clock, onPending } = context
  return new ResultAsync(
    (async () => {
      let pending = `waiting for ${resource}`
      for (let polls = 0; ; polls += 1) {
        const waits = options.firstLook === 'later' ? polls : polls - 1
        if (waits >= 0) {
          const spent = await pause(clock, patience, pollDelayMs(waits, clock.random()), pending)
          if (spent !== undefined) return err(spent)
        }
        const seen = await options.read()
        if (seen.isErr()) return err(seen.error)
        const look = options.judge(seen.value)
        if (look.kind === 'done') return ok(look.value)
        if (look.kind === 'failed') return err(look.error)
        pending = `waiting for ${resource}, which is ${look.status}`
        onPending?.(resource, look.status)
      }
    })(),
  )
}
