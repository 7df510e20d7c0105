import type { Timestamp, Transitional } from './record.js'

/** Recovery points and restore jobs of AWS Backup in the state of the fake. */
export interface BackupState {
  /** By RecoveryPointArn. */
  readonly recoveryPoints: Map<string, RecoveryPointRecord>
  /** By RestoreJobId. */
  readonly restoreJobs: Map<string, RestoreJobRecord>
}

/** Backup of a file system. Members that begin in lower case are internal: no reply has them. */
export interface RecoveryPointRecord {
  readonly RecoveryPointArn: string
  readonly BackupVaultName: string
  /** ARN of the file system. */
  readonly ResourceArn: string
  readonly CreationDate: Timestamp
  Status: 'COMPLETED' | 'PARTIAL' | 'DELETING' | 'EXPIRED' | 'AVAILABLE' | 'STOPPED' | 'CREATING'
  StatusMessage?: string
  readonly BackupSizeBytes: number
  /** Reply of GetRecoveryPointRestoreMetadata. */
  restoreMetadata: Readonly<Record<string, string>>
  /** Puts the items of a job into their file system when the job completes. An error that it throws fails the job. */
  restore?: (items: RestoredItems) => void
}

/** Items of a restore job that completes. */
export interface RestoredItems {
  /** Paths relative to the root of the file system; undefined for all of it. */
  readonly items: readonly string[] | undefined
  /** Directory at the root that gets them: `/aws-backup-restore_2026-11-26T10-15-30-123Z`. */
  readonly folder: string
  /** When the job completes, in milliseconds since the epoch. Default: now. */
  readonly completedAt?: number
}

/** Restore job in the state of the fake. */
export interface RestoreJobRecord extends Transitional {
  readonly RestoreJobId: string
  readonly RecoveryPointArn: string
  readonly CreationDate: Timestamp
  CompletionDate?: Timestamp
  Status: 'PENDING' | 'RUNNING' | 'COMPLETED' | 'ABORTED' | 'FAILED'
  StatusMessage?: string
  /** `0.00%`, as AWS writes it. */
  PercentDone: string
  readonly IamRoleArn?: string
  readonly metadata: Readonly<Record<string, string>>
  readonly idempotencyToken?: string
}

export function createBackupState(): BackupState {
  return { recoveryPoints: new Map(), restoreJobs: new Map() }
}
