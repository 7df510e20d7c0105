import { exchange, type FakeRuntime } from '../exchange/exchange.js'
import { refuseForeignRegion } from '../exchange/foreign-scope.js'
import { type Listening, serveHttp } from './http-server.js'

/** Options of the server. */
export interface ListenOptions {
  /** Default: any free port. */
  readonly port?: number
}

/** Serves the fake over HTTP, on the loopback interface alone. */
export function listen(runtime: FakeRuntime, { port = 0 }: ListenOptions = {}): Promise<Listening> {
  const { region } = runtime.world.settings
  return serveHttp(
    async (request, signal) =>
      refuseForeignRegion(runtime, request, [region]) ?? (await exchange(runtime, request, signal)),
    { port },
  )
}
