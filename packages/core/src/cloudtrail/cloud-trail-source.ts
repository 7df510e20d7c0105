import type { DecodedRecord } from './decode-user-profile-record.js'
import type { UnreadableLogFileError } from './log-files/log-tree.js'

/** A log file was read, to its end unless there is an error. */
export interface LogFileRead {
  readonly kind: 'file'
  readonly file: string
  readonly error: UnreadableLogFileError | undefined
}

/** A search for log files. */
export interface LogFilesSearched {
  readonly what: 'log-files'
  /** The location, in full. */
  readonly location: string
  /** Folders that were listed. */
  readonly folders: number
  /** Files that were read, or could not be read. */
  readonly files: number
  /** Files and folders outside `accounts`, `regions`, `from` and `to`. */
  readonly leftOut: number
  /** Files that are no log files of CloudTrail. */
  readonly otherFiles: number
  /** Symbolic links, which are not followed. */
  readonly links: number
  /** Folders beside an `AWSLogs`, in which nothing was looked for. */
  readonly beside: number
  /** The first 20 of them. */
  readonly besideNames: readonly string[]
}

/** A look at the event history. */
export interface EventHistorySearched {
  readonly what: 'event-history'
  /** In ISO 8601. */
  readonly from: string
  readonly to: string
  /** Replies of LookupEvents. */
  readonly pages: number
  readonly records: number
}

/** The places that a source looked at. */
export type SourceSearched = LogFilesSearched | EventHistorySearched

/**
 * CloudTrail records about user profiles, in any order and any number of times. Throws a `StudioEfsError` when it cannot
 * go on.
 */
export interface CloudTrailSource extends AsyncIterable<DecodedRecord | LogFileRead> {
  /** Where it has looked so far, in its last iteration. A source of your own need not say so. */
  readonly searched?: () => SourceSearched | undefined
}

/** One iteration of a source. */
export interface SourceRun {
  readonly signal: AbortSignal
  /** Sets the function that says where it has looked so far. */
  report(searched: () => SourceSearched): void
}

/** A source that aborts its signal as soon as its consumer leaves the loop. */
export function abortedOnReturn(
  start: (run: SourceRun) => AsyncGenerator<DecodedRecord | LogFileRead, void, undefined>,
): CloudTrailSource {
  let searched: (() => SourceSearched) | undefined
  return {
    searched: () => searched?.(),
    [Symbol.asyncIterator]() {
      const controller = new AbortController()
      const items = start({
        signal: controller.signal,
        report: (from) => {
          searched = from
        },
      })
      return {
        next: () => items.next(),
        return: () => {
          controller.abort('left')
          return items.return()
        },
      }
    },
  }
}
