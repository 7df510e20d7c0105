import { boundedText, boundedValue } from './bounded-text.js'

/**
 * Log of the operations: `console`, the Logger of Powertools for AWS Lambda, and pino through {@link pinoLogger}. Core writes
 * waits and retries at `debug`, changes at `info`, and what needs a person at `warn`. Messages are fixed names; everything
 * else is in the fields, bounded in size. Fields never hold credentials or whole events.
 */
export interface Logger {
  /** Waits, retries and throttles. */
  debug(message: string, fields: Record<string, unknown>): void
  /** Changes. */
  info(message: string, fields: Record<string, unknown>): void
  /** Situations that a person should look at. */
  warn(message: string, fields: Record<string, unknown>): void
  /** Failures. */
  error(message: string, fields: Record<string, unknown>): void
  /** False for a level whose records would be dropped: they are not made then. Default: every record is made. */
  isLevelEnabled?(level: LogLevel): boolean
}

/** Levels of the records, the most detailed first. */
export type LogLevel = 'debug' | 'info' | 'warn' | 'error'

const ignore = () => undefined

export const silentLogger: Logger = {
  ...{ debug: ignore, info: ignore, warn: ignore, error: ignore },
  isLevelEnabled: () => false,
}

/** The part of a pino logger that is used: it takes the fields first. */
export interface PinoLike {
  /** Writes a wait, a retry or a throttle. */
  debug(fields: object, message: string): void
  /** Writes a change. */
  info(fields: object, message: string): void
  /** Writes what needs a person. */
  warn(fields: object, message: string): void
  /** Writes a failure of a function. */
  error(fields: object, message: string): void
  /** False skips the work of making a record of this level. */
  isLevelEnabled(level: LogLevel): boolean
}

/**
 * Makes a {@link Logger} of a pino logger, whose methods take `(fields, message)`.
 *
 * @example
 * const context = { sagemaker: new SageMakerClient({}), logger: pinoLogger(pino()) }
 */
export function pinoLogger(pino: PinoLike): Logger {
  return {
    debug: (message, fields) => pino.debug(fields, message),
    info: (message, fields) => pino.info(fields, message),
    warn: (message, fields) => pino.warn(fields, message),
    error: (message, fields) => pino.error(fields, message),
    isLevelEnabled: (level) => pino.isLevelEnabled(level),
  }
}

const MAX_MESSAGE = 200

/** Bounds every record in size, since fields hold texts of AWS and of senders. Makes no record of a level that is off. */
export function boundedLogger(logger: Logger): Logger {
  const at = (level: LogLevel) => (message: string, fields: Record<string, unknown>) => {
    if (logger.isLevelEnabled?.(level) === false) return
    logger[level](boundedText(message, MAX_MESSAGE), boundedValue(fields) as Record<string, unknown>)
  }
  return {
    ...{ debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') },
    isLevelEnabled: (level) => logger.isLevelEnabled?.(level) !== false,
  }
}

/** Logs a change that was made, at `info`: what was edited, without the lists before and after. */
export function logChange(logger: Logger, change: object, more: object = {}): void {
  if (logger.isLevelEnabled?.('info') === false) return
  const { before: _, after: __, ...fields } = change as Record<string, unknown>
  logger.info('changed', { ...fields, ...more })
}
