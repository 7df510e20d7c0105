import { createRecordCutter } from './record-cutter.js'

/** Finds the records of a log file that name an event about user profiles, without parsing the others. */
export interface RecordScanner {
  feed(chunk: Buffer): void
  /** After the last chunk. `cut-off`: the JSON has no end. `no-records`: it is not a log file. */
  end(): 'records' | 'cut-off' | 'no-records'
}

const QUOTE = 0x22
const BACKSLASH = 0x5c
const OPEN_BRACE = 0x7b
const CLOSE_BRACE = 0x7d
const MAX_KEY = 16

/**
 * Calls `onRecord` with the text of every object in the array `Records` of the outermost object that has one of the event
 * names anywhere in it, in the order of the file. It follows strings, so text in a string that looks like a record is not
 * one.
 */
export function createRecordScanner(onRecord: (record: Buffer) => void): RecordScanner {
  const cutter = createRecordCutter(onRecord)
  let depth = 0
  let inString = false
  /** A backslash at the end of the last chunk escapes the first byte of the next one. */
  let escaped = false
  let inObject = false
  let inRecords = false
  let sawRecords = false
  /** The last string directly in the outermost object: the key of the value that follows. */
  let key = ''

  function feed(chunk: Buffer): void {
    cutter.begin(chunk)
    let at = inString ? endOfString(chunk, 0) : 0
    while (at < chunk.length) {
      const byte = chunk[at] as number
      // Sets the bit that distinguishes braces from brackets.
      const brace = byte | 0x20
      if (byte === QUOTE) at = afterString(chunk, at + 1)
      else if (brace === OPEN_BRACE) at = open(byte, at)
      else if (brace === CLOSE_BRACE) at = close(at + 1)
      else at += 1
    }
    cutter.finish()
  }

  /** Takes a shortcut for nearly every string: one that ends at the next quote. */
  function afterString(chunk: Buffer, from: number): number {
    const quote = chunk.indexOf(QUOTE, from)
    if (quote !== -1 && chunk[quote - 1] !== BACKSLASH && depth !== 1) return quote + 1
    key = depth === 1 ? '' : key
    return endOfString(chunk, from)
  }

  function endOfString(chunk: Buffer, from: number): number {
    let quote = chunk.indexOf(QUOTE, from)
    while (quote !== -1 && isEscaped(chunk, from, quote)) quote = chunk.indexOf(QUOTE, quote + 1)
    const end = quote === -1 ? chunk.length : quote
    if (depth === 1 && key.length < MAX_KEY) key += chunk.toString('latin1', from, Math.min(end, from + MAX_KEY))
    inString = quote === -1
    escaped = inString && isEscaped(chunk, from, end)
    return end + 1
  }

  /** True after an odd number of backslashes. */
  function isEscaped(chunk: Buffer, from: number, at: number): boolean {
    let begin = at
    while (begin > from && chunk[begin - 1] === BACKSLASH) begin -= 1
    const before = begin === from && escaped ? 1 : 0
    return (at - begin + before) % 2 === 1
  }

  function open(byte: number, at: number): number {
    depth += 1
    if (depth === 1) inObject = byte === OPEN_BRACE
    if (depth === 2) inRecords = inObject && byte !== OPEN_BRACE && key === 'Records'
    sawRecords ||= depth === 2 && inRecords
    if (depth === 3 && inRecords && byte === OPEN_BRACE) cutter.open(at)
    return at + 1
  }

  function close(end: number): number {
    depth = Math.max(0, depth - 1)
    if (depth === 2 && inRecords) cutter.close(end)
    return end
  }

  return {
    feed,
    end: () => {
      if (depth > 0 || inString) return 'cut-off'
      return sawRecords ? 'records' : 'no-records'
    },
  }
}
