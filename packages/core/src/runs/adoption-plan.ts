import { err, ok, type Result } from 'neverthrow'
import type { ClaimError } from '../drivers/claim-error.js'
import { planClaim, planClaimedDirectory } from '../drivers/claim-plan.js'
import type { ClaimedDirectorySpec, ClaimedDirectoryState } from '../drivers/claim-store.js'
import type { DirectoryTakenError } from '../drivers/directory-error.js'
import { mayBeUnfinished } from '../drivers/directory-plan.js'
import { parseDirectoryMode } from '../model/directory-mode.js'

/**
 * The directory at a profile's path, before the run: it is missing; `unfinished`: root's and empty, as an interrupted run
 * leaves it; `unclaimed`: the profile's, made before claims existed; `taken`: another owner's, or claimed for another profile
 * or a share; `claimed`: for this life of the profile already; `same-person` and `earlier-generation`: claimed for an earlier
 * life; `overlapping`: it is, holds or lies inside a directory of others.
 */
export type FoundDirectory =
  | 'missing'
  | 'unfinished'
  | 'unclaimed'
  | 'taken'
  | 'claimed'
  | 'same-person'
  | 'earlier-generation'
  | 'overlapping'

export interface AdoptionPlan {
  readonly found: FoundDirectory
  /** The claim to make; undefined: the directory is left to the operations that make directories. */
  readonly claim?: ClaimedDirectorySpec
}

export interface AdoptionRefusal {
  readonly found: FoundDirectory
  readonly error: ClaimError | DirectoryTakenError
}

/** Adopts what is the profile's own as it is, and moves, makes and repairs nothing. */
export function planAdoption(
  spec: ClaimedDirectorySpec,
  state: ClaimedDirectoryState,
): Result<AdoptionPlan, AdoptionRefusal> {
  const { found } = state
  if (found.kind === 'none') return planUnclaimed(spec, state)
  return planClaim(spec, found)
    .map(({ kind }): AdoptionPlan => {
      if (kind === 'inherit') return { found: 'same-person', ...asItIs(spec, state) }
      return { found: kind === 'archive' ? 'earlier-generation' : 'claimed' }
    })
    .mapErr((error) => ({ found: found.kind === 'overlaps' ? 'overlapping' : 'taken', error }))
}

function planUnclaimed(
  spec: ClaimedDirectorySpec,
  state: ClaimedDirectoryState,
): Result<AdoptionPlan, AdoptionRefusal> {
  if (!state.exists) return ok({ found: 'missing' })
  const { uid, gid } = state
  if (uid === spec.owner.uid && gid === spec.owner.gid) return ok({ found: 'unclaimed', ...asItIs(spec, state) })
  if (state.isEmpty === true && mayBeUnfinished(state)) return ok({ found: 'unfinished' })
  const refused = planClaimedDirectory({ ...spec, foreignDirectories: 'refuse' }, state)
  return refused.isErr() ? err({ found: 'taken', error: refused.error }) : ok({ found: 'unfinished' })
}

/** Keeps the mode that the directory has. */
function asItIs(spec: ClaimedDirectorySpec, state: ClaimedDirectoryState): Pick<AdoptionPlan, 'claim'> {
  if (!state.exists || state.uid !== spec.owner.uid || state.gid !== spec.owner.gid) return {}
  return { claim: { ...spec, mode: parseDirectoryMode(state.mode, 'mode').unwrapOr(spec.mode) } }
}
