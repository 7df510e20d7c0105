import type { DecodedRecord, LogFileRead } from '../cloud-trail-source.js'
import { decodeUserProfileRecord } from '../decode-user-profile-record.js'
import { UnreadableLogFileError } from './error.js'
import type { FoundFile } from './find.js'
import { isEventWanted, type LogFilter } from './layout.js'
import { type ReadProblem, readLogFile } from './read.js'
import type { LogTree } from './tree.js'

/** What one file says about user profiles, and last, how reading it went. */
export async function decodeLogFile(
  tree: LogTree,
  found: FoundFile,
  filter: LogFilter,
  signal: AbortSignal,
): Promise<readonly (DecodedRecord | LogFileRead)[]> {
  if ('error' in found) return [{ kind: 'file', file: found.error.file, error: found.error }]
  const file = tree.show(found.path)
  const bytes = await tree.read(found.path, signal)
  if (bytes.isErr()) return [{ kind: 'file', file, error: bytes.error }]
  if (signal.aborted) return []
  const records: DecodedRecord[] = []
  let broken = 0
  // Decoded as they are found: what is kept of a record is a small part of its text.
  const onRecord = (text: Buffer) => {
    const record = parseJson(text)
    if (record === undefined) broken += 1
    else records.push(...wanted(inFile(file, decodeUserProfileRecord(record)), filter))
  }
  const problem = (await readLogFile(bytes.value, onRecord, signal)) ?? problemOf(broken)
  const error = problem && new UnreadableLogFileError(file, problem.kind, problem.detail, { cause: problem.cause })
  return [...records, { kind: 'file', file, error }]
}

function problemOf(broken: number): ReadProblem | undefined {
  return broken === 0 ? undefined : { kind: 'damaged', detail: `${broken} of its records are not JSON` }
}

function wanted(record: DecodedRecord, filter: LogFilter): readonly DecodedRecord[] {
  return record.kind !== 'decoded' || isEventWanted(record, filter) ? [record] : []
}

function inFile(file: string, record: DecodedRecord): DecodedRecord {
  return record.kind === 'malformed' ? { ...record, error: record.error.in(file) } : record
}

function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'))
  } catch {
    return undefined
  }
}
