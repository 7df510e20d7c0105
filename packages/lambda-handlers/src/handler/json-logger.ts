import type { Logger } from '@studio-efs/core/directories'
import { StudioEfsError } from '@studio-efs/core/errors'

/** Fields of a log record. */
export type Fields = Readonly<Record<string, unknown>>

type Level = 'debug' | 'info' | 'warn' | 'error'

/** Writes one line of JSON per record, debug records excepted. */
export function jsonLogger(write: (line: string) => void): Logger {
  const at = (level: Level) => (message: string, fields: Record<string, unknown>) =>
    write(JSON.stringify({ level, message, ...fields }))
  return { debug: () => undefined, info: at('info'), warn: at('warn'), error: at('error') }
}

export function errorFields(error: unknown): Fields {
  if (!(error instanceof Error)) return { error: { name: typeof error } }
  const { name, message } = error
  return { error: { name, message, ...(error instanceof StudioEfsError ? { retryable: error.retryable } : {}) } }
}
