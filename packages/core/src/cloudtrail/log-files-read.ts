import { pipeline, Readable } from 'node:stream'
import { promisify } from 'node:util'
import { createGunzip, gunzip as gunzipWithCallback } from 'node:zlib'
import type { LogFileProblem } from './log-files-error.js'
import { createRecordScanner, type RecordScanner } from './log-files-scan.js'
import { LARGEST_WHOLE, type LogBytes } from './log-files-tree.js'

/** What a log file held: the records that name an event about user profiles, and what was wrong with the rest. */
export interface LogFileContent {
  readonly records: readonly Buffer[]
  readonly problem: { readonly kind: LogFileProblem; readonly detail: string; readonly cause?: unknown } | undefined
}

const gunzip = promisify(gunzipWithCallback)

const PART = 256 * 1024
/** CloudTrail's files have at most 50 MB. Past this, a file is something else that grows without end. */
const LARGEST_UNPACKED = 256 * 1024 * 1024

/** Unpacks the file, if it is packed, and finds the records. What there is before a damage counts. */
export async function readLogFile(file: LogBytes): Promise<LogFileContent> {
  if (file.kind === 'parts') return scanParts(unpack(file.parts))
  const { bytes } = file
  if (!isGzip(bytes)) return scanWhole(bytes)
  // Gzip notes the size at the end, modulo 4 GB and on trust: a wrong one only costs time.
  const size = bytes.length < 18 ? 0 : bytes.readUInt32LE(bytes.length - 4)
  if (size < LARGEST_WHOLE)
    try {
      return scanWhole(await gunzip(bytes, { chunkSize: Math.max(64, size + 1), maxOutputLength: LARGEST_WHOLE }))
    } catch {
      // Damaged, or larger than it says: part by part shows how far it goes.
    }
  return scanParts(unpack(inParts(bytes)))
}

/** Most files hold nothing of interest, which a plain search tells much faster than a look at their structure. */
function scanWhole(text: Buffer): LogFileContent {
  const records: Buffer[] = []
  const scanner = createRecordScanner((record) => records.push(record))
  scanner.feed(text, 'last')
  return { records, problem: problemAtEnd(scanner) ?? problemAround(text) }
}

async function scanParts(parts: AsyncIterable<Buffer>): Promise<LogFileContent> {
  const records: Buffer[] = []
  // Copied, so that a small record does not keep a large part alive.
  const scanner = createRecordScanner((record) => records.push(Buffer.from(record)))
  let unpacked = 0
  try {
    for await (const part of parts) {
      unpacked += part.length
      if (unpacked > LARGEST_UNPACKED) return { records, problem: tooLarge }
      scanner.feed(part)
    }
  } catch (cause) {
    return { records, problem: problemIn(cause) }
  }
  return { records, problem: problemAtEnd(scanner) }
}

async function* unpack(parts: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void, undefined> {
  const iterator = parts[Symbol.asyncIterator]()
  const first = await iterator.next()
  if (first.done === true) return
  const all = withFirst(first.value, iterator)
  if (!isGzip(first.value)) return yield* all
  // Its errors come out of the iteration.
  yield* pipeline(Readable.from(all), createGunzip({ chunkSize: PART }), () => undefined) as AsyncIterable<Buffer>
}

async function* withFirst<Item>(first: Item, rest: AsyncIterator<Item>): AsyncGenerator<Item, void, undefined> {
  yield first
  yield* { [Symbol.asyncIterator]: () => rest }
}

async function* inParts(bytes: Buffer): AsyncGenerator<Buffer, void, undefined> {
  for (let at = 0; at < bytes.length; at += PART) yield bytes.subarray(at, at + PART)
}

const noRecords = { kind: 'no-records', detail: 'it is not a JSON object with Records' } as const
const cutOff = { kind: 'cut-off', detail: 'it ends in the middle of a record' } as const
const tooLarge = { kind: 'too-large', detail: `it unpacks to more than ${LARGEST_UNPACKED} bytes` } as const

function problemAtEnd(scanner: RecordScanner): LogFileContent['problem'] {
  const end = scanner.end()
  if (end === 'records') return undefined
  return end === 'cut-off' ? cutOff : noRecords
}

function problemIn(cause: unknown): LogFileContent['problem'] {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause)
  if (code === 'Z_BUF_ERROR') return { kind: 'cut-off', detail: 'the compressed data ends too early', cause }
  if (code.startsWith('Z_')) return { kind: 'damaged', detail: `the compressed data is broken (${code})`, cause }
  return { kind: 'unreachable', detail: code, cause }
}

function isGzip(bytes: Buffer): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b
}

/** What its beginning and its end tell of a file that was not looked at all the way: it is to be `{"Records":[ … ]}`. */
function problemAround(text: Buffer): LogFileContent['problem'] {
  const begin = text.toString('latin1', 0, 64).trimStart()
  const end = text.toString('latin1', Math.max(0, text.length - 64)).trimEnd()
  if (!begin.startsWith('{') || !text.includes('"Records"')) return noRecords
  return end.endsWith('}') ? undefined : cutOff
}
