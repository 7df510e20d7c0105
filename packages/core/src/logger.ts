/**
 * Log of the operations. The shape is the common part of Powertools' Logger, pino behind a one-line adapter, and `console`;
 * fields never hold credentials or whole events.
 */
export interface Logger {
  debug(message: string, fields: Record<string, unknown>): void
  info(message: string, fields: Record<string, unknown>): void
  warn(message: string, fields: Record<string, unknown>): void
  error(message: string, fields: Record<string, unknown>): void
}

const ignore = () => undefined

export const silentLogger: Logger = { debug: ignore, info: ignore, warn: ignore, error: ignore }
