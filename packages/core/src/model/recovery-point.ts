import type { FieldParser } from './parse/parse-input.js'
import { parseText } from './parse/parse-text.js'

/** Backup of a file system by AWS Backup. */
export interface RecoveryPoint {
  readonly recoveryPointArn: string
  readonly backupVaultName: string
  /** When the backup began, in ISO 8601. */
  readonly takenAt: string
  /** `COMPLETED` for one that can be restored; `CREATING`, `PARTIAL`, `EXPIRED`, `DELETING`, or one that AWS adds. */
  readonly status: string
}

/** Restore job of AWS Backup. */
export interface RestoreJob {
  readonly restoreJobId: string
  readonly recoveryPointArn: string
  /** `PENDING`, `RUNNING`, `COMPLETED`, `ABORTED`, `FAILED`, or one that AWS adds. */
  readonly status: string
  readonly statusMessage: string | undefined
  /** 0 to 100. Undefined where the reply does not say. */
  readonly percentDone: number | undefined
  /** In ISO 8601. */
  readonly createdAt: string
  readonly completedAt: string | undefined
}

const arnRule = {
  pattern: /^arn:aws[-a-z]*:[-a-z0-9]+:[-a-z0-9]*:\d{0,12}:[-\w:/.]+$/,
  min: 20,
  max: 1024,
  allowed:
    'the ARN of a recovery point such as arn:aws:backup:eu-west-1:111122223333:recovery-point:1eb3b5e7-9eb0-435a-a80b-108b488b0d45',
}

export const parseRecoveryPointArn: FieldParser<string> = (value, field) => parseText(value, field, arnRule)

/** The vault of EFS's automatic backups has slashes in its name: `aws/efs/automatic-backup-vault`. */
const vaultRule = {
  pattern: /^[-\w/]+$/,
  min: 2,
  max: 50,
  allowed: 'the name of a backup vault such as aws/efs/automatic-backup-vault',
}

export const parseBackupVaultName: FieldParser<string> = (value, field) => parseText(value, field, vaultRule)

const jobRule = {
  pattern: /^[-A-Za-z0-9]+$/,
  min: 8,
  max: 100,
  allowed: 'the id of a restore job, as an earlier run gave it',
}

export const parseRestoreJobId: FieldParser<string> = (value, field) => parseText(value, field, jobRule)
