import type { TextScan } from './scan-place.js'

/** Cuts records out of chunks of text, and keeps those that name an event about user profiles. */
export interface RecordCutter {
  /** Begins a chunk, which continues the open record if there is one. */
  begin(chunk: Buffer): void
  /** Begins a record at `start` in the chunk. */
  open(start: number): void
  /** Ends the open record, if any, before `end` in the chunk. */
  close(end: number): void
  /** Ends the chunk. */
  finish(): void
}

/** Longer records are dropped; CloudTrail's have at most 256 KB. */
const MAX_RECORD_BYTES = 4 * 1024 * 1024
const NAME_END = Buffer.from('UserProfile"')
const BEGINNINGS = [Buffer.from('"Create'), Buffer.from('"Delete')]
const KEY = Buffer.from('"eventName"')
const COLON = 0x3a

/**
 * Index of the next pair of `eventName` and an event name from `from` on, that of the name's quotation mark; -1 when there
 * is none. Text that only mentions a name is passed over: within a string, quotation marks are escaped. `nextName` finds the
 * places in the text at which `UserProfile"` may begin.
 */
export function findEventName(text: Buffer, from: number, nextName: TextScan['nextName']): number {
  for (let at = nextName(from); at !== -1; at = nextName(at + 1)) {
    const begin = at - 7
    if (begin >= from && isNameAt(text, begin) && isValueOfKey(text, begin)) return begin
  }
  return -1
}

function isNameAt(text: Buffer, begin: number): boolean {
  return BEGINNINGS.some((beginning) => isAt(beginning, text, begin)) && isAt(NAME_END, text, begin + 7)
}

function isValueOfKey(text: Buffer, value: number): boolean {
  const colon = beforeSpace(text, value)
  return text[colon] === COLON && isAt(KEY, text, beforeSpace(text, colon) + 1 - KEY.length)
}

function isAt(wanted: Buffer, text: Buffer, at: number): boolean {
  return at >= 0 && at + wanted.length <= text.length && wanted.compare(text, at, at + wanted.length) === 0
}

/** Index of the last byte before `at` that is not white space of JSON. */
function beforeSpace(text: Buffer, at: number): number {
  let before = at - 1
  while (before >= 0 && isSpace(text[before])) before -= 1
  return before
}

function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09
}

/** `scan` has the chunk that was begun last as its piece. */
export function createRecordCutter(onRecord: (record: Buffer) => void, scan: TextScan): RecordCutter {
  let chunk: Buffer = Buffer.alloc(0)
  let start = -1
  let name = -1
  /** The parts of the open record in earlier chunks. */
  let earlier: Buffer[] = []
  let earlierLength = 0

  function keep(end: number): void {
    if (earlier.length === 0) {
      if (name !== -1 && name < end) onRecord(chunk.subarray(start, end))
    } else {
      const record = Buffer.concat([...earlier, chunk.subarray(0, end)])
      if (findEventName(record, 0, (from) => record.indexOf(NAME_END, from)) !== -1) onRecord(record)
    }
  }

  return {
    begin(next) {
      chunk = next
      name = findEventName(chunk, 0, scan.nextName)
      start = start === -1 ? -1 : 0
    },
    open(at) {
      start = at
      if (name !== -1 && name < at) name = findEventName(chunk, at, scan.nextName)
    },
    close(end) {
      if (start === -1) return
      if (earlierLength + end - start <= MAX_RECORD_BYTES) keep(end)
      start = -1
      earlier = []
      earlierLength = 0
      if (name !== -1 && name < end) name = findEventName(chunk, end, scan.nextName)
    },
    finish() {
      if (start === -1) return
      earlierLength += chunk.length - start
      earlier = earlierLength <= MAX_RECORD_BYTES ? [...earlier, chunk.subarray(start)] : []
    },
  }
}
