import { err, ok, type ResultAsync, safeTry } from 'neverthrow'
import { createUserProfileResource, type NewUserProfile } from '../aws/sagemaker/create-user-profile.js'
import type { IdentityReceipt, IdentityUse } from '../drivers/identities/identity-ledger.js'
import { wallTimeOf } from '../time/clock.js'
import type { AllocationCall, AllocationError } from './allocation.js'
import { type LedgerCall, recordUse, returnUse } from './ledger-call.js'

/**
 * Sends the request, after recording in the ledger that the uid may be in use from now on: only the run whose record stands
 * sends it. `exists`: another run was faster, or a profile of this name was there.
 */
export function createProfile(
  call: AllocationCall,
  wanted: NewUserProfile,
  given: IdentityReceipt,
): ResultAsync<'created' | 'exists', AllocationError> {
  return safeTry<'created' | 'exists', AllocationError>(async function* () {
    // A uid that goes back to its person was recorded in an earlier life.
    const use = given.use === undefined ? useFor(call, wanted) : undefined
    if (use !== undefined && (yield* recordUse(call, use)).outcome === 'kept') return ok('exists' as const)
    const sent = await createUserProfileResource(call, wanted)
    const isCreated = sent.isOk() && sent.value.made
    const mayExist = isCreated || (sent.isErr() && sent.error.mayExist)
    // Nobody has the uid: the next run takes it again. If that fails, the uid is wasted, and no more.
    if (use !== undefined && !mayExist) (await returnUse(call, use)).unwrapOr(undefined)
    if (sent.isErr()) return err(sent.error.error)
    return ok(isCreated ? ('created' as const) : ('exists' as const))
  })
}

function useFor(call: LedgerCall, { domainId, userProfileName, owner, person }: NewUserProfile): IdentityUse {
  const { clock } = call
  const usedAt = new Date(wallTimeOf(clock)).toISOString()
  const attempt = [clock.random(), clock.random()].map((part) => part.toString(36).slice(2, 12)).join('-')
  const use = { uid: owner.uid, holder: { domainId, userProfileName }, usedAt, attempt: `a${attempt}` }
  return person === undefined ? use : { ...use, person }
}
