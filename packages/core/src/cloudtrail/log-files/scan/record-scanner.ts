import { createRecordCutter } from './record-cutter.js'
import { depthOf, endOfPlain, OUTSIDE, type ScanPlace, stateAfter, type TextScan } from './scan-place.js'
import { textScan } from './text-scan.js'

/** Finds the records of a log file that name an event about user profiles, without parsing the others. */
export interface RecordScanner {
  feed(chunk: Buffer): void
  /** After the last chunk. `cut-off`: the JSON has no end. `no-records`: it is not a log file. */
  end(): 'records' | 'cut-off' | 'no-records'
}

const OPEN_BRACE = 0x7b
const MAX_KEY = 16

/**
 * Calls `onRecord` with the text of every object in the array `Records` of the outermost object that has one of the event
 * names as an `eventName` anywhere in it, in the order of the file. It follows strings, so text in a string that looks like
 * a record is not one.
 */
export function createRecordScanner(onRecord: (record: Buffer) => void, scan: TextScan = textScan()): RecordScanner {
  const cutter = createRecordCutter(onRecord, scan)
  const place: ScanPlace = { at: 0, depth: 0, state: OUTSIDE }
  let inObject = false
  let inRecords = false
  let sawRecords = false
  /** The last string directly in the outermost object: the key of the value that follows. */
  let key = ''

  function feedPiece(piece: Buffer): void {
    scan.begin(piece)
    cutter.begin(piece)
    place.at = 0
    while (place.at < piece.length) {
      if (place.depth > 2) scan.passElement(place)
      else passPlain(piece)
      if (place.at < piece.length) step(piece[place.at] as number)
    }
    cutter.finish()
  }

  function passPlain(piece: Buffer): void {
    const from = place.at
    place.at = endOfPlain(piece, from, place.state)
    if (place.depth === 1 && place.state !== OUTSIDE)
      gatherKey(piece.toString('latin1', from, Math.min(place.at, from + MAX_KEY)))
  }

  /** Passes a byte outside of the list's elements, or the end of one. */
  function step(byte: number): void {
    const change = place.state === OUTSIDE ? depthOf(byte) : 0
    if (change === 1) open(byte)
    if (change === -1) close()
    const next = stateAfter(place.state, byte)
    if (place.depth === 1 && next !== OUTSIDE) {
      if (place.state === OUTSIDE) key = ''
      else gatherKey(String.fromCharCode(byte))
    }
    place.state = next
    place.at += 1
  }

  function gatherKey(text: string): void {
    if (key.length < MAX_KEY) key += text
  }

  function open(byte: number): void {
    place.depth += 1
    if (place.depth === 1) inObject = byte === OPEN_BRACE
    if (place.depth === 2) inRecords = inObject && byte !== OPEN_BRACE && key === 'Records'
    sawRecords ||= place.depth === 2 && inRecords
    if (place.depth === 3 && inRecords && byte === OPEN_BRACE) cutter.open(place.at)
  }

  function close(): void {
    place.depth = Math.max(0, place.depth - 1)
    if (place.depth === 2 && inRecords) cutter.close(place.at + 1)
  }

  return {
    feed: (chunk) => {
      for (const piece of piecesOf(chunk, scan)) feedPiece(piece)
    },
    end: () => {
      if (place.depth > 0 || place.state !== OUTSIDE) return 'cut-off'
      return sawRecords ? 'records' : 'no-records'
    },
  }
}

/** Cuts a chunk into pieces that the scan has room for. */
export function* piecesOf(chunk: Buffer, { capacity }: TextScan): Generator<Buffer, void, undefined> {
  for (let at = 0; at < chunk.length; at += capacity) yield chunk.subarray(at, at + capacity)
}
