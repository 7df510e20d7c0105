import { err, ok, type Result } from 'neverthrow'
import { type Claim, type Generation, isSameGeneration, isSamePerson, isSameProfile } from '../model/claim.js'
import type { DirectoryReceipt, DirectoryState } from '../model/directory.js'
import { type ClaimError, ClaimOverlapError, DirectoryClaimedError } from './claim-error.js'
import type { ClaimedDirectorySpec, ClaimedDirectoryState, ClaimReceipt, FoundClaim } from './claim-store.js'
import type { DirectoryTakenError } from './directory-error.js'
import { mayBeUnfinished, planDirectory } from './directory-plan.js'

/**
 * Decision about the claim of a directory: `keep` it, `make` one, let this generation `inherit` the one of an earlier
 * generation, or `archive` the earlier generation's directory first.
 */
export type ClaimPlan =
  | { readonly kind: 'keep' }
  | { readonly kind: 'make' }
  | { readonly kind: 'inherit' | 'archive'; readonly from: Generation }

/** Decides by the claim that was found, before the directory is looked at. */
export function planClaim(
  { path, claim, previousOwner = 'archive' }: Pick<ClaimedDirectorySpec, 'path' | 'claim' | 'previousOwner'>,
  found: FoundClaim,
): Result<ClaimPlan, ClaimError> {
  if (found.kind === 'none') return ok({ kind: 'make' })
  if (found.kind === 'overlaps') return err(new ClaimOverlapError({ ...found, path }))
  const held = found.claim
  if (isSameClaim(claim, held)) return ok({ kind: 'keep' })
  const claimed = err(new DirectoryClaimedError({ path, claim: held }))
  if (claim.kind === 'shared' || held.kind === 'shared' || !isSameProfile(claim, held)) return claimed
  // An event that comes late must not undo a later life.
  if (held.createdAt > claim.createdAt) return claimed
  const { kind: _, ...from } = held
  if (previousOwner === 'adopt' || isSamePerson(claim, held)) return ok({ kind: 'inherit', from })
  return previousOwner === 'refuse' ? claimed : ok({ kind: 'archive', from })
}

/** The receipt that claiming will give, from the state of a directory and its claim: the plan of a dry run. */
export function planClaimedDirectory(
  spec: ClaimedDirectorySpec,
  { found, ...directory }: ClaimedDirectoryState,
): Result<ClaimReceipt, ClaimError | DirectoryTakenError> {
  return planClaim(spec, found).andThen((plan): Result<ClaimReceipt, ClaimError | DirectoryTakenError> => {
    if (plan.kind === 'archive')
      return planDirectory(spec, withoutDirectory(directory)).map((receipt) => ({
        ...receipt,
        claim: 'made',
        ...(directory.exists && { archived: plan.from }),
      }))
    return planDirectory(spec, directory).map((receipt) => ({ ...receipt, claim: claimOutcome(plan, receipt) }))
  })
}

/** A directory that was made, or was left unfinished, is not adopted. */
export function claimOutcome(plan: ClaimPlan, { outcome, before }: DirectoryReceipt): ClaimReceipt['claim'] {
  if (plan.kind === 'keep') return 'kept'
  if (plan.kind === 'inherit') return 'inherited'
  const isNew = outcome === 'created' || plan.kind === 'archive' || (before !== undefined && mayBeUnfinished(before))
  return isNew ? 'made' : 'adopted'
}

function isSameClaim(one: Claim, other: Claim): boolean {
  if (one.kind === 'shared' || other.kind === 'shared') return one.kind === other.kind
  return isSameGeneration(one, other)
}

/** The state once the directory has moved to the archive. */
function withoutDirectory({ path, writableParents, closedParents }: DirectoryState): DirectoryState {
  return { path, exists: false, ...(writableParents && { writableParents }), ...(closedParents && { closedParents }) }
}
