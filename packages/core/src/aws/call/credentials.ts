import type { HandlerExecutionContext, MiddlewareStack } from '@smithy/types'

/** Has the name that the exception table takes for a lack of credentials. */
class CredentialsProviderError extends Error {
  override readonly name = 'CredentialsProviderError'
}

/**
 * Makes every exception of the client's provider of credentials one that is known: a provider may throw anything, and a
 * stranger's exception counts as a bug. A Region that cannot be found fails at the same point. Applying it twice is the
 * same as once.
 */
export function nameCredentialsErrors<Command extends { readonly middlewareStack: unknown }>(
  command: Command,
): Command {
  const stack = command.middlewareStack as MiddlewareStack<object, object>
  stack.add(
    (next, context) => async (args) => {
      try {
        return await next(args)
      } catch (thrown) {
        throw hasIdentity(context) ? thrown : namedAfterCredentials(thrown)
      }
    },
    // Outside of the middleware that asks the provider, which is in this step with the normal priority.
    { step: 'serialize', name: 'nameCredentialsErrors', priority: 'high', override: true },
  )
  return command
}

interface SmithyContext {
  readonly selectedHttpAuthScheme?: unknown
}

/** True after the client has got an identity, and where it does not say. */
function hasIdentity(context: HandlerExecutionContext): boolean {
  const smithy = context['__smithy_context'] as SmithyContext | undefined
  return smithy === undefined || smithy.selectedHttpAuthScheme !== undefined
}

function namedAfterCredentials(thrown: unknown): Error {
  if (thrown instanceof Error && thrown.name === 'CredentialsProviderError') return thrown
  const message = thrown instanceof Error ? thrown.message : String(thrown)
  return new CredentialsProviderError(message, { cause: thrown })
}
