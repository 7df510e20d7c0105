import { trimOldest } from '../state/record.js'
import type { Input } from '../wire/wire.js'

export const OK = 'ok'

/** One request to the fake. */
export interface CallRecord {
  readonly service: string
  /** Empty when the request names no operation. */
  readonly operation: string
  /** Undefined when the request could not be read. */
  input: Input | undefined
  /** Milliseconds since the epoch, on the fake's clock. */
  readonly at: number
  /** `ok`, the error's code, or `ConnectionLost`; `pending` while there is no reply yet. */
  outcome: string
}

export interface CallLog {
  readonly calls: CallRecord[]
  open(service: string, operation: string, at: number): CallRecord
}

export function createCallLog(limit: number): CallLog {
  const calls: CallRecord[] = []
  return {
    calls,
    open(service, operation, at) {
      const call: CallRecord = { service, operation, input: undefined, at, outcome: 'pending' }
      calls.push(call)
      trimOldest(calls, limit)
      return call
    },
  }
}
