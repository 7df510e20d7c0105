import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

export interface Received {
  readonly method: string | undefined
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** Receives the answers of custom resources in place of CloudFormation. `status` decides on the nth one. */
export async function startResponseServer(
  status: (nth: number) => number | 'hang-up' = () => 200,
  headers: Readonly<Record<string, string>> = {},
) {
  const received: Received[] = []
  const server = createServer(async (request, response) => {
    const { method } = request
    received.push({ method, headers: request.headers, body: await text(request) })
    const answer = status(received.length)
    if (answer === 'hang-up') request.socket.destroy()
    else response.writeHead(answer, headers).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/answer?signature=1`,
    received,
    answers: () => received.map(({ body }) => JSON.parse(body)),
    close() {
      server.closeAllConnections()
      server.close()
    },
  }
}
