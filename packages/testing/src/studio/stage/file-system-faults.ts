import type { FileSystemRecord } from '../../fake-aws/state/efs.js'
import { OTHER_FILE_SYSTEM, type StagedStudio, type StageTable } from './staged-studio.js'

/** Faults of the file system and of the directories on it. */
export const fileSystemFaults = {
  /** The user's directory does not exist. */
  directoryMissing({ directories }: StagedStudio): void {
    directories.remove('/alice')
  },

  /** The user's directory belongs to somebody else. */
  directoryOfOtherOwner({ directories }: StagedStudio): void {
    directories.put('/alice', { uid: 0, gid: 0, mode: '0700' })
  },

  /** The file-system policy admits IAM principals only. */
  policyRequiresIam(studio: StagedStudio): void {
    const Principal = { AWS: `arn:aws:iam::${studio.fake.state.account}:root` }
    const Action = ['elasticfilesystem:ClientMount', 'elasticfilesystem:ClientWrite']
    setPolicy(studio, { Effect: 'Allow', Principal, Action })
  },

  /** The file-system policy denies connections without TLS. */
  policyRequiresTls(studio: StagedStudio): void {
    const Condition = { Bool: { 'aws:SecureTransport': 'false' } }
    setPolicy(studio, { Effect: 'Deny', Principal: { AWS: '*' }, Action: '*', Condition })
  },

  /** The key of the file system is disabled. */
  keyDisabled(studio: StagedStudio): void {
    setKey(studio, 'Disabled')
  },

  /** The key of the file system will be deleted. */
  keyPendingDeletion(studio: StagedStudio): void {
    setKey(studio, 'PendingDeletion')
  },

  /** The file system is the destination of a replication, and so read-only. */
  replicationDestination({ fake, fileSystemId }: StagedStudio): void {
    fake.seed.replication({ SourceFileSystemId: OTHER_FILE_SYSTEM, DestinationFileSystemId: fileSystemId })
  },

  /** The burst credits of the file system are used up. */
  burstCreditsGone({ fake, fileSystemId: FileSystemId }: StagedStudio): void {
    fake.seed.metric({ MetricName: 'BurstCreditBalance', Dimensions: { FileSystemId }, value: 0 })
  },

  /** The file system is at its limit of operations. */
  ioLimitReached({ fake, fileSystemId: FileSystemId }: StagedStudio): void {
    fake.seed.metric({ MetricName: 'PercentIOLimit', Dimensions: { FileSystemId }, value: 98 })
  },
} as const satisfies StageTable

function fileSystemOf({ fake, fileSystemId }: StagedStudio): FileSystemRecord {
  const record = fake.state.efs.fileSystems.get(fileSystemId)
  if (record === undefined) throw new Error(`There is no file system ${fileSystemId}.`)
  return record
}

function setPolicy(studio: StagedStudio, statement: object): void {
  fileSystemOf(studio).policy = JSON.stringify({ Version: '2012-10-17', Statement: [statement] })
}

function setKey(studio: StagedStudio, KeyState: 'Disabled' | 'PendingDeletion'): void {
  const { Arn } = studio.fake.seed.kmsKey({ KeyState })
  const record = fileSystemOf(studio)
  studio.fake.state.efs.fileSystems.set(record.FileSystemId, { ...record, KmsKeyId: Arn })
}
