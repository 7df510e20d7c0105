import { err, ok, okAsync, type ResultAsync, safeTry } from 'neverthrow'
import { describeUserProfile } from '../aws/sagemaker/describe-and-update.js'
import { askDriver, type DirectoryStepError, onlyResult } from '../drivers/ask-driver.js'
import type { PreviousOwner } from '../drivers/claim-store.js'
import type { IdentityReceipt, IdentityUse, UidRange } from '../drivers/identities/identity-ledger.js'
import { type Generation, isSamePerson } from '../model/claim.js'
import type { DirectoryLayout, DirectoryNameCase } from '../model/directory-layout.js'
import { directoryPathFor } from '../model/directory-layout.js'
import { type UserProfileRef, userProfileKey } from '../model/ids.js'
import type { UserProfile } from '../model/studio-resource.js'
import type { StudioCall } from '../studio/domain-cache.js'
import type { ReadError } from '../studio/listings.js'
import { wallTimeOf } from '../time/clock.js'
import { inspectIdentity, type LedgerCall, recordUse, recordUses, takeIdentity } from './ledger-call.js'
import { identitiesIn, readRegionProfiles } from './read-identities.js'

export interface AllocationSpec extends UserProfileRef {
  readonly uidRange: UidRange
  /** `SingleSignOnUserValue`. */
  readonly person: string | undefined
  readonly previousOwner: PreviousOwner
  readonly crossCheck: 'profiles' | 'ledger'
  readonly layout: DirectoryLayout
  readonly nameCase: DirectoryNameCase
  readonly dryRun: boolean
}

export type AllocationCall = StudioCall & LedgerCall

export type AllocationError = ReadError | DirectoryStepError

/** The profile as it is now; undefined if SageMaker knows none of this name. */
export function lookUpProfile(call: StudioCall, ref: UserProfileRef): ResultAsync<UserProfile | undefined, ReadError> {
  return describeUserProfile(call, ref)
    .map((profile): UserProfile | undefined => profile)
    .orElse((error) => (error.name === 'ResourceNotFoundError' ? ok(undefined) : err(error)))
}

/** Gives a profile that does not exist its uid, or in a dry run reads which one that would be. */
export function allocate(call: AllocationCall, spec: AllocationSpec): ResultAsync<IdentityReceipt, AllocationError> {
  return safeTry<IdentityReceipt, AllocationError>(async function* () {
    const holder = { domainId: spec.domainId, userProfileName: spec.userProfileName }
    const known = spec.crossCheck === 'ledger' ? [] : yield* readUids(call, spec)
    if (!spec.dryRun)
      yield* recordUses(
        call,
        known.map(({ uid, owner }) => useOf(call, uid, owner)),
      )
    const wanted = {
      holder,
      range: spec.uidRange,
      ...(spec.person === undefined ? {} : { person: spec.person }),
      previousUid: spec.previousOwner === 'adopt' ? ('keep' as const) : ('retire' as const),
      avoid: known.map(({ uid }) => uid),
    }
    const give = spec.dryRun ? inspectIdentity : takeIdentity
    const given = yield* give(call, wanted)
    const isUnrecorded = given.outcome === 'held' && given.use === undefined && wanted.previousUid === 'retire'
    const ended = isUnrecorded ? yield* readEndedLife(call, spec, given.uid) : undefined
    if (ended === undefined) return ok(given)
    // The ledger does not know, but the claim of its directory does: an earlier life of the profile had this uid.
    if (!spec.dryRun) yield* recordUse(call, { ...useOf(call, given.uid, ended), attempt: 'earlier-life' })
    return give(call, { ...wanted, avoid: [...wanted.avoid, given.uid] })
  })
}

interface KnownUid {
  readonly uid: number
  readonly owner: UserProfileRef
}

/** Uids of the range that profiles of the Region have, each with one profile that has it. */
function readUids(call: AllocationCall, spec: AllocationSpec): ResultAsync<readonly KnownUid[], AllocationError> {
  return readRegionProfiles(call).map((region) => {
    const { first, last } = spec.uidRange
    const owners = new Map(identitiesIn(region).map(({ owner, profile }) => [owner.uid, profile]))
    return [...owners]
      .filter(([uid, owner]) => uid >= first && uid <= last && userProfileKey(owner) !== userProfileKey(spec))
      .map(([uid, owner]) => ({ uid, owner }))
  })
}

/** An earlier life of the profile, of another person, whose directory is still there and belongs to the uid. */
function readEndedLife(
  call: LedgerCall,
  spec: AllocationSpec,
  uid: number,
): ResultAsync<Generation | undefined, AllocationError> {
  const { directories } = call
  const path = directoryPathFor(spec.layout, spec, spec.nameCase)
  if (directories.inspectClaims === undefined) return okAsync(undefined)
  const { inspectClaims } = directories
  return safeTry<Generation | undefined, AllocationError>(async function* () {
    const state = yield* await askDriver(call, {
      pending: `looking at the directory ${path}`,
      ask: async () => onlyResult(directories, await inspectClaims([path])),
    })
    const { found } = state
    const isOfUid = state.exists && state.uid === uid
    if (!isOfUid || found.kind !== 'claimed' || found.claim.kind !== 'private') return ok(undefined)
    const { claim } = found
    const isOwn = userProfileKey(claim) === userProfileKey(spec)
    const isSame = spec.person !== undefined && isSamePerson(claim, { ...claim, person: spec.person })
    return ok(isOwn && !isSame ? claim : undefined)
  })
}

/** The use of a uid by a profile that exists, or existed. */
export function useOf(call: LedgerCall, uid: number, { domainId, userProfileName }: UserProfileRef): IdentityUse {
  const usedAt = new Date(wallTimeOf(call.clock)).toISOString()
  return { uid, holder: { domainId, userProfileName }, usedAt, attempt: 'found' }
}
