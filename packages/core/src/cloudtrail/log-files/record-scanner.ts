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
 * names as an `eventName` anywhere in it, in the order of the file. It follows strings, so text in a string that looks like a record is not
 * one.
 */
export function createRecordScanner(onRecord: (record: Buffer) => void): RecordScanner {
  const cutter = createRecordCutter(onRecord)
  let depth = 0
  let inString = false
  /** A backslash at the end of the last chunk escapes the first byte of the next one. */
  let escaped = false
  /** The open string is directly in the outermost object. */
  let inKey = false
  let inObject = false
  let inRecords = false
  let sawRecords = false
  /** The last string directly in the outermost object: the key of the value that follows. */
  let key = ''
  const position: Position = { at: 0, depth: 0 }

  function feed(chunk: Buffer): void {
    cutter.begin(chunk)
    let at = inString ? endOfString(chunk, 0) : 0
    inKey &&= inString
    while (at < chunk.length) {
      const byte = chunk[at] as number
      if (depth > 2) at = inside(chunk, at)
      else if (byte === QUOTE) at = depth === 1 ? keyString(chunk, at + 1) : endOfString(chunk, at + 1)
      // Setting this bit makes a brace of a bracket's byte.
      else if ((byte | 0x20) === OPEN_BRACE) at = open(byte, at)
      else if ((byte | 0x20) === CLOSE_BRACE) at = close(at + 1)
      else at += 1
    }
    cutter.finish()
  }

  /** Passes everything up to the end of the element of the list. */
  function inside(chunk: Buffer, from: number): number {
    position.at = from
    position.depth = depth
    passElement(chunk, position)
    depth = position.depth
    if (position.at === chunk.length) return position.at
    const isString = chunk[position.at] === QUOTE
    return isString ? endOfString(chunk, position.at + 1) : close(position.at + 1)
  }

  function keyString(chunk: Buffer, from: number): number {
    key = ''
    inKey = true
    const end = endOfString(chunk, from)
    inKey = inString
    return end
  }

  function endOfString(chunk: Buffer, from: number): number {
    let quote = chunk.indexOf(QUOTE, from)
    while (quote !== -1 && isEscaped(chunk, from, quote)) quote = chunk.indexOf(QUOTE, quote + 1)
    const end = quote === -1 ? chunk.length : quote
    if (inKey && key.length < MAX_KEY) key += chunk.toString('latin1', from, Math.min(end, from + MAX_KEY))
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

interface Position {
  at: number
  depth: number
}

/**
 * Moves on to the bracket that leaves depth 3, to a string that is not over with the next quotation mark, or to the end of
 * the chunk. A function of its own with few variables: it sees nearly every byte of a file.
 */
function passElement(chunk: Uint8Array, position: Position): void {
  const { length } = chunk
  let { at, depth } = position
  while (at < length) {
    const byte = chunk[at] as number
    if (byte === QUOTE) {
      let end = at + 1
      while (end < length && chunk[end] !== QUOTE && chunk[end] !== BACKSLASH) end += 1
      if (end === length || chunk[end] === BACKSLASH) break
      at = end
    } else if ((byte | 0x20) === OPEN_BRACE) depth += 1
    else if ((byte | 0x20) === CLOSE_BRACE) {
      if (depth === 3) break
      depth -= 1
    }
    at += 1
  }
  position.at = at
  position.depth = depth
}
