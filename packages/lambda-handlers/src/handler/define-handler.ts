import { boundedLogger } from '@studio-efs/core/directories'
import type { Result } from 'neverthrow'
import type { Environment, InvalidConfigurationError } from '../settings/parse-settings.js'
import type { CountsOf } from './counts.js'
import type { Handler } from './handler.js'
import { errorFields, jsonLogger, leastLevel, workLogger } from './json-logger.js'
import { type HandlerOptions, type Summary, type Work, withRecording } from './with-recording.js'

/** Everything that is particular to one handler. */
export interface HandlerDefinition<Options extends HandlerOptions, Configuration, Reply> {
  /** Name in log records. */
  readonly name: string
  /** Reads the environment for the drop-in handler. */
  readonly settings: (environment: Environment) => Result<Configuration, InvalidConfigurationError>
  /** Options of the drop-in handler, with AWS clients of its own. */
  readonly dropIn: (configuration: Configuration) => Options | Promise<Options>
  /** Prepares once per handler; the function that it returns runs once per invocation. */
  readonly work: (options: Options) => Work<Reply>
  /** Counts for the metrics, from the fields of the log record. Default: throttled requests only. */
  readonly countsOf?: CountsOf
  readonly summaryOf: (reply: Reply) => Summary
}

export interface DefinedHandler<Options extends HandlerOptions, Reply> {
  /** Creates a handler with a context of the caller's. */
  readonly create: (options: Options) => Handler<Reply>
  /** The drop-in handler. Reads the environment at its first event, not at import. */
  readonly handler: Handler<Reply>
}

/** Makes a handler's factory and its drop-in form out of one definition. */
export function defineHandler<Options extends HandlerOptions, Configuration, Reply>({
  name,
  settings,
  dropIn,
  work,
  countsOf,
  summaryOf,
}: HandlerDefinition<Options, Configuration, Reply>): DefinedHandler<Options, Reply> {
  const create = (given: Options) => {
    // The work logs to where the handler does.
    const logger = given.context.logger ?? jsonLogger(console.log, leastLevel(process.env))
    const options = { ...given, context: { ...given.context, logger } }
    let throttled = 0
    const counting = workLogger(logger, () => {
      throttled += 1
    })
    const inside = { ...given, context: { ...given.context, logger: counting } }
    const takeThrottled = () => {
      const taken = throttled
      throttled = 0
      return taken
    }
    return withRecording({ name, options, work: work(inside), takeThrottled, countsOf, summaryOf })
  }
  const configure = async () => {
    const configuration = settings(process.env)
    return configuration.isOk() ? create(await dropIn(configuration.value)) : misconfigured(name, configuration.error)
  }
  let configured: Promise<Handler<Reply>> | undefined
  return {
    create,
    handler: async (event, invocation) => {
      configured ??= configure()
      return (await configured)(event, invocation)
    },
  }
}

function misconfigured(name: string, error: InvalidConfigurationError): Handler<never> {
  const logger = boundedLogger(jsonLogger(console.log))
  return async (_, invocation) => {
    logger.error('failed', { handler: name, requestId: invocation?.awsRequestId, ...errorFields(error) })
    throw error
  }
}
