import { type Result, ResultAsync } from 'neverthrow'
import type { Call } from '../call.js'
import { logChange } from '../logger.js'
import type { DirectoryChange } from '../model/change.js'
import type { DirectoryReceipt, DirectorySpec } from '../model/directory.js'
import { type FileSystemPath, ROOT_PATH } from '../model/file-system-path.js'
import type { ArchiveStore } from './archive-store.js'
import { askDriver, type DirectoryStepError, onlyResult } from './ask-driver.js'
import { planClaimedDirectory } from './claim-plan.js'
import type { ClaimedDirectorySpec, ClaimStore } from './claim-store.js'
import type { DirectoryDriver } from './directory-driver.js'
import type { DirectoryError } from './directory-error.js'
import { planDirectory, repairIn } from './directory-plan.js'
import type { IdentityLedger } from './identities/identity-ledger.js'
import type { UsageMeter } from './usage-meter.js'

/** A directory driver, with the further ports that it carries. */
export type Directories = DirectoryDriver & Partial<ClaimStore & ArchiveStore & IdentityLedger & UsageMeter>

export type { DirectoryStepError } from './ask-driver.js'

export interface DirectoriesCall extends Call {
  readonly directories: Directories
}

/** A directory as it should be, claimed where the driver keeps claims. */
export type WantedDirectory = DirectorySpec & Partial<Pick<ClaimedDirectorySpec, 'claim' | 'previousOwner'>>

/** The claim of a directory that a default or a share reaches. The root cannot be claimed: every other directory lies in it. */
export function sharedClaim(path: FileSystemPath): Pick<WantedDirectory, 'claim'> {
  return path === ROOT_PATH ? {} : { claim: { kind: 'shared' } }
}

/**
 * Makes one directory, or with `dryRun` plans it from its current state. Retries retryable errors; when no time is left
 * for another try, the last error stands.
 */
export function ensureDirectory(
  call: DirectoriesCall,
  spec: WantedDirectory,
  { dryRun }: { readonly dryRun: boolean },
): ResultAsync<DirectoryReceipt, DirectoryStepError> {
  return new ResultAsync(tryToEnsure(call, spec, dryRun))
}

async function tryToEnsure(
  call: DirectoriesCall,
  spec: WantedDirectory,
  dryRun: boolean,
): Promise<Result<DirectoryReceipt, DirectoryStepError>> {
  const { directories } = call
  const result = await askDriver(call, {
    pending: `${dryRun ? 'looking at' : 'making'} the directory ${spec.path}`,
    ask: () => (dryRun ? plan(directories, spec) : ensure(directories, spec)),
  })
  if (result.isOk() && !dryRun) logOutcome(call, result.value)
  return result
}

function logOutcome(call: DirectoriesCall, receipt: DirectoryReceipt): void {
  logRepair(call, receipt)
  for (const change of directoryChanges(receipt)) if (change.action !== 'repair') logChange(call.logger, change)
}

/** Leaves a trace of the owner and mode that a directory had, and of a directory that was archived. */
export function logRepair({ logger }: Pick<Call, 'logger'>, receipt: DirectoryReceipt): void {
  const repair = repairIn(receipt)
  if (repair !== undefined) logger.warn('repaired a directory', { ...repair })
  const { path, archived } = receipt
  if (archived !== undefined) logger.warn('archived the directory of an earlier generation', { path, ...archived })
}

export function directoryChanges(receipt: DirectoryReceipt): readonly DirectoryChange[] {
  const { outcome, ...directory } = receipt
  if (outcome !== 'unchanged')
    return [{ kind: 'directory', action: outcome === 'created' ? 'create' : 'repair', ...directory }]
  const isClaimed = directory.claim !== undefined && directory.claim !== 'kept'
  return isClaimed ? [{ kind: 'directory', action: 'claim', ...directory }] : []
}

async function ensure(driver: Directories, spec: WantedDirectory) {
  const claimed = claimIn(driver, spec)
  if (claimed !== undefined) return onlyResult(driver, await claimed.store.claimDirectories([claimed.spec]))
  return onlyResult(driver, await driver.ensureDirectories([spec]))
}

async function plan(driver: Directories, spec: WantedDirectory): Promise<Result<DirectoryReceipt, DirectoryError>> {
  const claimed = claimIn(driver, spec)
  if (claimed !== undefined)
    return onlyResult(driver, await claimed.store.inspectClaims([spec.path])).andThen(
      (found): Result<DirectoryReceipt, DirectoryError> => planClaimedDirectory(claimed.spec, found),
    )
  const state = onlyResult(driver, await driver.inspectDirectories([spec.path]))
  return state.andThen((found): Result<DirectoryReceipt, DirectoryError> => planDirectory(spec, found))
}

/** A driver that keeps no claims makes the directory all the same. */
function claimIn({ claimDirectories, inspectClaims }: Directories, { claim, ...spec }: WantedDirectory) {
  if (claim === undefined || claimDirectories === undefined || inspectClaims === undefined) return undefined
  return { store: { claimDirectories, inspectClaims }, spec: { ...spec, claim } }
}
