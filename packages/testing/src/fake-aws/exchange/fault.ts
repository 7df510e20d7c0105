import type { ServiceName, Target } from '../settings/options.js'
import type { FakeAwsState } from '../state/state.js'
import type { Input } from '../wire/wire.js'
import type { FailedStatus } from '../world/fake-api.js'

/** `not-applied`: the operation did not happen. `applied`: it happened, and only its reply is lost. */
export type ChangeOutcome = 'not-applied' | 'applied'

/** Fault that strikes a call. */
export type Fault =
  /** The service's own throttling error, such as ThrottlingException `Rate exceeded`. */
  | { readonly kind: 'throttle' }
  /** Any error. `status` is the HTTP status, default the service model's, else 400. `change`: default `not-applied`. */
  | {
      readonly kind: 'error'
      readonly code: string
      readonly message?: string
      readonly status?: number
      readonly change?: ChangeOutcome
    }
  /** InternalFailure 500, or ServiceUnavailable 503. Default 500, `not-applied`. */
  | { readonly kind: 'server-error'; readonly status?: 500 | 503; readonly change?: ChangeOutcome }
  /** The connection breaks (ECONNRESET) before or after the change was applied. Default `not-applied`. */
  | { readonly kind: 'connection-reset'; readonly change?: ChangeOutcome }
  /** The request takes `ms` milliseconds of the fake's clock to arrive. */
  | { readonly kind: 'latency'; readonly ms: number }
  /** No reply, until the caller gives up. Default `not-applied`. */
  | { readonly kind: 'no-reply'; readonly change?: ChangeOutcome }
  /** The operation is accepted, and the change that it starts ends in this status. */
  | {
      readonly kind: 'ends-in'
      readonly status: FailedStatus
      readonly reason?: string
    }
  /** A third party changes the state just before the operation is applied. */
  | {
      readonly kind: 'third-party'
      /** Changes the state in place; `input` is that of the struck call. */
      readonly change: (state: FakeAwsState, input: Input) => void
    }

/** Calls that a fault strikes. */
export interface Injection extends Target {
  readonly service: ServiceName
  /**
   * Selects among the matching calls from now on: the next one, the nth (from 1), those whose input passes the
   * function, or each with a probability under the fake's seed.
   */
  readonly when: 'next' | number | { readonly probability: number } | ((input: Input) => boolean)
  /** Maximum number of calls to strike, in a row for `next` and the nth. Default 1 for these two, else no limit. */
  readonly times?: number
  readonly fault: Fault
}

/** A fault that takes the place of the reply. */
export type EndingFault = Extract<
  Fault,
  { readonly kind: 'throttle' | 'error' | 'server-error' | 'connection-reset' | 'no-reply' }
>

export function endsCall(fault: Fault): fault is EndingFault {
  return fault.kind !== 'latency' && fault.kind !== 'third-party' && fault.kind !== 'ends-in'
}

/** True if the operation is applied before the fault ends the call. */
export function outcomeOf(fault: Fault): ChangeOutcome {
  return 'change' in fault && typeof fault.change === 'string' ? fault.change : 'not-applied'
}
