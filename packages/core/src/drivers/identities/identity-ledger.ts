import type { Result } from 'neverthrow'
import type { UserProfileRef } from '../../model/ids.js'
import type { DirectoryError } from '../directory-error.js'

/** Uids from `first` to `last`, both included. */
export interface UidRange {
  readonly first: number
  readonly last: number
}

/** A user profile that needs a uid of its own. */
export interface IdentitySpec {
  readonly holder: UserProfileRef
  readonly range: UidRange
  /** `SingleSignOnUserValue`: a uid that an earlier life of the profile used for the same person is given again. */
  readonly person?: string
  /**
   * A uid that an earlier life of the profile used, for an unknown person: `retire` (the default) gives another one, `keep`
   * gives the last one again.
   */
  readonly previousUid?: 'retire' | 'keep'
  /** Uids of profiles that the ledger may not know. Default none. */
  readonly avoid?: readonly number[]
}

/** Record that a profile was created, or is about to be, with a uid. */
export interface IdentityUse {
  readonly uid: number
  readonly holder: UserProfileRef
  /** In ISO 8601, by the caller's clock. */
  readonly usedAt: string
  /** Tells the request that recorded the use from any other. At most 64 characters. */
  readonly attempt: string
  /** `SingleSignOnUserValue`. */
  readonly person?: string
}

/** `taken`: by this call. `held`: before. `free`: `takeIdentities` would take it. */
export interface IdentityReceipt {
  readonly holder: UserProfileRef
  readonly uid: number
  readonly outcome: 'taken' | 'held' | 'free'
  /** Present if the uid was used. */
  readonly use?: IdentityUse
}

/** The holder and the use that the ledger has for a uid, whoever recorded them. */
export interface IdentityUseReceipt {
  readonly uid: number
  /** Undefined for an entry that names no profile: a uid set aside by hand. */
  readonly holder: UserProfileRef | undefined
  /** Undefined for an entry that this release cannot read. */
  readonly use: IdentityUse | undefined
  /** `recorded`: by this call. `kept`: another use was recorded before, and stays. */
  readonly outcome: 'recorded' | 'kept'
}

/** `returned`: the uid is held and unused again. `kept`: it has no such use. */
export interface IdentityReturnReceipt {
  readonly uid: number
  readonly outcome: 'returned' | 'kept'
}

/**
 * Gives user profiles uids that nobody else has or had. An entry is never removed. A port beside `DirectoryDriver`: one
 * result per item, in order; rejects only for a bug.
 */
export interface IdentityLedger {
  /** Gives each holder the uid that it holds and has not used, else a new one. Two calls at once give a holder one uid. */
  takeIdentities(specs: readonly IdentitySpec[]): Promise<readonly Result<IdentityReceipt, DirectoryError>[]>
  /** Reads what `takeIdentities` would give. Writes nothing. */
  inspectIdentities(specs: readonly IdentitySpec[]): Promise<readonly Result<IdentityReceipt, DirectoryError>[]>
  /** Records the first use of each uid; a uid that the ledger does not know becomes its holder's. */
  useIdentities(uses: readonly IdentityUse[]): Promise<readonly Result<IdentityUseReceipt, DirectoryError>[]>
  /** Takes a use back, when SageMaker refused to create the profile: only that of the same attempt. */
  returnIdentities(uses: readonly IdentityUse[]): Promise<readonly Result<IdentityReturnReceipt, DirectoryError>[]>
}
