import type { Result } from 'neverthrow'
import type { UnreadableLogFileError } from './error.js'

export interface LogEntry {
  readonly kind: 'folder' | 'file'
  readonly name: string
}

/** The bytes of a file: all of them, or for a large one, part after part. */
export type LogBytes =
  | { readonly kind: 'whole'; readonly bytes: Buffer }
  | { readonly kind: 'parts'; readonly parts: AsyncIterable<Buffer> }

/** Where log files are: a folder, or a bucket. Paths are relative to it, with `/` between names; '' is itself. */
export interface LogTree {
  /** The names on the way to it, for what they tell: `AWSLogs`, an account, a Region. */
  readonly names: readonly string[]
  /** How a path is called in reports. */
  show(path: string): string
  /** Throws an UnreadableLogFileError when the folder cannot be listed. */
  list(folder: string, signal: AbortSignal): AsyncIterable<LogEntry>
  read(file: string, signal: AbortSignal): Promise<Result<LogBytes, UnreadableLogFileError>>
}

/** A file of more bytes than this is not taken into memory as a whole. */
export const LARGEST_WHOLE = 8 * 1024 * 1024
