import { errnoOf } from './errno.js'
import type { DirectoryHandle, EntryName, PosixFs } from './fs.js'

/** Entries that are looked at together; the file system is asked for more when they are done. */
const BATCH = 64

/**
 * The path of an entry, whose name has one byte of the real name in each character: names on a file system are bytes, and need
 * not be UTF-8.
 */
export function belowBytes(parent: DirectoryHandle, name: string): string | Buffer {
  const path = `/proc/self/fd/${parent.fd}/${name}`
  // biome-ignore lint/suspicious/noControlCharactersInRegex: all of ASCII
  return /^[\u0000-\u007f]*$/.test(name) ? path : Buffer.from(path, 'latin1')
}

/**
 * The entries of a directory in batches, in the order of the file server. An entry that vanishes while its kind is looked up
 * makes Node drop the rest of a batch, so from there on entries are read one by one.
 */
export async function* streamOf(fs: PosixFs, directory: DirectoryHandle): AsyncGenerator<readonly EntryName[]> {
  let given = 0
  for (const batchSize of [BATCH, 1]) {
    try {
      for await (const batch of batchesAfter(fs, directory, { batchSize, skip: given })) {
        yield batch
        given += batch.length
      }
      return
    } catch (error) {
      if (batchSize === 1 || errnoOf(error) !== 'ENOENT') throw error
    }
  }
}

interface Batching {
  readonly batchSize: number
  /** Entries to pass over. */
  readonly skip: number
}

async function* batchesAfter(
  fs: PosixFs,
  directory: DirectoryHandle,
  { batchSize, skip }: Batching,
): AsyncGenerator<readonly EntryName[]> {
  const entries = await fs.openEntries(`/proc/self/fd/${directory.fd}`, batchSize)
  try {
    let passed = 0
    let batch: EntryName[] = []
    for (;;) {
      const entry = await readNext(entries, batchSize)
      if (entry === undefined) break
      passed += 1
      if (passed <= skip) continue
      batch.push(entry)
      if (batch.length < BATCH) continue
      yield batch
      batch = []
    }
    if (batch.length > 0) yield batch
  } finally {
    await entries.close()
  }
}

/** Read one by one, an entry that vanished is passed over. */
async function readNext(entries: Awaited<ReturnType<PosixFs['openEntries']>>, batchSize: number) {
  for (;;) {
    try {
      return await entries.read()
    } catch (error) {
      if (batchSize !== 1 || errnoOf(error) !== 'ENOENT') throw error
    }
  }
}
