/** Cuts records out of chunks of text, and keeps those that name an event about user profiles. */
export interface RecordCutter {
  /** A chunk begins, in the middle of a record if one is open. */
  begin(chunk: Buffer): void
  /** A record begins at `start` in the chunk. */
  open(start: number): void
  /** The record that is open, if any, ends before `end` in the chunk. */
  close(end: number): void
  /** The chunk is over. */
  finish(): void
}

/** A record is at most 256 KB, says AWS. One that is longer than this is dropped. */
const LARGEST_RECORD = 4 * 1024 * 1024
const COMMON_END = Buffer.from('eUserProfile')
const BEGINNINGS = [Buffer.from('Creat'), Buffer.from('Delet')]

/** Where the name of such an event stands next, as a value of its own or within other text; -1 when it does not. */
export function findEventName(text: Buffer, from = 0): number {
  for (let at = text.indexOf(COMMON_END, from); at !== -1; at = text.indexOf(COMMON_END, at + 1)) {
    const begin = at - 5
    if (begin >= 0 && BEGINNINGS.some((beginning) => beginning.compare(text, begin, at) === 0)) return begin
  }
  return -1
}

export function createRecordCutter(onRecord: (record: Buffer) => void): RecordCutter {
  let chunk: Buffer = Buffer.alloc(0)
  let start = -1
  let name = -1
  /** The beginning of the open record, when that was in earlier chunks. */
  let earlier: Buffer[] = []
  let earlierLength = 0

  function keep(end: number): void {
    if (earlier.length === 0) {
      if (name !== -1 && name < end) onRecord(chunk.subarray(start, end))
    } else {
      const record = Buffer.concat([...earlier, chunk.subarray(0, end)])
      if (findEventName(record) !== -1) onRecord(record)
    }
  }

  return {
    begin(next) {
      chunk = next
      name = findEventName(chunk)
      start = start === -1 ? -1 : 0
    },
    open(at) {
      start = at
      if (name !== -1 && name < at) name = findEventName(chunk, at)
    },
    close(end) {
      if (start === -1) return
      if (earlierLength + end - start <= LARGEST_RECORD) keep(end)
      start = -1
      earlier = []
      earlierLength = 0
      if (name !== -1 && name < end) name = findEventName(chunk, end)
    },
    finish() {
      if (start === -1) return
      earlierLength += chunk.length - start
      earlier = earlierLength <= LARGEST_RECORD ? [...earlier, chunk.subarray(start)] : []
    },
  }
}
