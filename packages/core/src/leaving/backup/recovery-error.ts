import { describeClaim, type Generation } from '../../model/claim.js'
import { StudioEfsError } from '../../studio-efs-error.js'

/** There is no recovery point as asked for, that can be restored. Nothing was started. */
export class RecoveryPointNotFoundError extends StudioEfsError {
  readonly name = 'RecoveryPointNotFoundError'
  readonly fileSystemId: string
  /** The recovery point as asked for: its ARN, or the latest time at which it may have been taken. */
  readonly asked: string
  /** Times of the completed recovery points of the file system, in ISO 8601; absent where it has none. */
  readonly oldest?: string
  readonly newest?: string

  constructor({
    fileSystemId,
    asked,
    oldest,
    newest,
  }: Pick<RecoveryPointNotFoundError, 'fileSystemId' | 'asked' | 'oldest' | 'newest'>) {
    const range =
      oldest === undefined
        ? 'AWS Backup has no completed one of it'
        : `the completed ones are from ${oldest} to ${newest ?? oldest}`
    super({
      message: `${fileSystemId} has no recovery point ${asked} that can be restored; ${range}.`,
      retryable: false,
      hint:
        oldest === undefined
          ? 'Look if the file system is in a backup plan, and if the Region and the account are right. Automatic backups of EFS are switched on with PutBackupPolicy.'
          : 'Choose another time, or leave the choice of the vault away. A backup that is still being made, or whose retention is over, cannot be restored.',
    })
    this.fileSystemId = fileSystemId
    this.asked = asked
    if (oldest !== undefined) this.oldest = oldest
    if (newest !== undefined) this.newest = newest
  }
}

/**
 * Reason for which recovered files may be those of another person. `before-this-life`: the backup is older than this life of the
 * profile. `path-changed-hands`: an earlier life's directory was archived after the backup was taken. `other-owner`: the
 * recovered directory belongs to another user id. `other-path`: it is not the path that the profile's directory has now.
 */
export type UncertainOwnerReason = 'before-this-life' | 'path-changed-hands' | 'other-owner' | 'other-path'

/** The files in the backup may be those of another person, who had the name or the path before. They were not handed out. */
export class UncertainOwnerError extends StudioEfsError {
  readonly name = 'UncertainOwnerError'
  readonly recoveryPointArn: string
  /** When the backup was taken, in ISO 8601. */
  readonly takenAt: string
  /** Path of the directory in the backup. */
  readonly item: string
  /** The life of the profile now. */
  readonly generation: Generation
  readonly reason: UncertainOwnerReason
  /** Owner of the recovered directory, with `other-owner`. */
  readonly owner?: { readonly uid: number; readonly gid: number }

  constructor(
    about: Pick<UncertainOwnerError, 'recoveryPointArn' | 'takenAt' | 'item' | 'generation' | 'reason' | 'owner'>,
  ) {
    super({
      message: `${about.item} in the backup of ${about.takenAt} was not given to ${describeClaim({ kind: 'private', ...about.generation })}: ${reasonOf(about)}.`,
      retryable: false,
      hint: "Find out whose files they are. For a later backup, ask without an earlier time. If the files are this person's, say uncertainOwner: 'accept'.",
    })
    this.recoveryPointArn = about.recoveryPointArn
    this.takenAt = about.takenAt
    this.item = about.item
    this.generation = about.generation
    this.reason = about.reason
    if (about.owner !== undefined) this.owner = about.owner
  }
}

function reasonOf({ reason, owner }: Pick<UncertainOwnerError, 'reason' | 'owner'>): string {
  if (reason === 'before-this-life')
    return 'it was taken before this life of the profile began, so the files may be those of an earlier holder of the name'
  if (reason === 'path-changed-hands')
    return 'the directory of an earlier holder of the name was archived after it was taken'
  if (reason === 'other-path') return 'it is not the path that the directory of the profile has now'
  return `the recovered directory belongs to ${owner?.uid}:${owner?.gid}, another user`
}

/** A restore job of AWS Backup did not complete. The user's directory is as it was. */
export class RestoreJobFailedError extends StudioEfsError {
  readonly name = 'RestoreJobFailedError'
  readonly restoreJobId: string
  /** `FAILED` or `ABORTED`. */
  readonly status: string
  /** Reason that AWS Backup gives; absent where it gives none. */
  readonly statusMessage?: string
  readonly recoveryPointArn: string
  /** Path of the directory in the backup. */
  readonly item: string

  constructor({
    restoreJobId,
    status,
    statusMessage,
    recoveryPointArn,
    item,
  }: Pick<RestoreJobFailedError, 'restoreJobId' | 'status' | 'statusMessage' | 'recoveryPointArn' | 'item'>) {
    const reason = statusMessage === undefined ? '' : `: ${statusMessage}`
    super({
      message: `The restore job ${restoreJobId} for ${item} of ${recoveryPointArn} is ${status}${reason}`.replace(
        /\.?$/,
        '.',
      ),
      retryable: false,
      hint: 'Look at the job in AWS Backup: the role needs AWSBackupServiceRolePolicyForRestores, and the backup must have that path, in the same case. Another run more than a minute later starts another job.',
    })
    this.restoreJobId = restoreJobId
    this.status = status
    if (statusMessage !== undefined) this.statusMessage = statusMessage
    this.recoveryPointArn = recoveryPointArn
    this.item = item
  }
}

/** The restore job completed, and what it restored cannot be told from other directories at the root. Nothing was moved. */
export class RecoveryFolderError extends StudioEfsError {
  readonly name = 'RecoveryFolderError'
  readonly restoreJobId: string
  /** Path of the directory in the backup. */
  readonly item: string
  /** Names of the folders that may be meant. Empty where none is. */
  readonly folders: readonly string[]

  constructor({ restoreJobId, item, folders }: Pick<RecoveryFolderError, 'restoreJobId' | 'item' | 'folders'>) {
    const isMissing = folders.length === 0
    super({
      message: isMissing
        ? `The restore job ${restoreJobId} is completed, and no folder aws-backup-restore_… of its time holds ${item}.`
        : `Several folders of the time of the restore job ${restoreJobId} hold ${item}: ${folders.slice(0, MAX_NAMED).join(', ')}.`,
      retryable: isMissing,
      hint: isMissing
        ? 'Run it again in a minute. The directory driver must see the root of the file system, and the folder must be root’s and closed to writing by others; else name it as recoveryFolder.'
        : 'Look into them, and name one as recoveryFolder.',
    })
    this.restoreJobId = restoreJobId
    this.item = item
    this.folders = folders
  }
}

const MAX_NAMED = 5
