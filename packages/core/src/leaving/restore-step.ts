import { err, ok, okAsync, type ResultAsync, safeTry } from 'neverthrow'
import type { SageMakerCall } from '../aws/sagemaker/describe-and-update.js'
import type { CallEndedError } from '../call.js'
import type { ArchivedDirectory, HardLinkRule, RestoreReceipt, RestoreSpec } from '../drivers/archive-store.js'
import { MAX_PAGE } from '../drivers/archive-store.js'
import type { DirectoryStepError } from '../drivers/ask-driver.js'
import type { DirectoriesCall } from '../drivers/ensure-directory.js'
import { type Claim, type Generation, isSameGeneration } from '../model/claim.js'
import type { DirectoryReceipt } from '../model/directory.js'
import {
  DEFAULT_LAYOUT,
  type DirectoryLayout,
  type DirectoryNameCase,
  directoryPathFor,
} from '../model/directory-layout.js'
import type { FileSystemPath } from '../model/file-system-path.js'
import type { PosixOwner } from '../model/posix-owner.js'
import type { StudioCall } from '../studio/domain-cache.js'
import { wallTimeOf } from '../time/clock.js'
import type { OnProgress } from '../wait-progress.js'
import { askStore, type LeavingStore } from './archive-step.js'
import { nextStretch } from './stretch.js'

/** Progress of `restoreDirectory`: files and directories that were looked at for their owner so far. */
export interface RestoreProgress {
  readonly step: 'changing-owners'
  readonly done: number
}

export interface RestoreCall extends SageMakerCall, StudioCall, DirectoriesCall {
  readonly store: LeavingStore
  /** Milliseconds of the clock. */
  readonly stopAt: number
  readonly report: OnProgress<RestoreProgress>
}

type Wanted = Pick<RestoreSpec, 'archive' | 'path' | 'generation' | 'owner' | 'mode'> &
  Partial<Pick<RestoreSpec, 'hardLinks' | 'recovery'>>

/** The profile's directory: by the layout that the caller names, else the one that is claimed for it, else `/{userProfileName}`. */
export function findDirectory(
  call: RestoreCall,
  {
    generation,
    layout,
    nameCase,
  }: {
    readonly generation: Generation
    readonly layout: DirectoryLayout | undefined
    readonly nameCase: DirectoryNameCase
  },
): ResultAsync<FileSystemPath, DirectoryStepError> {
  const { store } = call
  const byLayout = directoryPathFor(layout ?? DEFAULT_LAYOUT, generation, nameCase)
  const isOwn = (claim: Claim) => claim.kind === 'private' && isSameGeneration(claim, generation)
  return safeTry<FileSystemPath, DirectoryStepError>(async function* () {
    if (layout !== undefined) return ok(byLayout)
    const { found } = yield* askStore(call, store, {
      pending: `reading the claim of ${byLayout}`,
      ask: () => store.inspectClaims([byLayout]),
    })
    if (found.kind === 'claimed' && isOwn(found.claim)) return ok(byLayout)
    for (let after: string | undefined, more = true; more; ) {
      const page = { limit: MAX_PAGE, ...(after !== undefined && { after }) }
      const { claims, next } = yield* askStore(call, store, {
        pending: 'listing the claims',
        ask: () => store.listClaims([page]),
      })
      const own = claims.find(({ claim }) => isOwn(claim))
      if (own !== undefined) return ok(own.path)
      more = next !== undefined
      after = next
    }
    return ok(byLayout)
  })
}

/** Files with several names change hands only if the ledger gave their uid to the archived profile: no other user's are among them. */
export function hardLinkRule(
  call: RestoreCall,
  { generation, owner: { uid } }: ArchivedDirectory,
  owner: PosixOwner,
): ResultAsync<HardLinkRule, DirectoryStepError> {
  const { store } = call
  const { inspectIdentities } = store
  if (uid === owner.uid || generation === undefined || inspectIdentities === undefined) return okAsync('leave')
  const { domainId, userProfileName } = generation
  const holder = {
    holder: { domainId, userProfileName },
    range: { first: uid, last: uid },
    previousUid: 'keep',
  } as const
  return askStore(call, store, {
    pending: `looking for the holder of uid ${uid}`,
    ask: () => inspectIdentities([holder]),
  })
    .map(({ outcome }): HardLinkRule => (outcome === 'held' ? 'change' : 'leave'))
    .orElse((error) => (error.name === 'IdentityRangeFullError' ? ok<HardLinkRule>('leave') : err(error)))
}

/** Says where the archive would go, once the directory is as planned. */
export function inspect(
  call: RestoreCall,
  wanted: Wanted,
  { archived }: DirectoryReceipt,
): ResultAsync<RestoreReceipt, DirectoryStepError> {
  const { store } = call
  return askStore(call, store, {
    pending: `looking at the archive ${wanted.archive}`,
    ask: () => store.restoreDirectories([{ ...specFor(call, wanted), action: 'inspect', budgetMs: 0 }]),
    // What is there moves to the archive first.
  }).map((receipt) => (archived === undefined ? receipt : { ...receipt, restoredTo: wanted.path }))
}

/** Restores in stretches, until it is done or the time is over. */
export function restoreInStretches(
  call: RestoreCall,
  wanted: Wanted,
  { dryRun }: { readonly dryRun: boolean },
): ResultAsync<RestoreReceipt, DirectoryStepError> {
  const { store, stopAt, report } = call
  return safeTry<RestoreReceipt, DirectoryStepError>(async function* () {
    let count = { entries: 0, hardLinks: 0 }
    for (;;) {
      const budgetMs = nextStretch(call, stopAt)
      if (budgetMs === undefined) return ok({ archive: wanted.archive, outcome: 'unfinished' as const, ...count })
      const spec = { ...specFor(call, wanted), action: dryRun ? ('inspect' as const) : ('restore' as const), budgetMs }
      const result = await askStore(call, store, {
        pending: `restoring the archive ${wanted.archive}`,
        ask: () => store.restoreDirectories([spec]),
      })
      if (result.isErr())
        return isEnd(result.error)
          ? ok({ archive: wanted.archive, outcome: 'unfinished' as const, ...count })
          : err(result.error)
      const receipt = result.value
      count = { entries: count.entries + receipt.entries, hardLinks: count.hardLinks + receipt.hardLinks }
      if (receipt.outcome !== 'unfinished') return ok({ ...receipt, ...count })
      report({ step: 'changing-owners', done: count.entries })
    }
  })
}

function isEnd(error: DirectoryStepError): error is CallEndedError {
  return error.name === 'AbortedError' || error.name === 'DeadlineExceededError'
}

/** The date is that of the caller's clock, in UTC. */
function specFor({ clock }: RestoreCall, { hardLinks = 'leave', ...wanted }: Wanted) {
  const besideName = `restored-${new Date(wallTimeOf(clock)).toISOString().slice(0, 10)}`
  return { ...wanted, besideName, hardLinks }
}
