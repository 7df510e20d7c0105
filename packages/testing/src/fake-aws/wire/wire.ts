import type { ApiModel } from './api-model.js'
import type { BrokenCallback, FakeAwsError } from './errors.js'

/** One HTTP request, from either transport. */
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
  /** The SDK expects a stream as the body (S3 GetObject). */
  readonly streaming?: boolean
  /** The reply is an error because a function of the test threw. */
  readonly broken?: BrokenCallback
}

/** Parsed input of a request. */
export type Input = Readonly<Record<string, unknown>>
/** Members of a reply. */
export type Output = Readonly<Record<string, unknown>>

/** Context that a codec needs to write a reply. */
export interface ReplyContext {
  readonly model: ApiModel
  /** Undefined when the API has no operation of the requested name. */
  readonly operation: string | undefined
  readonly requestId: string
  /** Member that holds the message of errors outside the service model. */
  readonly unmodelledErrorMember: 'Message' | 'message'
}

/** One AWS protocol: converts between HTTP and values, without knowing their meaning. */
export interface Codec {
  /** The operation that the request names; the fake may not implement it. */
  operationOf(request: WireRequest, model: ApiModel): string | undefined
  /** Reads the operation's input; throws SerializationException when the request cannot be read. */
  decode(request: WireRequest, operation: string, model: ApiModel): Input
  encode(output: Output | undefined, context: ReplyContext): WireReply
  encodeError(error: FakeAwsError, context: ReplyContext): WireReply
}

export function bodyText(request: WireRequest): string {
  return typeof request.body === 'string' ? request.body : new TextDecoder().decode(request.body)
}

/** Returns a copy without null and undefined members: to AWS both mean that the caller left them out. */
export function presentMembers<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, item]) => item !== null && item !== undefined)) as T
}
