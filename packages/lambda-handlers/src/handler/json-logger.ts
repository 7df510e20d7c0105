import type { Logger, LogLevel } from '@studio-efs/core/directories'
import { StudioEfsError } from '@studio-efs/core/errors'

/** Fields of a log record. */
export type Fields = Readonly<Record<string, unknown>>

const LEVELS: readonly LogLevel[] = ['debug', 'info', 'warn', 'error']

/** Writes one line of JSON per record from `least` on. */
export function jsonLogger(write: (line: string) => void, least: LogLevel = 'info'): Logger {
  const isLevelEnabled = (level: LogLevel) => LEVELS.indexOf(level) >= LEVELS.indexOf(least)
  const at = (level: LogLevel) => (message: string, fields: Record<string, unknown>) => {
    if (isLevelEnabled(level)) write(JSON.stringify({ level, message, ...fields }))
  }
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error'), isLevelEnabled }
}

/**
 * Level of the function's application log, `info` if none is set: Lambda puts it into the environment.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-log-level.html
 */
export function leastLevel(environment: Readonly<Record<string, string | undefined>>): LogLevel {
  const level = environment['AWS_LAMBDA_LOG_LEVEL']?.toLowerCase()
  if (level === 'trace') return 'debug'
  if (level === 'fatal') return 'error'
  return LEVELS.find((known) => known === level) ?? 'info'
}

/**
 * The log of the work: its changes are in the record of the invocation, so by themselves they go to `debug`. Counts the
 * requests that AWS throttled, whatever the level.
 */
export function workLogger(logger: Logger, onThrottled: () => void = () => {}): Logger {
  return {
    debug: (message, fields) => {
      if (message === 'throttled') onThrottled()
      logger.debug(message, fields)
    },
    info: (message, fields) => logger.debug(message, fields),
    warn: (message, fields) => logger.warn(message, fields),
    error: (message, fields) => logger.error(message, fields),
    isLevelEnabled: (level) =>
      level === 'debug' || logger.isLevelEnabled?.(level === 'info' ? 'debug' : level) !== false,
  }
}

export function errorFields(error: unknown): Fields {
  if (!(error instanceof Error)) return { error: { name: typeof error } }
  const { name, message } = error
  return { error: { name, message, ...(error instanceof StudioEfsError ? { retryable: error.retryable } : {}) } }
}
