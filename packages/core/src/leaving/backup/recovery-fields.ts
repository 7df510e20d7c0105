import type { ReadinessError } from '../../aws/sagemaker/readiness.js'
import type { CallEndedError } from '../../call.js'
import { type CallOptions, callFields } from '../../call-options.js'
import type { DirectoryError } from '../../drivers/directory-error.js'
import type { DirectoryChange } from '../../model/change.js'
import type { BackupRestoreChange } from '../../model/changes/leaving-change.js'
import type { Generation } from '../../model/claim.js'
import { type DirectoryNameCase, parseDirectoryLayout } from '../../model/directory-layout.js'
import { PRIVATE_MODE, parseDirectoryMode } from '../../model/directory-mode.js'
import { type FileSystemPath, parseFileSystemPath } from '../../model/file-system-path.js'
import { parseDomainId, parseExecutionRole, parseFileSystemId, parseUserProfileName } from '../../model/ids.js'
import { type FieldParser, oneOf, optional, type ParsedFields, parseTime } from '../../model/parse/parse-input.js'
import { parseWholeNumber } from '../../model/parse/parse-text.js'
import {
  parseBackupVaultName,
  parseRecoveryPointArn,
  parseRestoreJobId,
  type RecoveryPoint,
  type RestoreJob,
} from '../../model/recovery-point.js'
import type { ArchiveName } from '../../model/state/archive-name.js'
import { parseRecoveryFolder } from '../../model/state/recovery-folder.js'
import { checkClaimable } from '../../model/state/state-path.js'
import type { PathOverlapError } from '../../studio/private-path-plan.js'
import type { InvalidInputError } from '../../studio-efs-error.js'
import { type OnProgress, parseOnProgress } from '../../wait-progress.js'
import type { ArchiveNotFoundError, RestoreTargetError, UnknownPlaceError } from '../leaving-error.js'
import type { RestoreProgress } from '../restore-step.js'
import type {
  RecoveryFolderError,
  RecoveryPointNotFoundError,
  RestoreJobFailedError,
  UncertainOwnerError,
} from './recovery-error.js'
import type { RestoreJobProgress } from './restore-job-step.js'

/** Progress of `restoreFromBackup`: of the restore job, then of the owners that are changed. */
export type BackupProgress = RestoreJobProgress | RestoreProgress

/** Input of `restoreFromBackup`. */
export interface RestoreFromBackupInput extends CallOptions {
  readonly domainId: string
  /** Profile that gets the files. It must exist. */
  readonly userProfileName: string
  /** File system that was backed up, and that gets the files. */
  readonly fileSystemId: string
  /** Latest time at which the backup may have been taken. Default: now, for the newest backup. */
  readonly before?: Date | string
  /** The backup. Default: the newest completed one. */
  readonly recoveryPointArn?: string
  /** Vault of the backup. Default: any. */
  readonly backupVaultName?: string
  /** Path of the directory in the backup. Default: the path that it has now; another one takes `uncertainOwner: 'accept'`. */
  readonly item?: string
  /**
   * Role that AWS Backup restores with. Default: `service-role/AWSBackupDefaultServiceRole` of the account, which the console of
   * AWS Backup makes.
   */
  readonly restoreRoleArn?: string
  /** Number of the copy, 1 to 99. A run with a number that was restored before changes nothing. Default 1. */
  readonly copy?: number
  /** Goes on with this restore job, which an earlier run began. Default: the job of the same request, else a new one. */
  readonly restoreJobId?: string
  /** Name of the folder at the root to which AWS Backup restored. Default: the only one of the job's time that holds the directory. */
  readonly recoveryFolder?: string
  /**
   * Files that may be another person's: from a backup before this life of the profile, of another user id, or with an `item` that is
   * not the profile's path now. Default `refuse`.
   */
  readonly uncertainOwner?: 'refuse' | 'accept'
  /** Template of the profile's directory. Default: the directory that is claimed for it, else `/{userProfileName}`. */
  readonly layout?: string
  /** Spelling of the name in the path. Default `as-stored`. */
  readonly nameCase?: DirectoryNameCase
  /** Permission bits of the directory: octal text, `'0700'` (the default), or a number, 0o700. */
  readonly mode?: number | string
  /** Called after each look at the restore job, and about every 20 seconds while owners are changed. Default: nobody hears of it. */
  readonly onProgress?: OnProgress<BackupProgress>
  /** Reads and plans, starts no job and writes nothing. Default false. */
  readonly dryRun?: boolean
}

/** Result of `restoreFromBackup`. */
export interface RestoreFromBackupOutput {
  readonly recoveryPoint: RecoveryPoint
  /** Path of the directory in the backup. */
  readonly item: FileSystemPath
  /** The life of the profile that has the files, and its person. */
  readonly generation: Generation
  /**
   * Place of the restored directory afterwards: the profile's own directory if that was missing or empty, else `restored-<date>`
   * inside it.
   */
  readonly path: FileSystemPath
  /**
   * `pending`: the time was over while AWS Backup was at work. `unfinished`: it was over while owners were changed. Run it again
   * for both. `unchanged`: this copy was restored by an earlier call.
   */
  readonly outcome: 'restored' | 'unchanged' | 'pending' | 'unfinished'
  /** The restore job; absent where none was looked at. */
  readonly job?: RestoreJob
  /** Archive through which the files go, and in which they are with `unfinished`. */
  readonly archive: ArchiveName
  /** Files and directories that this run looked at for their owner; 0 where the owner stays. */
  readonly entries: number
  /** Files among them that keep their owner, since they have another name, which may be in another user's directory. */
  readonly hardLinks: number
  readonly changes: readonly (DirectoryChange | BackupRestoreChange)[]
}

/** Errors of `restoreFromBackup`. After each of them the profile's files are as they were. */
export type RestoreFromBackupError =
  | InvalidInputError
  | ReadinessError
  | CallEndedError
  | DirectoryError
  | PathOverlapError
  | RecoveryPointNotFoundError
  | UncertainOwnerError
  | RestoreJobFailedError
  | RecoveryFolderError
  | ArchiveNotFoundError
  | RestoreTargetError
  | UnknownPlaceError

const MAX_COPIES = 99

const parseItem: FieldParser<FileSystemPath> = (value, field) =>
  parseFileSystemPath(value, field).andThen((path) => checkClaimable(path, field))

export const recoveryFields = {
  domainId: parseDomainId,
  userProfileName: parseUserProfileName,
  fileSystemId: parseFileSystemId,
  before: optional(parseTime, undefined),
  recoveryPointArn: optional(parseRecoveryPointArn, undefined),
  backupVaultName: optional(parseBackupVaultName, undefined),
  item: optional(parseItem, undefined),
  restoreRoleArn: optional(parseExecutionRole, undefined),
  copy: optional((value, field) => parseWholeNumber(value, field, { min: 1, max: MAX_COPIES }), 1),
  restoreJobId: optional(parseRestoreJobId, undefined),
  recoveryFolder: optional(parseRecoveryFolder, undefined),
  uncertainOwner: optional(oneOf('refuse', 'accept'), 'refuse' as const),
  layout: optional(parseDirectoryLayout, undefined),
  nameCase: optional(oneOf('as-stored', 'lower'), 'as-stored' as const),
  mode: optional(parseDirectoryMode, PRIVATE_MODE),
  onProgress: optional(parseOnProgress, undefined),
  ...callFields,
} satisfies Record<keyof Required<RestoreFromBackupInput>, FieldParser<unknown>>

export type RecoveryInput = ParsedFields<typeof recoveryFields>
