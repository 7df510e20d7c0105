import type { Logger } from '@studio-efs/core'

type Level = 'debug' | 'info' | 'warn' | 'error'

/** Writes one line of JSON per record. Debug records are left out. */
export function jsonLogger(write: (line: string) => void): Logger {
  const at = (level: Level) => (message: string, fields: Record<string, unknown>) =>
    write(JSON.stringify({ level, message, ...fields }))
  return { debug: () => undefined, info: at('info'), warn: at('warn'), error: at('error') }
}
