import type { Result } from 'neverthrow'
import type { InvalidInputError } from '../../studio-efs-error.js'
import type { Brand } from '../brand.js'
import { parseText } from '../parse/parse-text.js'

/**
 * Names an archived directory: domain, profile in lower case, creation time: `d-abc/alice/20250101T000000000Z`. One that AWS Backup
 * recovered for that life has `.b` and 16 hexadecimal digits behind it.
 */
export type ArchiveName = Brand<string, 'ArchiveName'>

/** Ends of one generation that have an archive: the second one has `.2` in its name, the last one `.99`. */
export const MAX_ENDS = 99

const archiveNameRule = {
  // A second end of one generation has a number behind it.
  pattern: /^d-[-a-z0-9]{1,61}\/[a-z0-9][-a-z0-9]{0,62}\/\d{8}T\d{9}Z(?:\.(?:[2-9]|[1-9]\d|b[0-9a-f]{16}))?$/,
  min: 23,
  max: 170,
  allowed: 'the name of an archive, such as d-abc/alice/20250101T000000000Z',
}

/** Parses the name of an archived directory, as `listArchives` gives it. */
export function parseArchiveName(value: unknown, field = 'archive'): Result<ArchiveName, InvalidInputError> {
  return parseText(value, field, archiveNameRule).map((text) => text as ArchiveName)
}
