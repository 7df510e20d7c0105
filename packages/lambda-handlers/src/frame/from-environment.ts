import type { Result } from 'neverthrow'
import type { InvalidConfigurationError } from '../settings/invalid-configuration-error.js'
import type { Environment } from '../settings/parse-settings.js'
import type { Handler } from './invocation.js'
import { jsonLogger } from './json-logger.js'
import { failureOf } from './recording.js'

/** The drop-in handler: configured by the environment at its first event, and not before. */
export function fromEnvironment<Configuration, Reply>(
  name: string,
  parse: (environment: Environment) => Result<Configuration, InvalidConfigurationError>,
  create: (configuration: Configuration) => Handler<Reply>,
): Handler<Reply> {
  let configured: Handler<Reply> | undefined
  return (event, invocation) => {
    configured ??= parse(process.env).match(create, (error) => misconfigured(name, error))
    return configured(event, invocation)
  }
}

function misconfigured(handler: string, error: InvalidConfigurationError): Handler<never> {
  const logger = jsonLogger(console.log)
  return async (_, invocation) => {
    logger.error('failed', { handler, requestId: invocation?.awsRequestId, ...failureOf(error) })
    throw error
  }
}
