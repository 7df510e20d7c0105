/**
 * Log of the operations. The shape is the common part of Powertools' Logger, pino behind a one-line adapter, and `console`;
 * fields never hold credentials or whole events.
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
}

const ignore = () => undefined

export const silentLogger: Logger = { debug: ignore, info: ignore, warn: ignore, error: ignore }
