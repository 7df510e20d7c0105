import { createGunzip } from 'node:zlib'

/** Consumes unpacked text, part after part. */
export type TakeText = (text: Buffer) => 'more' | 'enough'

/** The error that stopped unpacking; undefined at the end of the data, and when the consumer had enough. */
export type UnpackFailure = { readonly cause: unknown } | undefined

const PART_BYTES = 256 * 1024

/** Packed bytes that a file may have beyond four times those of its text. Members without text could go on for ever. */
const MAX_EMPTY_BYTES = 8 * 1024 * 1024

/** The packed data goes on, and gives no text. */
export class NoTextError extends Error {
  override readonly name = 'NoTextError'
}

/**
 * Unpacks consecutive gzip members, up to the first damaged byte. Zlib drops the output of the piece in which it finds the
 * damage, so that piece is fed again in smaller ones, and finally byte by byte.
 */
export async function unpackWhole(bytes: Buffer, take: TakeText, signal: AbortSignal): Promise<UnpackFailure> {
  let begin = 0
  let taken = 0
  let failure: UnpackFailure
  for (const size of [Math.max(1, bytes.length), 1024, 1]) {
    let seen = 0
    const takeNew: TakeText = (text) => {
      const known = Math.min(text.length, Math.max(0, taken - seen))
      seen += text.length
      return known < text.length ? take(text.subarray(known)) : 'more'
    }
    const pumped = await pump(piecesOf(bytes, begin, size), takeNew, signal)
    failure = pumped.failure
    if (failure === undefined || pumped.done === bytes.length || signal.aborted) break
    begin = pumped.done
    taken = Math.max(taken, seen)
  }
  return failure
}

/** Like {@link unpackWhole} for data that can be read only once: drops the part with the damage. */
export async function unpackParts(
  parts: AsyncIterable<Buffer>,
  take: TakeText,
  signal: AbortSignal,
): Promise<UnpackFailure> {
  return (await pump(parts, take, signal)).failure
}

interface Pumped {
  /** Bytes before the piece that failed. */
  readonly done: number
  readonly failure: UnpackFailure
}

function pump(pieces: AsyncIterable<Buffer> | Iterable<Buffer>, take: TakeText, signal: AbortSignal): Promise<Pumped> {
  const gunzip = createGunzip({ chunkSize: PART_BYTES })
  let done = 0
  let unpacked = 0
  return new Promise((resolve) => {
    const end = (failure: UnpackFailure) => {
      resolve({ done, failure })
      gunzip.destroy()
    }
    gunzip.on('data', (text: Buffer) => {
      unpacked += text.length
      if (signal.aborted) end({ cause: signal.reason })
      else if (take(text) === 'enough') end(undefined)
    })
    gunzip.on('end', () => end(undefined))
    gunzip.on('error', (cause) => end({ cause }))
    const feed = async () => {
      for await (const piece of pieces) {
        if (gunzip.destroyed || !(await write(piece))) return
        done += piece.length
        if (done > 4 * unpacked + MAX_EMPTY_BYTES) throw new NoTextError('Most of it is empty.')
      }
      gunzip.end()
    }
    const write = (piece: Buffer) =>
      new Promise<boolean>((written) => {
        gunzip.write(piece, (error) => written(error === undefined || error === null))
      })
    feed().catch((cause) => end({ cause }))
  })
}

function* piecesOf(bytes: Buffer, begin: number, size: number): Generator<Buffer, void, undefined> {
  if (begin > 0) yield bytes.subarray(0, begin)
  for (let at = begin; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}
