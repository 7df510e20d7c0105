import { type LogBytes, type LogFileProblem, MAX_WHOLE_BYTES } from './log-tree.js'
import { findEventName } from './scan/record-cutter.js'
import { createRecordScanner, piecesOf, type RecordScanner } from './scan/record-scanner.js'
import type { TextScan } from './scan/scan-place.js'
import { textScan } from './scan/text-scan.js'
import { NoTextError, type TakeText, type UnpackFailure, unpackParts, unpackWhole } from './unpack.js'

/** A log file was not read to its end. */
export interface ReadProblem {
  readonly problem: LogFileProblem
  readonly detail: string
  readonly cause?: unknown
}

/** CloudTrail's files have at most 50 MB; a file that unpacks to more than this is something else. */
const MAX_UNPACKED_BYTES = 256 * 1024 * 1024

/**
 * Unpacks the file, if it is packed, and calls `onRecord` for each record whose `eventName` is one about user profiles, up to
 * the first damage. The buffer is valid during the call only.
 */
export async function readLogFile(
  file: LogBytes,
  onRecord: (record: Buffer) => void,
  signal: AbortSignal,
): Promise<ReadProblem | undefined> {
  const search = createRecordSearch(onRecord)
  let unpacked = 0
  const take: TakeText = (text) => {
    unpacked += text.length
    if (unpacked > MAX_UNPACKED_BYTES) return 'enough'
    search.feed(text)
    return 'more'
  }
  const failure =
    file.kind === 'whole' ? await takeWhole(file.bytes, take, signal) : await takeParts(file.parts, take, signal)
  if (unpacked > MAX_UNPACKED_BYTES) return tooLarge
  return failure === undefined ? problemAtEnd(search.end()) : problemIn(failure.cause)
}

async function takeWhole(bytes: Buffer, take: TakeText, signal: AbortSignal): Promise<UnpackFailure> {
  if (isGzip(bytes)) return unpackWhole(bytes, take, signal)
  take(bytes)
  return undefined
}

async function takeParts(parts: AsyncIterable<Buffer>, take: TakeText, signal: AbortSignal): Promise<UnpackFailure> {
  const iterator = parts[Symbol.asyncIterator]()
  try {
    const first = await iterator.next()
    if (first.done === true) return undefined
    const all = withFirst(first.value, iterator)
    if (isGzip(first.value)) return await unpackParts(all, take, signal)
    for await (const part of all) if (signal.aborted || take(part) === 'enough') break
    return undefined
  } catch (cause) {
    return { cause }
  }
}

async function* withFirst<Item>(first: Item, rest: AsyncIterator<Item>): AsyncGenerator<Item, void, undefined> {
  yield first
  yield* { [Symbol.asyncIterator]: () => rest }
}

const noRecords = { problem: 'no-records', detail: 'it is not a JSON object with Records' } as const
const cutOff = { problem: 'cut-off', detail: 'it ends in the middle of a record' } as const
const tooLarge = { problem: 'too-large', detail: `it unpacks to more than ${MAX_UNPACKED_BYTES} bytes` } as const

function problemAtEnd(end: 'records' | 'cut-off' | 'no-records'): ReadProblem | undefined {
  if (end === 'records') return undefined
  return end === 'cut-off' ? cutOff : noRecords
}

function problemIn(cause: unknown): ReadProblem {
  if (cause instanceof NoTextError)
    return { problem: 'too-large', detail: 'the compressed data goes on without any text', cause }
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause)
  if (code === 'Z_BUF_ERROR') return { problem: 'cut-off', detail: 'the compressed data ends too early', cause }
  if (code.startsWith('Z_')) return { problem: 'damaged', detail: `the compressed data is broken (${code})`, cause }
  return { problem: 'unreachable', detail: code, cause }
}

function isGzip(bytes: Buffer): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b
}

const RECORDS = '"Records"'

/** Longer than a key and an event name that may cross the seam of two parts, and than the end of a file. */
const SEAM_BYTES = 64

/**
 * A record scanner that is fast for files without a wanted record, as most are: a plain search for the event names comes
 * first. It keeps the parts until a name is found, or until they have more than {@link MAX_WHOLE_BYTES}.
 */
export function createRecordSearch(onRecord: (record: Buffer) => void, scan: TextScan = textScan()): RecordScanner {
  const kept: Buffer[] = []
  let length = 0
  let tail: Buffer = Buffer.alloc(0)
  let scanner: RecordScanner | undefined

  function search(piece: Buffer): void {
    kept.push(piece)
    length += piece.length
    const seam = Buffer.concat([tail, piece.subarray(0, SEAM_BYTES)])
    tail = piece.length < SEAM_BYTES ? seam.subarray(-SEAM_BYTES) : piece.subarray(-SEAM_BYTES)
    if (length > MAX_WHOLE_BYTES || isNamedIn(piece) || isNamedIn(seam)) scanKept()
  }

  function isNamedIn(text: Buffer): boolean {
    scan.begin(text)
    return findEventName(text, 0, scan.nextName) !== -1
  }

  function scanKept(): void {
    scanner = createRecordScanner(onRecord, scan)
    for (const piece of kept.splice(0)) scanner.feed(piece)
  }

  return {
    feed(part) {
      for (const piece of piecesOf(part, scan)) {
        if (scanner === undefined) search(piece)
        else scanner.feed(piece)
      }
    },
    end() {
      return scanner === undefined ? endOfUnscanned(kept, tail) : scanner.end()
    },
  }
}

/** Judges a file that was not scanned by its beginning and end, which should be those of `{"Records":[ … ]}`. */
function endOfUnscanned(parts: readonly Buffer[], tail: Buffer): ReturnType<RecordScanner['end']> {
  const begin =
    parts
      .find((part) => part.length > 0)
      ?.toString('utf8', 0, 64)
      .trimStart() ?? ''
  const end = tail.toString('latin1').trimEnd()
  if (!begin.startsWith('{') || !hasRecords(parts)) return 'no-records'
  return end.endsWith('}') ? 'records' : 'cut-off'
}

/** A part of a reply may have few bytes, and end in the middle of the word. */
function hasRecords(parts: readonly Buffer[]): boolean {
  return parts.some((part) => part.includes(RECORDS)) || Buffer.concat(parts).includes(RECORDS)
}
