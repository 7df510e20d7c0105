import type { FieldParser } from '../parse/parse-input.js'
import { parseText } from '../parse/parse-text.js'

/**
 * Name of the directory at the root of a file system to which AWS Backup restores: `aws-backup-restore_` and a date and time.
 *
 * @see https://docs.aws.amazon.com/aws-backup/latest/devguide/restoring-efs.html
 */
const recoveryFolderRule = {
  pattern: /^aws-backup-restore_[-0-9A-Za-z:.]+$/,
  min: 20,
  max: 120,
  allowed: 'the name of a recovery folder, such as aws-backup-restore_2026-11-26T10-15-30-123Z',
}

export const parseRecoveryFolder: FieldParser<string> = (value, field) => parseText(value, field, recoveryFolderRule)

/** True for the name of a directory that AWS Backup restores to. */
export function isRecoveryFolder(name: string): boolean {
  return parseRecoveryFolder(name, 'name').isOk()
}

/** Difference between the clocks of AWS Backup and the file server, in milliseconds. */
const SKEW_MS = 60_000

/** True for a last change between the creation and the completion of a job. */
export function isOfJob(
  changedMs: number,
  { startedAt, endedAt }: { readonly startedAt: string; readonly endedAt: string },
): boolean {
  return changedMs >= Date.parse(startedAt) - SKEW_MS && changedMs <= Date.parse(endedAt) + SKEW_MS
}
