import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exchange, type FakeRuntime } from '../exchange/exchange.js'
import { ConnectionLost } from '../exchange/fault-effects.js'
import type { WireReply, WireRequest } from '../wire/wire.js'

/** Options of the server. */
export interface ListenOptions {
  /** Default: any free port. */
  readonly port?: number
}

/** Address of the fake as a server. */
export interface Listening {
  /** For `AWS_ENDPOINT_URL`, such as `http://127.0.0.1:45123`. */
  readonly url: string
  readonly port: number
  /** Closes open connections and resolves when the port is free again. */
  close(): Promise<void>
}

// A synchronous Lambda payload (6 MB), the largest request of any service here, and its envelope.
const MAX_BODY_BYTES = 8 * 1024 * 1024

/** Serves the fake over HTTP, on the loopback interface alone. */
export async function listen(runtime: FakeRuntime, { port = 0 }: ListenOptions = {}): Promise<Listening> {
  const server = createServer((request, response) => {
    serve(runtime, request, response).catch(() => response.destroy())
  })
  // Clients drop idle connections themselves. Node would after 5 s, and a client whose process was busy for that long sends
  // its next request on a connection that is gone: ECONNRESET.
  server.keepAliveTimeout = 0
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  const address = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${address.port}`, port: address.port, close: () => close(server) }
}

async function serve(runtime: FakeRuntime, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await readBody(request)
  if (body === undefined) return send(response, TOO_LARGE)
  const gone = new AbortController()
  response.once('close', () => gone.abort())
  try {
    send(response, await exchange(runtime, toWire(request, body), gone.signal))
  } catch (error) {
    if (!(error instanceof ConnectionLost) && !gone.signal.aborted) throw error
    request.socket.resetAndDestroy()
  }
}

const TOO_LARGE: WireReply = {
  status: 413,
  headers: { 'content-type': 'application/json', connection: 'close' },
  body: JSON.stringify({ __type: 'RequestEntityTooLargeException', message: 'The request body is too large.' }),
}

async function readBody(request: IncomingMessage): Promise<Uint8Array | undefined> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of request as AsyncIterable<Uint8Array>) {
    length += chunk.length
    if (length <= MAX_BODY_BYTES) chunks.push(chunk)
  }
  return length > MAX_BODY_BYTES ? undefined : Buffer.concat(chunks)
}

function toWire(request: IncomingMessage, body: Uint8Array): WireRequest {
  const url = request.url ?? '/'
  const mark = url.indexOf('?')
  return {
    method: request.method ?? 'GET',
    host: request.headers.host ?? '',
    path: mark === -1 ? url : url.slice(0, mark),
    query: new URLSearchParams(mark === -1 ? '' : url.slice(mark + 1)),
    headers: request.headers as Record<string, string>,
    body,
  }
}

function send(response: ServerResponse, { status, headers, body }: WireReply): void {
  // A reply to HEAD states the length of the body that it leaves out.
  response.writeHead(status, { 'content-length': Buffer.byteLength(body), ...headers })
  response.end(body)
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}
