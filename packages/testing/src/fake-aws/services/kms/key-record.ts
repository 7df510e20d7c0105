import type { KeyRecord } from '../../state/kms.js'
import { timestamp } from '../../state/record.js'
import { arnOf, type World } from '../../world/world.js'

/** Members of a KMS key to add. */
export interface NewKey {
  readonly KeyId?: string
  /** Default `CUSTOMER`. */
  readonly KeyManager?: KeyRecord['KeyManager']
  /** Default `Enabled`. A key that is `PendingDeletion` gets a DeletionDate in 30 days. */
  readonly KeyState?: KeyRecord['KeyState']
  readonly Description?: string
}

const DELETION_WINDOW_MS = 30 * 24 * 3_600_000

/** Makes a key, without adding it to the state. */
export function newKeyRecord(world: World, wanted: NewKey): KeyRecord {
  const { KeyId = world.ids.uuid(), KeyManager = 'CUSTOMER', KeyState = 'Enabled', Description = '' } = wanted
  return {
    KeyId,
    Arn: arnOf(world, 'kms', `key/${KeyId}`),
    AWSAccountId: world.settings.account,
    CreationDate: world.timestamp(),
    Description,
    KeyManager,
    KeyState,
    ...(KeyState === 'PendingDeletion' && { DeletionDate: timestamp(world.now() + DELETION_WINDOW_MS) }),
  }
}
