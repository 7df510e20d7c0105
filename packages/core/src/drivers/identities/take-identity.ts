import { err, ok, type Result } from 'neverthrow'
import { type UserProfileRef, userProfileKey } from '../../model/ids.js'
import { IdentityRangeFullError } from './identity-error.js'
import type { IdentityReceipt, IdentitySpec, IdentityUse } from './identity-ledger.js'
import { uidSequence } from './uid-sequence.js'

/** The entry of one uid. `other`: another holder's, or none that this release can read. */
export type FoundIdentity = { readonly kind: 'free' | 'other' } | { readonly kind: 'own'; readonly use: FoundUse }

/**
 * `ended`: no use was recorded, and a life of the profile ended after the uid was taken, which may have used it. `unreadable`:
 * of a later release; it counts as a use by somebody else.
 */
export type FoundUse = IdentityUse | 'none' | 'ended' | 'unreadable'

/** Entries of a ledger, one by one. */
export interface IdentityEntries {
  /** Finds who holds the uid, and whether the life of `holder` that took it has ended. */
  read(uid: number, holder: UserProfileRef): Promise<FoundIdentity>
  /** Makes the holder's entry, never over another one. `exists`: another process was faster. */
  create(uid: number, holder: UserProfileRef): Promise<'created' | 'exists'>
}

/** Gives the holder its uid. With `free: 'leave'` nothing is written. */
export async function takeIdentity(
  entries: IdentityEntries,
  spec: IdentitySpec,
  { free }: { readonly free: 'take' | 'leave' },
): Promise<Result<IdentityReceipt, IdentityRangeFullError>> {
  const { holder, range } = spec
  const avoided = new Set(spec.avoid)
  let previous: IdentityReceipt | undefined
  for (const uid of uidSequence(holder, range)) {
    let found = await entries.read(uid, holder)
    if (found.kind === 'free' && !avoided.has(uid)) {
      // Beyond the first free uid the holder has none.
      if (previous !== undefined) break
      if (free === 'leave') return ok({ holder, uid, outcome: 'free' })
      const created = await entries.create(uid, holder)
      found = await entries.read(uid, holder)
      if (created === 'created' && found.kind === 'own' && found.use === 'none')
        return ok({ holder, uid, outcome: 'taken' })
    }
    if (found.kind !== 'own') continue
    if (found.use === 'none' && !avoided.has(uid)) return ok(previous ?? { holder, uid, outcome: 'held' })
    if (isReusable(spec, found.use))
      previous = { holder, uid, outcome: 'held', ...(typeof found.use === 'object' && { use: found.use }) }
  }
  return previous === undefined ? err(new IdentityRangeFullError(range)) : ok(previous)
}

/** A use that another profile recorded ends the uid for everybody else. */
function isReusable({ holder, person, previousUid = 'retire' }: IdentitySpec, use: FoundUse): boolean {
  if (use === 'ended') return previousUid === 'keep'
  if (typeof use === 'string' || userProfileKey(use.holder) !== userProfileKey(holder)) return false
  return previousUid === 'keep' || (person !== undefined && person === use.person)
}
