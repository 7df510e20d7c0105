import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exchange, type Frame } from '../exchange/exchange.js'
import { ConnectionLost } from '../exchange/fault-effects.js'
import type { WireReply, WireRequest } from '../wire/wire.js'

export interface ListenOptions {
  /** Default: any free one. */
  readonly port?: number
}

export interface Listening {
  /** For `AWS_ENDPOINT_URL`, such as `http://127.0.0.1:45123`. */
  readonly url: string
  readonly port: number
  /** Breaks open connections off and resolves when the port is free again. */
  close(): Promise<void>
}

// The largest request of any service here: a synchronous Lambda payload, and a little more.
const MAX_BODY = 8 * 1024 * 1024

/** Serves the frame over HTTP, on the loopback interface alone. */
export async function listen(frame: Frame, { port = 0 }: ListenOptions = {}): Promise<Listening> {
  const server = createServer((request, response) => {
    serve(frame, request, response).catch(() => response.destroy())
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  const address = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${address.port}`, port: address.port, close: () => close(server) }
}

async function serve(frame: Frame, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await readBody(request)
  if (body === undefined) return send(response, TOO_LARGE)
  const gone = new AbortController()
  response.once('close', () => gone.abort())
  try {
    send(response, await exchange(frame, toWire(request, body), gone.signal))
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
    if (length <= MAX_BODY) chunks.push(chunk)
  }
  return length > MAX_BODY ? undefined : Buffer.concat(chunks)
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
  // A reply to HEAD states the length of a body that it has not.
  response.writeHead(status, { 'content-length': Buffer.byteLength(body), ...headers })
  response.end(body)
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}
