import type { RecoveryPointRecord } from '../../state/backup.js'
import { timestamp } from '../../state/record.js'
import { arnOf, type World } from '../../world/world.js'

/** Members of a recovery point to add. */
export interface RecoveryPointSeed {
  readonly FileSystemId: string
  readonly RecoveryPointArn?: string
  /** Default `aws/efs/automatic-backup-vault`. */
  readonly BackupVaultName?: string
  /** Milliseconds since the epoch. Default: now. */
  readonly createdAt?: number
  /** Default `COMPLETED`. */
  readonly Status?: RecoveryPointRecord['Status']
  /** Puts the items of a job into their file system, such as `backUp()` of a memory directory driver. Default: nothing. */
  readonly restore?: NonNullable<RecoveryPointRecord['restore']>
}

/** Adds what AWS Backup knows without a call. */
export interface BackupSeed {
  /** Adds a backup of a file system. Throws when the file system does not exist. */
  recoveryPoint(seed: RecoveryPointSeed): RecoveryPointRecord
}

export function createBackupSeed(world: World): BackupSeed {
  return {
    recoveryPoint({ FileSystemId, createdAt = world.now(), restore, ...seed }) {
      const fileSystem = world.state.efs.fileSystems.get(FileSystemId)
      if (fileSystem === undefined) throw new Error(`There is no file system ${FileSystemId} to back up.`)
      const { Encrypted, KmsKeyId, PerformanceMode, CreationToken } = fileSystem
      const record: RecoveryPointRecord = {
        RecoveryPointArn: seed.RecoveryPointArn ?? arnOf(world, 'backup', `recovery-point:${world.ids.uuid()}`),
        BackupVaultName: seed.BackupVaultName ?? 'aws/efs/automatic-backup-vault',
        ResourceArn: fileSystem.FileSystemArn,
        CreationDate: timestamp(createdAt),
        Status: seed.Status ?? 'COMPLETED',
        BackupSizeBytes: fileSystem.SizeInBytes,
        restoreMetadata: {
          'file-system-id': FileSystemId,
          Encrypted: String(Encrypted),
          PerformanceMode,
          CreationToken,
          ...(KmsKeyId !== undefined && { KmsKeyId }),
        },
        ...(restore && { restore }),
      }
      world.state.backup.recoveryPoints.set(record.RecoveryPointArn, record)
      return record
    },
  }
}
