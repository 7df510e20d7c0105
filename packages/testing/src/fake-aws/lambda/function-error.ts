import { isNativeError } from 'node:util/types'

/** What Lambda's Node.js runtime makes of whatever a handler threw. */
export function functionErrorPayload(thrown: unknown): string {
  if (!isError(thrown)) return JSON.stringify({ errorType: typeof thrown, errorMessage: String(thrown), trace: [] })
  const { name, message, stack = '' } = thrown
  return JSON.stringify({ errorType: name, errorMessage: message, trace: stack.split('\n') })
}

export function timeoutPayload(requestId: string, timeoutMs: number): string {
  const seconds = (timeoutMs / 1000).toFixed(2)
  const errorMessage = `RequestId: ${requestId} Error: Task timed out after ${seconds} seconds`
  return JSON.stringify({ errorType: 'Sandbox.Timedout', errorMessage })
}

// Errors of another realm, such as a test runner's, are errors too.
function isError(value: unknown): value is Error {
  return value instanceof Error || isNativeError(value)
}
