import type { Clock, Logger } from '@studio-efs/core'
import type { Command } from 'commander'
import type { Io } from '../io/io.js'
import { paletteFor } from '../io/palette.js'
import { shownText } from '../io/shown-text.js'
import type { CommonOptions } from '../options/common-options.js'
import type { ShownChange } from '../view/change-text.js'
import { type CommandNames, errorText } from '../view/error-text.js'
import { SCHEMA_VERSION, toJson } from '../view/json.js'
import { type View, writeView } from '../view/view.js'
import { wrappedText } from '../view/wrapped-text.js'
import type { Ending, ExitStatus } from './ending.js'

/** A plan to be saved or applied, instead of an ordinary run. */
export type Purpose =
  | { readonly kind: 'run' }
  | { readonly kind: 'plan'; readonly onPlan: (changes: readonly ShownChange[]) => Promise<void> }
  | { readonly kind: 'apply'; readonly expected: readonly unknown[] }

/** One command while it runs. */
export interface Session {
  readonly io: Io
  /** Words of the command: `default set`. */
  readonly command: string
  /** Words of the command line, without the name of the program. */
  readonly words: readonly string[]
  readonly names: CommandNames
  readonly options: CommonOptions
  readonly purpose: Purpose
  /** Aborted by Ctrl-C and SIGTERM. */
  readonly signal: AbortSignal
  /** The whole command line, for completion. */
  readonly program: Command
  /** Runs another command line in place of this one. */
  runOther(words: readonly string[], purpose: Purpose): Promise<ExitStatus>
}

/** Writes a line for people beside the result. */
export function say({ io }: Pick<Session, 'io'>, line: string): void {
  io.stderr.write(`${wrappedText(shownText(line), io.stderr.columns)}\n`)
}

/** Writes the result in the form that was asked for. */
export function show({ io, command, options }: Session, view: View): void {
  writeView(io, view, { command, output: options.output })
}

/** Reports an error: a sentence beside the result and, where the result is JSON, an object in its place. */
export function reportError(session: Session, error: Error, kind: 'failed' | 'not-started'): Ending {
  const { io, options, command } = session
  const profile = options.profile ?? io.env['AWS_PROFILE']
  const text = shownText(errorText(error, session.names, profile))
  const line = `${paletteFor(io, 'stderr').red('Error:')} ${text}`
  io.stderr.write(`${wrappedText(line, io.stderr.columns)}\n`)
  const document = { schemaVersion: SCHEMA_VERSION, command, outcome: kind, error }
  if (options.output === 'json') io.stdout.write(`${toJson(document, 2)}\n`)
  if (options.output === 'jsonl') io.stdout.write(`${toJson({ ...document, type: 'result' })}\n`)
  return { kind }
}

export function clockOf({ io }: Pick<Session, 'io'>): { readonly clock?: Clock } {
  return io.clock === undefined ? {} : { clock: io.clock }
}

/** Milliseconds since the epoch, for dates. */
export function wallTime({ io: { clock } }: Pick<Session, 'io'>): number {
  return clock === undefined ? Date.now() : (clock.wallTime?.() ?? clock.now())
}

/** Writes what needs a person to stderr; with `--verbose` every record. */
export function loggerOf(session: Session): Logger {
  const { verbose } = session.options
  const write = (level: string) => (message: string, fields: Record<string, unknown>) =>
    say(session, `${level}: ${message} ${toJson(fields)}`)
  const ignore = () => undefined
  return {
    debug: verbose ? write('debug') : ignore,
    info: verbose ? write('info') : ignore,
    warn: write('warning'),
    error: write('error'),
    isLevelEnabled: (level) => verbose || level === 'warn' || level === 'error',
  }
}
