import type { ApiModel } from './api-model.js'
import type { BrokenCallback, FakeAwsError } from './errors.js'

/** One HTTP request, wherever it came from. */
export interface WireRequest {
  readonly method: string
  readonly host: string
  /** Without the query string, still percent-encoded. */
  readonly path: string
  readonly query: URLSearchParams
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array | string
}

export interface WireReply {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array | string
  /** The SDK expects a stream as this reply's body (S3 GetObject, Lambda Invoke with a response stream). */
  readonly streaming?: boolean
  /** Why it is an error: a client in the process gets what the test's own function threw. */
  readonly broken?: BrokenCallback
}

export type Input = Readonly<Record<string, unknown>>
export type Output = Readonly<Record<string, unknown>>

/** What a codec knows of the exchange besides the value that it writes. */
export interface ReplyContext {
  readonly model: ApiModel
  /** Undefined when the request named none that the API has. */
  readonly operation: string | undefined
  readonly requestId: string
  /** Member that carries the message of errors that are not in the service model. */
  readonly unmodelledErrorMember: 'Message' | 'message'
}

/** One AWS protocol. It knows how values travel and nothing of what they mean. */
export interface Codec {
  /** The operation's name as the request states it, whether the fake implements it or not. */
  operationOf(request: WireRequest, model: ApiModel): string | undefined
  /** The operation's input; throws a FakeAwsError (SerializationException) when the request cannot be read. */
  decode(request: WireRequest, operation: string, model: ApiModel): Input
  encode(output: Output | undefined, context: ReplyContext): WireReply
  encodeError(error: FakeAwsError, context: ReplyContext): WireReply
}

export function bodyText(request: WireRequest): string {
  return typeof request.body === 'string' ? request.body : new TextDecoder().decode(request.body)
}

/** A copy without the members that are null or undefined: to AWS both mean that the caller left them out. */
export function present<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, item]) => item !== null && item !== undefined)) as T
}
