import type { Generation } from '../claim.js'
import type { FileSystemPath } from '../file-system-path.js'
import type { PosixOwner } from '../posix-owner.js'
import type { ArchiveName } from '../state/archive-name.js'

/** A directory that is moved to the archive; `release`: there is none, and its claim is removed. */
export interface ArchiveChange {
  readonly kind: 'directory'
  readonly action: 'archive' | 'release'
  readonly path: FileSystemPath
  /** The life of the profile that it served. */
  readonly generation: Generation
}

/** An archived directory that is moved to a user profile. */
export interface RestoreChange {
  readonly kind: 'archive'
  readonly action: 'restore'
  readonly archive: ArchiveName
  /** The life of the profile that it served, and its person; absent where the claim in the archive cannot be read. */
  readonly from?: Generation
  /** Its place afterwards. */
  readonly path: FileSystemPath
  /** The life of the profile that gets it, and its person. */
  readonly generation: Generation
  /** Owner before and after, of the directory and of what its owner has in it. */
  readonly before: PosixOwner
  readonly owner: PosixOwner
}

/** The directory of a user profile as it was in a backup, which is moved to the profile. */
export interface BackupRestoreChange {
  readonly kind: 'backup'
  readonly action: 'restore'
  readonly recoveryPointArn: string
  /** When the backup was taken, in ISO 8601. */
  readonly takenAt: string
  /** Path of the directory in the backup. */
  readonly item: FileSystemPath
  /** Its place afterwards. */
  readonly path: FileSystemPath
  /** The life of the profile that gets it, and its person. */
  readonly generation: Generation
  readonly owner: PosixOwner
}

/** An archived directory that is deleted for good. */
export interface PurgeChange {
  readonly kind: 'archive'
  readonly action: 'delete'
  readonly archive: ArchiveName
  /** Absent where the claim in the archive cannot be read. */
  readonly generation?: Generation
}

/** Changes by `offboardProfile`, `archiveLeavers`, `restoreDirectory`, `restoreFromBackup` and `purgeArchives`. */
export type LeavingChange = ArchiveChange | RestoreChange | BackupRestoreChange | PurgeChange
