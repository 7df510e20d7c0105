import type { AwsError, AwsRequest } from './aws-error.js'
import {
  disconnected,
  failed,
  type Make,
  noHost,
  notInstalled,
  refused,
  throttled,
  unreadable,
  untrusted,
} from './error-makers.js'
import { makeOf } from './exception-table.js'
import { causesOf, textOf } from './exception-text.js'

interface Thrown extends Error {
  readonly code?: unknown
  readonly $fault?: unknown
  readonly $metadata?: { readonly requestId?: string; readonly httpStatusCode?: number }
  readonly $response?: { readonly headers?: Readonly<Record<string, unknown>> }
}

/** Typed error of an exception that an SDK client threw. One that neither AWS nor the network can cause is thrown again. */
export function awsErrorOf(request: AwsRequest, thrown: unknown): AwsError {
  if (!(thrown instanceof Error)) throw thrown
  const exception: Thrown = thrown
  const code = knownCodeOf(exception)
  const make = makerOf(exception, code)
  if (make === undefined) throw thrown
  const requestId = exception.$metadata?.requestId
  // AWS's own exceptions have no cause; the text of any other is that of the network.
  const message = exception.$fault === undefined ? textOf(exception) : exception.message
  return make(request, { code: code ?? exception.name, message, requestId }, exception)
}

/** True when AWS refused the request because there were too many. */
export function isThrottling(thrown: unknown): boolean {
  return thrown instanceof Error && makerOf(thrown, knownCodeOf(thrown)) === throttled
}

/** True when the package of the client is missing. */
export function isNotInstalled(thrown: unknown): boolean {
  return thrown instanceof Error && makerOf(thrown, knownCodeOf(thrown)) === notInstalled
}

function knownCodeOf(exception: Thrown): string | undefined {
  const own = [exception.name, exception.code].find(isKnown)
  return (
    own ??
    causesOf(exception)
      .map(({ code }: Thrown) => code)
      .find(isNetworkCode)
  )
}

function isKnown(code: unknown): code is string {
  return typeof code === 'string' && makeOf(code) !== undefined
}

/** The code of a connection that failed below the exception, as with the `TypeError: fetch failed` of some handlers. */
function isNetworkCode(code: unknown): code is string {
  return isKnown(code) && [disconnected, noHost, untrusted].includes(makeOf(code) ?? refused)
}

function makerOf(exception: Thrown, code: string | undefined): Make | undefined {
  return (code === undefined ? undefined : makeOf(code)) ?? makeByStatus(exception)
}

/** For an exception that is not in the table: decides between caller, service and others by the HTTP status. */
function makeByStatus(exception: Thrown): Make | undefined {
  const { $fault, $metadata } = exception
  const status = $metadata?.httpStatusCode
  if ($fault === 'server' || (status !== undefined && status >= 500)) return failed
  if (status === 429) return throttled
  if (status !== undefined && isUnreadable(exception, status)) return unreadable
  if ($fault === 'client' || (status !== undefined && status >= 400)) return refused
  // A connection that failed in a way that is new.
  return $metadata === undefined ? undefined : failed
}

/** True for an answer that the SDK could not parse, and for a page that a browser would show: the API sends none. */
function isUnreadable({ name, $fault, $response }: Thrown, status: number): boolean {
  if (status < 400) return $fault === undefined
  return name === 'SyntaxError' || /^text\/html\b/i.test(String($response?.headers?.['content-type']))
}
