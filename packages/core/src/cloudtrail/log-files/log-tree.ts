import type { Result } from 'neverthrow'
import { StudioEfsError } from '../../studio-efs-error.js'

export interface LogEntry {
  /** A link is a symbolic one; it is not followed. */
  readonly kind: 'folder' | 'file' | 'link'
  /** May be empty in a bucket: a key may have two slashes in a row. */
  readonly name: string
}

/** The bytes of a file: all of them, or for a file of more than {@link MAX_WHOLE_BYTES}, part after part. */
export type LogBytes =
  | { readonly kind: 'whole'; readonly bytes: Buffer }
  | { readonly kind: 'parts'; readonly parts: AsyncIterable<Buffer> }

/** Larger files are not read into memory as a whole. */
export const MAX_WHOLE_BYTES = 8 * 1024 * 1024

/**
 * A folder or bucket with log files. Paths are relative to it. That of a folder ends with a slash, and '' is the tree
 * itself; the path of an entry is the folder's and its name.
 */
export interface LogTree {
  /** The names in the tree's own path, which may hold `AWSLogs`, an account and a Region. */
  readonly names: readonly string[]
  /** True for a bucket: it may hold data of other kinds. A folder on this computer was made for the logs. */
  readonly isShared: boolean
  /** The full path, for reports. */
  show(path: string): string
  /** Ends for every folder. Throws an UnreadableLogFileError when the folder cannot be listed. */
  list(folder: string, signal: AbortSignal): AsyncIterable<LogEntry>
  read(file: string, signal: AbortSignal): Promise<Result<LogBytes, UnreadableLogFileError>>
}

/**
 * `unreachable`: it could not be read. `damaged`, `cut-off`: its content is broken, or ends too early. `too-large`: it
 * unpacks to more than any log file has. `no-records`: it is not a log file.
 */
export type LogFileProblem = 'unreachable' | 'damaged' | 'cut-off' | 'too-large' | 'no-records'

/** A log file, or a folder of them, could not be read completely. Records before the damage are used. */
export class UnreadableLogFileError extends StudioEfsError {
  readonly name = 'UnreadableLogFileError'
  readonly file: string
  readonly problem: LogFileProblem

  constructor({
    file,
    problem,
    detail,
    cause,
  }: Pick<UnreadableLogFileError, 'file' | 'problem' | 'cause'> & { readonly detail: string }) {
    const sentence = `${file} was not read to its end (${problem}): ${detail}`
    super({
      message: /[.!?]$/.test(sentence) ? sentence : `${sentence}.`,
      retryable: problem === 'unreachable' && (cause instanceof StudioEfsError ? cause.retryable : true),
      cause,
    })
    this.file = file
    this.problem = problem
  }
}

/** The `location` of a source cannot be listed, or no log file is below it. */
export class LogLocationError extends StudioEfsError {
  readonly name = 'LogLocationError'
  readonly location: string

  constructor({ location, detail, cause }: Pick<LogLocationError, 'location' | 'cause'> & { readonly detail: string }) {
    const sentence = `${location} gives no log files: ${detail}`
    // A refusal of AWS has its own advice.
    const isAdvised = cause instanceof Error && cause.cause instanceof StudioEfsError
    super({
      message: /[.!?]$/.test(sentence) ? sentence : `${sentence}.`,
      retryable: false,
      hint: isAdvised ? undefined : 'Name a folder, or s3://bucket/prefix, that holds AWSLogs or a part of it.',
      cause,
    })
    this.location = location
  }
}
