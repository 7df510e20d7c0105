import type { Timestamp } from './record.js'

/** KMS keys in the state of the fake. */
export interface KmsState {
  /** By KeyId. Every account has the key of `alias/aws/elasticfilesystem`. */
  readonly keys: Map<string, KeyRecord>
  /** KeyId by alias name, such as `alias/studio`. */
  readonly aliases: Map<string, string>
}

/** KMS key in the state of the fake. */
export interface KeyRecord {
  readonly KeyId: string
  readonly Arn: string
  readonly AWSAccountId: string
  readonly CreationDate: Timestamp
  readonly Description: string
  readonly KeyManager: 'AWS' | 'CUSTOMER'
  KeyState: 'Enabled' | 'Disabled' | 'PendingDeletion' | 'PendingImport' | 'Unavailable'
  DeletionDate?: Timestamp
}

/** Key of `alias/aws/elasticfilesystem`, one per account and Region. */
export const EFS_KEY_ID = 'e1a57ef5-0000-4000-a000-000000000000'

export function createKmsState(): KmsState {
  return { keys: new Map(), aliases: new Map() }
}
