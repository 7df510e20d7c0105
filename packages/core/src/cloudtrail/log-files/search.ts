import { findEventName } from './cut.js'
import { createRecordScanner, type RecordScanner } from './scan.js'
import { LARGEST_WHOLE } from './tree.js'

/** Enough for one of the names, and for what the end of a file looks like. */
const SEAM = 64

/**
 * A record scanner for files that hold nothing of interest, as most do: a plain search tells that much faster than a look
 * at their structure. So the parts are kept until one of the names was found, or until they are too many.
 */
export function createRecordSearch(onRecord: (record: Buffer) => void): RecordScanner {
  const kept: Buffer[] = []
  let length = 0
  let tail: Buffer = Buffer.alloc(0)
  let scanner: RecordScanner | undefined

  function scan(): void {
    scanner = createRecordScanner(onRecord)
    for (const part of kept.splice(0)) scanner.feed(part)
  }

  return {
    feed(part) {
      if (scanner !== undefined) return scanner.feed(part)
      kept.push(part)
      length += part.length
      const seam = Buffer.concat([tail, part.subarray(0, SEAM)])
      tail = part.length < SEAM ? seam.subarray(-SEAM) : part.subarray(-SEAM)
      if (length > LARGEST_WHOLE || isNamedIn(part) || isNamedIn(seam)) scan()
    },
    end() {
      return scanner === undefined ? endOf(kept, tail) : scanner.end()
    },
  }
}

function isNamedIn(text: Buffer): boolean {
  return findEventName(text) !== -1
}

/** What its beginning and its end tell of a file that was not looked at all the way: it is to be `{"Records":[ … ]}`. */
function endOf(parts: readonly Buffer[], tail: Buffer): ReturnType<RecordScanner['end']> {
  const begin = parts[0]?.toString('utf8', 0, 64).trimStart() ?? ''
  const end = tail.toString('latin1').trimEnd()
  if (!begin.startsWith('{') || !parts.some((part) => part.includes('"Records"'))) return 'no-records'
  return end.endsWith('}') ? 'records' : 'cut-off'
}
