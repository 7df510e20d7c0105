import type { LogFileProblem } from './error.js'
import { createRecordSearch } from './search.js'
import type { LogBytes } from './tree.js'
import { type TakeText, type UnpackFailure, unpackParts, unpackWhole } from './unpack.js'

/** Why a log file was not read to its end. */
export interface ReadProblem {
  readonly kind: LogFileProblem
  readonly detail: string
  readonly cause?: unknown
}

/** CloudTrail's files have at most 50 MB. Past this, a file is something else that grows without end. */
const LARGEST_UNPACKED = 256 * 1024 * 1024

/**
 * Unpacks the file, if it is packed, and gives each record that names an event about user profiles to `onRecord`, which
 * must not keep it. What there is before a damage counts.
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
    if (unpacked > LARGEST_UNPACKED) return 'enough'
    search.feed(text)
    return 'more'
  }
  const failure =
    file.kind === 'whole' ? await takeWhole(file.bytes, take, signal) : await takeParts(file.parts, take, signal)
  if (unpacked > LARGEST_UNPACKED) return tooLarge
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

const noRecords = { kind: 'no-records', detail: 'it is not a JSON object with Records' } as const
const cutOff = { kind: 'cut-off', detail: 'it ends in the middle of a record' } as const
const tooLarge = { kind: 'too-large', detail: `it unpacks to more than ${LARGEST_UNPACKED} bytes` } as const

function problemAtEnd(end: 'records' | 'cut-off' | 'no-records'): ReadProblem | undefined {
  if (end === 'records') return undefined
  return end === 'cut-off' ? cutOff : noRecords
}

function problemIn(cause: unknown): ReadProblem {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause)
  if (code === 'Z_BUF_ERROR') return { kind: 'cut-off', detail: 'the compressed data ends too early', cause }
  if (code.startsWith('Z_')) return { kind: 'damaged', detail: `the compressed data is broken (${code})`, cause }
  return { kind: 'unreachable', detail: code, cause }
}

function isGzip(bytes: Buffer): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b
}
