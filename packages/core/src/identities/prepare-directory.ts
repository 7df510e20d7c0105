import { err, ok, type Result, ResultAsync, safeTry } from 'neverthrow'
import { askDriver, type DirectoryStepError, onlyResult } from '../drivers/ask-driver.js'
import { planClaimedDirectory } from '../drivers/claim-plan.js'
import type { ClaimedDirectorySpec, ClaimedDirectoryState, ClaimStore } from '../drivers/claim-store.js'
import { ensureDirectory } from '../drivers/ensure-directory.js'
import { type Generation, parseGeneration } from '../model/claim.js'
import type { DirectoryReceipt } from '../model/directory.js'
import type { UserProfileRef } from '../model/ids.js'
import type { PosixOwner } from '../model/posix-owner.js'
import type { Domain } from '../model/studio-resource.js'
import { wallTimeOf } from '../time/clock.js'
import { inspectIdentity, type LedgerCall } from './ledger-call.js'

export interface PreparedDirectory extends Omit<ClaimedDirectorySpec, 'claim'>, UserProfileRef {
  readonly owner: PosixOwner
  /** `SingleSignOnUserValue`. */
  readonly person: string | undefined
  readonly dryRun: boolean
}

type PrepareError = DirectoryStepError

/**
 * Makes the directory of a profile that is about to be created, for its uid, after the directory of an earlier life moved
 * to the archive. The claim follows once the profile has a creation time. The receipt is that of a claimed directory.
 */
export function prepareDirectory(
  call: LedgerCall,
  domain: Domain,
  spec: PreparedDirectory,
): ResultAsync<DirectoryReceipt, PrepareError> {
  const { path, owner, mode, foreignDirectories } = spec
  const directory = { path, owner, mode, ...(foreignDirectories && { foreignDirectories }) }
  const store = claimsOf(call)
  if (store === undefined) return ensureDirectory(call, directory, spec)
  return safeTry<DirectoryReceipt, PrepareError>(async function* () {
    const state = yield* readState(call, store, spec)
    const life = nextLife(call, domain, { ...spec, state })
    const leftover = yield* await readLeftover(call, { ...spec, domain, state })
    if (leftover !== undefined && !spec.dryRun) yield* archiveLeftover(call, store, { ...spec, ...leftover })
    const seen: ClaimedDirectoryState = leftover === undefined ? state : { path, exists: false, found: state.found }
    const planned = yield* planClaimedDirectory({ ...spec, claim: { kind: 'private', ...life } }, seen)
    if (spec.dryRun) return ok(planned)
    // Also where its directory is missing: the next life could not claim the path.
    if (planned.claim === 'made' && seen.found.kind === 'claimed' && seen.found.claim.kind === 'private') {
      const { kind: _, ...generation } = seen.found.claim
      yield* release(call, store, { path, generation })
    }
    const made = yield* ensureDirectory(call, directory, spec)
    return ok({ ...made, claim: planned.claim, ...(planned.archived && { archived: planned.archived }) })
  })
}

/** The life that is about to begin. Account and Region of an earlier claim stand for those that the domain does not name. */
function nextLife(
  call: LedgerCall,
  domain: Domain,
  spec: PreparedDirectory & { readonly state: ClaimedDirectoryState },
): Generation {
  const { found } = spec.state
  const held = found.kind === 'claimed' && found.claim.kind === 'private' ? found.claim : undefined
  const { accountId = '', region = '' } = held ?? placeOf(domain) ?? {}
  const { domainId, userProfileName, person } = spec
  const createdAt = new Date(wallTimeOf(call.clock)).toISOString()
  return { accountId, region, domainId, userProfileName, createdAt, ...(person !== undefined && { person }) }
}

interface Leftover {
  readonly owner: PosixOwner
  readonly generation: Generation
}

/**
 * A directory without a claim that belongs to another uid of this profile: a run was cut off when it had asked SageMaker for
 * the profile, which may have lived for a while.
 */
async function readLeftover(
  call: LedgerCall,
  spec: PreparedDirectory & { readonly domain: Domain; readonly state: ClaimedDirectoryState },
): Promise<Result<Leftover | undefined, PrepareError>> {
  const { state, owner, domain, domainId, userProfileName } = spec
  if (!state.exists || state.found.kind !== 'none' || state.uid === owner.uid || state.uid === 0) return ok(undefined)
  const holder = { domainId, userProfileName }
  const range = { first: state.uid, last: state.uid }
  const held = await inspectIdentity(call, { holder, range, previousUid: 'keep' })
  if (held.isErr()) return held.error.name === 'IdentityRangeFullError' ? ok(undefined) : err(held.error)
  const place = placeOf(domain)
  const { use, outcome } = held.value
  if (outcome !== 'held' || use === undefined || place === undefined) return ok(undefined)
  const found = { uid: state.uid, gid: state.gid } as PosixOwner
  return ok({ owner: found, generation: { ...place, ...holder, createdAt: use.usedAt } })
}

/** Claims it for the life that the request may have begun, and archives that. */
function archiveLeftover(
  call: LedgerCall,
  store: ClaimStore,
  { path, mode, owner, generation }: PreparedDirectory & Leftover,
): ResultAsync<unknown, PrepareError> {
  const claimed = { path, mode, owner, claim: { kind: 'private', ...generation } } as const
  return new ResultAsync(
    askDriver(call, {
      pending: `archiving the directory ${path}`,
      ask: async () => onlyResult(call.directories, await store.claimDirectories([claimed])),
    }),
  ).andThen(() => release(call, store, { path, generation }))
}

function release(
  call: LedgerCall,
  store: ClaimStore,
  spec: Parameters<ClaimStore['releaseDirectories']>[0][number],
): ResultAsync<unknown, PrepareError> {
  return new ResultAsync(
    askDriver(call, {
      pending: `archiving the directory ${spec.path}`,
      ask: async () => onlyResult(call.directories, await store.releaseDirectories([spec])),
    }),
  )
}

function readState(
  call: LedgerCall,
  store: ClaimStore,
  { path }: PreparedDirectory,
): ResultAsync<ClaimedDirectoryState, PrepareError> {
  return new ResultAsync(
    askDriver(call, {
      pending: `looking at the directory ${path}`,
      ask: async () => onlyResult(call.directories, await store.inspectClaims([path])),
    }),
  )
}

function claimsOf({ directories }: LedgerCall): ClaimStore | undefined {
  const { claimDirectories, inspectClaims, releaseDirectories } = directories
  if (claimDirectories === undefined || inspectClaims === undefined || releaseDirectories === undefined)
    return undefined
  return { claimDirectories, inspectClaims, releaseDirectories }
}

/** Account and Region of the domain; undefined where its ARN is missing or no ARN. */
function placeOf({ domainArn, domainId }: Domain): Pick<Generation, 'accountId' | 'region'> | undefined {
  const [, , , region, accountId] = domainArn?.split(':') ?? []
  const probe = { accountId, region, domainId, userProfileName: 'x', createdAt: new Date(0) }
  return parseGeneration(probe, 'Domain').match(
    (parsed) => ({ accountId: parsed.accountId, region: parsed.region }),
    () => undefined,
  )
}
