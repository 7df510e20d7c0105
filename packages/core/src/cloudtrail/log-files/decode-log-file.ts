import { parseJson } from '../../model/parse/parse-json.js'
import type { LogFileRead } from '../cloud-trail-source.js'
import { type DecodedRecord, decodeUserProfileRecord } from '../decode-user-profile-record.js'
import type { FoundFile, LogSearch } from './find-files.js'
import { UnreadableLogFileError } from './log-tree.js'
import { type ReadProblem, readLogFile } from './read-log-file.js'
import { isEventWanted, type LogFilter } from './wanted-files.js'

/** Decodes the wanted records of one file. The last item reports how reading went. */
export async function decodeLogFile(
  { tree, filter, signal }: LogSearch,
  found: FoundFile,
): Promise<readonly (DecodedRecord | LogFileRead)[]> {
  if ('error' in found) return [{ kind: 'file', file: found.error.file, error: found.error }]
  const file = tree.show(found.path)
  const bytes = await tree.read(found.path, signal)
  if (bytes.isErr()) return [{ kind: 'file', file, error: bytes.error }]
  if (signal.aborted) return []
  const records: DecodedRecord[] = []
  let broken = 0
  // Decodes at once, to keep little of a record's text in memory.
  const onRecord = (text: Buffer) => {
    const record = parseJson(text.toString('utf8'))
    if (record === undefined) broken += 1
    else records.push(...wanted(inFile(file, decodeUserProfileRecord(record)), filter))
  }
  const problem = (await readLogFile(bytes.value, onRecord, signal)) ?? problemOf(broken)
  return [...records, { kind: 'file', file, error: problem && new UnreadableLogFileError({ file, ...problem }) }]
}

function problemOf(broken: number): ReadProblem | undefined {
  return broken === 0 ? undefined : { problem: 'damaged', detail: `${broken} of its records are not JSON` }
}

function wanted(record: DecodedRecord, filter: LogFilter): readonly DecodedRecord[] {
  return record.kind !== 'decoded' || isEventWanted(record, filter) ? [record] : []
}

function inFile(file: string, record: DecodedRecord): DecodedRecord {
  return record.kind === 'malformed' ? { ...record, error: record.error.in(file) } : record
}
