import { err, ok, type ResultAsync, safeTry } from 'neverthrow'
import type { PosixOwner } from '../model/posix-owner.js'
import { DEFAULT_POSIX_OWNER } from '../model/posix-owner.js'
import type { UserProfile } from '../model/studio-resource.js'
import { type AllocationCall, type AllocationError, useOf } from './allocation.js'
import { otherIdentity, UserProfileDiffersError } from './identity-error.js'
import { inspectIdentity, recordUse } from './ledger-call.js'

export interface WantedProfile {
  readonly gid: number
  /** `SingleSignOnUserValue`. */
  readonly person: string | undefined
  readonly dryRun: boolean
}

type CheckError = AllocationError | UserProfileDiffersError

/** Returns the identity of a profile that exists, if it is the one that the ledger gave it. */
export function checkExistingProfile(
  call: AllocationCall,
  profile: UserProfile,
  { gid, person, dryRun }: WantedProfile,
): ResultAsync<PosixOwner, CheckError> {
  return safeTry<PosixOwner, CheckError>(async function* () {
    const { domainId, userProfileName, posixOwner: owner } = profile
    const ref = { domainId, userProfileName }
    if (owner === undefined) return err(otherIdentity(ref, DEFAULT_POSIX_OWNER, 'since it has none of its own'))
    if (owner.gid !== gid) return err(otherIdentity(ref, owner, `and its gid was to be ${gid}`))
    const known = profile.generation?.person
    if (person !== undefined && person !== known) {
      const detail = `${known ?? 'nobody'} instead of ${person}`
      return err(new UserProfileDiffersError({ ref, differs: 'person', detail }))
    }
    const range = { first: owner.uid, last: owner.uid }
    const held = await inspectIdentity(call, { holder: ref, range, previousUid: 'keep' })
    if (held.isErr() && held.error.name !== 'IdentityRangeFullError') return err(held.error)
    if (held.isErr()) return err(otherIdentity(ref, owner, 'which the ledger has for another profile'))
    if (held.value.outcome === 'free') return err(otherIdentity(ref, owner, 'which the ledger did not give it'))
    if (held.value.use === undefined && !dryRun) yield* recordUse(call, useOf(call, owner.uid, ref))
    return ok(owner)
  })
}
