import { StudioEfsError } from '../../errors.js'

/** What is wrong with a log file: it could not be had, is damaged or cut off, or is not what it should be. */
export type LogFileProblem = 'unreachable' | 'damaged' | 'cut-off' | 'too-large' | 'no-records'

/** A log file, or a folder of them, of which not everything could be read. Records from before the damage are used. */
export class UnreadableLogFileError extends StudioEfsError {
  readonly name = 'UnreadableLogFileError'
  constructor(
    readonly file: string,
    readonly problem: LogFileProblem,
    detail: string,
    options: { cause?: unknown } = {},
  ) {
    super(`${file} was not read to its end (${problem}): ${detail}.`, {
      retryable: problem === 'unreachable',
      ...options,
    })
  }
}

/** The folder or bucket that was named cannot be listed. */
export class LogLocationError extends StudioEfsError {
  readonly name = 'LogLocationError'
  constructor(
    readonly location: string,
    detail: string,
    options: { cause?: unknown } = {},
  ) {
    super(`The log files in ${location} cannot be listed: ${detail}.`, {
      retryable: false,
      hint: 'Name a folder, or s3://bucket/prefix, that holds AWSLogs or a part of it.',
      ...options,
    })
  }
}
