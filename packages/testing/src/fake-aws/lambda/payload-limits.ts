import { FakeAwsError } from '../fake-aws-error.js'
import type { Execution } from './execute.js'

const SYNCHRONOUS_BYTES = 6 * 1024 * 1024
const ASYNCHRONOUS_BYTES = 1024 * 1024

export function checkRequestSize(payload: string, type: 'Event' | 'RequestResponse' | 'DryRun'): void {
  const limit = type === 'Event' ? ASYNCHRONOUS_BYTES : SYNCHRONOUS_BYTES
  if (Buffer.byteLength(payload) <= limit) return
  const message = `Request must be smaller than ${limit} bytes for the InvokeFunction operation`
  throw new FakeAwsError('RequestTooLargeException', message)
}

/** A reply that is too large becomes a function error, as the caller did nothing wrong. */
export function replyInSize(execution: Execution): Execution {
  if (Buffer.byteLength(execution.payload) <= SYNCHRONOUS_BYTES) return execution
  const errorMessage = `Response payload size exceeded maximum allowed payload size (${SYNCHRONOUS_BYTES} bytes).`
  const payload = JSON.stringify({ errorType: 'Function.ResponseSizeTooLarge', errorMessage })
  return { payload, functionError: 'Unhandled' }
}
