import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { ConnectionLost } from '../exchange/fault-effects.js'
import type { WireReply, WireRequest } from '../wire/wire.js'

/** Answers one request; the signal aborts when the client is gone. */
export type Answer = (request: WireRequest, signal: AbortSignal) => Promise<WireReply>

export interface Address {
  /** Default: any free port. */
  readonly port?: number
  /** Address of the interface. Default `127.0.0.1`: this machine only. */
  readonly host?: string
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

/** Serves over HTTP. Rejects with the system's error, such as `EADDRINUSE`, when it cannot listen there. */
export async function serveHttp(answer: Answer, { port = 0, host = '127.0.0.1' }: Address): Promise<Listening> {
  const server = createServer((request, response) => {
    serve(answer, request, response).catch(() => response.destroy())
  })
  // Clients drop idle connections themselves. Node would after 5 s, and a client whose process was busy for that long sends
  // its next request on a connection that is gone: ECONNRESET.
  server.keepAliveTimeout = 0
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, resolve)
  })
  const address = server.address() as AddressInfo
  return { url: urlOf(address), port: address.port, close: () => close(server) }
}

/** Names this machine in place of `every interface`, which is no address to connect to. */
function urlOf({ address, family, port }: AddressInfo): string {
  if (address === '0.0.0.0' || address === '::') return `http://127.0.0.1:${port}`
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`
}

async function serve(answer: Answer, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await readBody(request)
  if (body === undefined) return send(response, TOO_LARGE)
  const gone = new AbortController()
  response.once('close', () => gone.abort())
  try {
    send(response, await answer(toWire(request, body), gone.signal))
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
