import type { DecodedRecord, LogFileRead } from './cloud-trail-source.js'
import { decodeUserProfileRecord } from './decode-user-profile-record.js'
import { UnreadableLogFileError } from './log-files-error.js'
import type { FoundFile } from './log-files-find.js'
import { isEventWanted, type LogFilter } from './log-files-layout.js'
import { type LogFileContent, readLogFile } from './log-files-read.js'
import type { LogTree } from './log-files-tree.js'

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
  const content = await readLogFile(bytes.value)
  const parsed = content.records.map(parseJson)
  const problem = content.problem ?? problemIn(parsed)
  const error = problem && new UnreadableLogFileError(file, problem.kind, problem.detail, { cause: problem.cause })
  const records = parsed.filter((record) => record !== undefined).map((record) => decodeUserProfileRecord(record))
  return [...records.filter((record) => isRecordWanted(record, filter)), { kind: 'file', file, error }]
}

function problemIn(parsed: readonly unknown[]): LogFileContent['problem'] {
  const broken = parsed.filter((record) => record === undefined).length
  return broken === 0 ? undefined : { kind: 'damaged', detail: `${broken} of its records are not JSON` }
}

function isRecordWanted(record: DecodedRecord, filter: LogFilter): boolean {
  return record.kind !== 'decoded' || isEventWanted(record, filter)
}

function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'))
  } catch {
    return undefined
  }
}
