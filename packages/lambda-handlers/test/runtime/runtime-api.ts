import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

/** The runtime's report on one event. */
export type Reported =
  | { readonly kind: 'response'; readonly payload: string }
  | { readonly kind: 'error'; readonly errorType: string; readonly errorMessage: string }

export interface RuntimeApi {
  /** Value of `AWS_LAMBDA_RUNTIME_API`. */
  readonly address: string
  /** Resolves with the runtime's report. Takes one event at a time, as an execution environment does. */
  invoke(event: unknown, timeoutMs: number): Promise<Reported>
  /** Resolves if the runtime could not load the handler. */
  readonly initError: Promise<Reported>
  close(): void
}

interface Turn {
  readonly requestId: string
  readonly event: unknown
  readonly deadlineMs: number
  report(reported: Reported): void
}

/**
 * Lambda's runtime API on loopback.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
 */
export async function startRuntimeApi(): Promise<RuntimeApi> {
  const waiting: Turn[] = []
  const running = new Map<string, Turn>()
  let idle: ServerResponse | undefined
  let reportInit: (reported: Reported) => void = () => {}
  const initError = new Promise<Reported>((resolve) => {
    reportInit = resolve
  })
  const serveNext = () => {
    const turn = idle === undefined ? undefined : waiting.shift()
    if (turn === undefined) return
    running.set(turn.requestId, turn)
    idle?.writeHead(200, headersOf(turn)).end(JSON.stringify(turn.event))
    idle = undefined
  }
  const server = createServer(async (request, response) => {
    const [, , , what, requestId = '', kind = ''] = (request.url ?? '').split('/')
    if (requestId === 'next') {
      idle = response
      return serveNext()
    }
    const turn = running.get(requestId)
    running.delete(requestId)
    const report = what === 'init' ? reportInit : turn?.report
    response.writeHead(report === undefined ? 403 : 202).end()
    report?.(await readReport(request, what === 'init' ? 'error' : kind))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  let invocations = 0
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    initError,
    invoke: (event, timeoutMs) =>
      new Promise((report) => {
        invocations += 1
        waiting.push({ requestId: `request-${invocations}`, event, deadlineMs: Date.now() + timeoutMs, report })
        serveNext()
      }),
    close() {
      server.closeAllConnections()
      server.close()
    },
  }
}

function headersOf({ requestId, deadlineMs }: Turn): Record<string, string> {
  return {
    'content-type': 'application/json',
    'lambda-runtime-aws-request-id': requestId,
    'lambda-runtime-deadline-ms': `${deadlineMs}`,
    'lambda-runtime-invoked-function-arn': 'arn:aws:lambda:eu-west-1:111122223333:function:under-test',
    'lambda-runtime-trace-id': 'Root=1-00000000-000000000000000000000000;Sampled=0',
  }
}

async function readReport(request: IncomingMessage, kind: string): Promise<Reported> {
  const payload = await text(request)
  return kind === 'error' ? { kind, ...JSON.parse(payload) } : { kind: 'response', payload }
}
