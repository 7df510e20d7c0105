import type { DecodedRecord } from './decode-user-profile-record.js'
import type { UnreadableLogFileError } from './log-files/log-tree.js'

/** A log file was read, to its end unless there is an error. */
export interface LogFileRead {
  readonly kind: 'file'
  readonly file: string
  readonly error: UnreadableLogFileError | undefined
}

/**
 * CloudTrail records about user profiles, in any order and any number of times. Throws a `StudioEfsError` when it cannot
 * go on.
 */
export type CloudTrailSource = AsyncIterable<DecodedRecord | LogFileRead>

/** An iterable that aborts its signal as soon as its consumer leaves the loop. */
export function abortedOnReturn<Item>(
  start: (signal: AbortSignal) => AsyncGenerator<Item, void, undefined>,
): AsyncIterable<Item> {
  return {
    [Symbol.asyncIterator]() {
      const controller = new AbortController()
      const items = start(controller.signal)
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
