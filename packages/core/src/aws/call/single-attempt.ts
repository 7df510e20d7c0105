import type { MiddlewareStack } from '@smithy/types'
import { nameCredentialsErrors } from './credentials.js'

/** Hides the exception from the client's retry strategy, which reads names, codes, status and `cause`. */
class SentOnce extends Error {
  /** Added by the client to every exception of a request; it marks a failed connection, which is no bug. */
  readonly $metadata?: object
  constructor(readonly thrown: unknown) {
    super('sent once')
  }
}

/**
 * Makes the client send this command once, whatever its retry strategy, with {@link nameCredentialsErrors}. Applying it
 * twice is the same as once.
 *
 * A list that was merged from what was read must not be sent again without reading again: when a reply was lost or the
 * update was refused, another caller's change may have come in between, and the SDK would resend the old list.
 */
export function singleAttempt<Command extends { readonly middlewareStack: unknown }>(command: Command): Command {
  const stack = command.middlewareStack as MiddlewareStack<object, object>
  stack.add(
    (next) => async (args) => {
      try {
        return await next(args)
      } catch (thrown) {
        throw thrown instanceof SentOnce ? unwrapped(thrown) : thrown
      }
    },
    { step: 'initialize', name: 'unwrapSingleAttempt', priority: 'high', override: true },
  )
  stack.add(
    (next) => async (args) => {
      try {
        return await next(args)
      } catch (thrown) {
        throw new SentOnce(thrown)
      }
    },
    // Inside the retry middleware, which is in this step with a high priority.
    { step: 'finalizeRequest', name: 'singleAttempt', priority: 'low', override: true },
  )
  return nameCredentialsErrors(command)
}

function unwrapped({ thrown, $metadata }: SentOnce): unknown {
  if (!(thrown instanceof Error)) return thrown
  const own = (thrown as { readonly $metadata?: object }).$metadata
  return Object.assign(thrown, { $metadata: { ...$metadata, ...own } })
}
