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
const COMMON_END = Buffer.from('eUserProfile')
const BEGINNINGS = [Buffer.from('Creat'), Buffer.from('Delet')]

/** Index of the next event name from `from` on, also within other text; -1 without one. */
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
  /** The parts of the open record in earlier chunks. */
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
      if (earlierLength + end - start <= MAX_RECORD_BYTES) keep(end)
      start = -1
      earlier = []
      earlierLength = 0
      if (name !== -1 && name < end) name = findEventName(chunk, end)
    },
    finish() {
      if (start === -1) return
      earlierLength += chunk.length - start
      earlier = earlierLength <= MAX_RECORD_BYTES ? [...earlier, chunk.subarray(start)] : []
    },
  }
}
