import type { Clock } from '../../time/clock.js'
import { createReplyTimer } from './reply-timer.js'

/** How long AWS may take over one call, the client's own retries included. The SDK's own default is forever. */
export const REPLY_TIMEOUT_MS = 30_000

interface Client {
  send(command: never, options: { readonly abortSignal: AbortSignal }): Promise<unknown>
}

/** The same client, but that a call without a reply ends as a lost connection does. */
export function withReplyTimeout<C extends object>(client: C, clock: Clock): C {
  const timer = createReplyTimer(clock, REPLY_TIMEOUT_MS)
  const send: Client['send'] = (command, { abortSignal }) =>
    timer.bound(abortSignal, (signal) => (client as Client).send(command, { abortSignal: signal }))
  return Object.assign(Object.create(client), { send })
}
