import { Readable } from 'node:stream'
import { exchange, type FakeRuntime } from '../exchange/exchange.js'
import { ConnectionLost } from '../exchange/fault-effects.js'
import type { WireReply, WireRequest } from '../wire/wire.js'

/** The parts of an AWS SDK v3 request that the fake reads. */
export interface SdkRequest {
  readonly method: string
  readonly hostname: string
  readonly path: string
  readonly query?: Readonly<Record<string, string | string[] | null>>
  readonly headers: Readonly<Record<string, string>>
  readonly body?: unknown
}

/** Response in the form of the SDK. */
export interface SdkResponse {
  statusCode: number
  headers: Record<string, string>
  body?: unknown
}

/** Options that an SDK client gives with a request. */
export interface SdkHandlerOptions {
  readonly abortSignal?: unknown
  /** Milliseconds of the fake's clock. */
  readonly requestTimeout?: number
}

/** The `requestHandler` of an AWS SDK v3 client. */
export interface FakeRequestHandler {
  readonly metadata: { readonly handlerProtocol: string }
  /** Answers a request of an SDK client. */
  handle(request: SdkRequest, options?: SdkHandlerOptions): Promise<{ response: SdkResponse }>
  /** Does nothing; SDK clients ask for it. */
  updateHttpClientConfig(key: never, value: never): void
  /** Returns an empty object; SDK clients ask for it. */
  httpHandlerConfigs(): Record<never, never>
  /** Does nothing; SDK clients ask for it. */
  destroy(): void
}

export function createRequestHandler(runtime: FakeRuntime): FakeRequestHandler {
  return {
    metadata: { handlerProtocol: 'http/1.1' },
    async handle(request, options = {}) {
      const reply = await replyInTime(runtime, await toWire(request), options)
      if (reply.broken !== undefined) throw reply.broken.thrown
      return { response: { statusCode: reply.status, headers: { ...reply.headers }, body: toSdkBody(reply) } }
    },
    updateHttpClientConfig: () => {},
    httpHandlerConfigs: () => ({}),
    destroy: () => {},
  }
}

async function replyInTime(runtime: FakeRuntime, request: WireRequest, options: SdkHandlerOptions): Promise<WireReply> {
  const caller = options.abortSignal as AbortSignal | undefined
  if (caller?.aborted) throw abortError(caller)
  const timer = options.requestTimeout ? startTimer(runtime, options.requestTimeout, caller) : undefined
  try {
    return await exchange(runtime, request, timer?.signal ?? caller)
  } catch (error) {
    if (error instanceof ConnectionLost) throw connectionReset(error)
    throw caller?.aborted ? abortError(caller) : error
  } finally {
    timer?.stop()
  }
}

function startTimer(runtime: FakeRuntime, ms: number, caller: AbortSignal | undefined) {
  const done = new AbortController()
  const timeout = new AbortController()
  const expire = () => timeout.abort(named('TimeoutError', `The fake AWS did not reply within ${ms} ms.`))
  runtime.world.clock.sleep(ms, done.signal).then(expire, () => {})
  const signal = caller === undefined ? timeout.signal : AbortSignal.any([caller, timeout.signal])
  return { signal, stop: () => done.abort() }
}

async function toWire(request: SdkRequest): Promise<WireRequest> {
  const headers: Record<string, string> = {}
  for (const name in request.headers) headers[name.toLowerCase()] = request.headers[name] ?? ''
  const { method, hostname: host, path } = request
  return { method, host, path, query: toQuery(request.query), headers, body: await toBody(request.body) }
}

function toQuery(query: SdkRequest['query'] = {}): URLSearchParams {
  const params = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    for (const item of Array.isArray(value) ? value : [value]) params.append(name, item ?? '')
  }
  return params
}

function toBody(body: unknown): Uint8Array | string | Promise<Uint8Array> {
  if (body === undefined || body === null) return ''
  if (typeof body === 'string' || body instanceof Uint8Array) return body
  return collect(body as AsyncIterable<Uint8Array>)
}

async function collect(body: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  for await (const chunk of body) chunks.push(chunk)
  return Buffer.concat(chunks)
}

function toSdkBody({ body, streaming }: WireReply): unknown {
  const bytes = typeof body === 'string' ? Buffer.from(body) : body
  return streaming ? Readable.from([bytes]) : bytes
}

// These two errors are worded as the SDK's own handler words them.
function connectionReset(cause: ConnectionLost): Error {
  return Object.assign(named('TimeoutError', cause.message), { code: cause.code, errno: -104, syscall: 'read' })
}

function abortError({ reason }: AbortSignal): Error {
  return Object.assign(named('AbortError', 'Request aborted'), { cause: reason })
}

function named(name: string, message: string): Error {
  return Object.assign(new Error(message), { name })
}
