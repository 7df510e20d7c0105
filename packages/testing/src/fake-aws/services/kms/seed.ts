import type { KeyRecord } from '../../state/kms.js'
import type { World } from '../../world/world.js'
import { type NewKey, newKeyRecord } from './key-record.js'

/** Adds what KMS knows without a call. */
export interface KmsSeed {
  /** `alias`: an alias of the key, such as `alias/studio`. */
  kmsKey(seed?: NewKey & { readonly alias?: string }): KeyRecord
}

export function createKmsSeed(world: World): KmsSeed {
  return {
    kmsKey({ alias, ...seed } = {}) {
      const record = newKeyRecord(world, seed)
      world.state.kms.keys.set(record.KeyId, record)
      if (alias !== undefined) world.state.kms.aliases.set(alias, record.KeyId)
      return record
    },
  }
}
