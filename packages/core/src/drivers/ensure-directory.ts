import { err, type Result, ResultAsync } from 'neverthrow'
import { type Call, type CallEndedError, pause, untilCallEnds } from '../call.js'
import { logChange } from '../logger.js'
import type { DirectoryChange } from '../model/change.js'
import type { DirectoryReceipt, DirectorySpec } from '../model/directory.js'
import { retryDelayMs } from '../time/backoff.js'
import type { DirectoryDriver } from './directory-driver.js'
import type { DirectoryError } from './directory-error.js'
import { planDirectory, repairIn } from './directory-plan.js'

/** A driver fails on its own host or mount, as a rule: an error that outlives three tries needs a person. */
const MAX_TRIES = 3

export interface DirectoriesCall extends Call {
  readonly directories: DirectoryDriver
}

export type DirectoryStepError = DirectoryError | CallEndedError

/**
 * Makes one directory, or with `dryRun` plans it from its current state. Retries retryable errors; when no time is left
 * for another try, the last error stands.
 */
export function ensureDirectory(
  call: DirectoriesCall,
  spec: DirectorySpec,
  { dryRun }: { readonly dryRun: boolean },
): ResultAsync<DirectoryReceipt, DirectoryStepError> {
  return new ResultAsync(tryToEnsure(call, spec, dryRun))
}

async function tryToEnsure(
  call: DirectoriesCall,
  spec: DirectorySpec,
  dryRun: boolean,
): Promise<Result<DirectoryReceipt, DirectoryStepError>> {
  const { clock, directories } = call
  const pending = `${dryRun ? 'looking at' : 'making'} the directory ${spec.path}`
  for (let tries = 1; ; tries += 1) {
    // A hard NFS mount blocks for as long as its server is away; the call need not.
    const result = await untilCallEnds(call, pending, dryRun ? plan(directories, spec) : ensure(directories, spec))
    if (result.isOk() && !dryRun) logOutcome(call, result.value)
    if (result.isOk() || !result.error.retryable || tries === MAX_TRIES) return result
    const paused = await pause(call, { ms: retryDelayMs(tries, clock.random()), pending, cause: result.error })
    if (paused.isErr()) return err(paused.error.name === 'AbortedError' ? paused.error : result.error)
  }
}

function logOutcome(call: DirectoriesCall, receipt: DirectoryReceipt): void {
  logRepair(call, receipt)
  if (receipt.outcome === 'created') for (const change of directoryChanges(receipt)) logChange(call.logger, change)
}

/** Leaves a trace of the owner and mode that a directory had. */
export function logRepair({ logger }: Pick<Call, 'logger'>, receipt: DirectoryReceipt): void {
  const repair = repairIn(receipt)
  if (repair !== undefined) logger.warn('repaired a directory', { ...repair })
}

export function directoryChanges(receipt: DirectoryReceipt): readonly DirectoryChange[] {
  const { outcome, ...directory } = receipt
  if (outcome === 'unchanged') return []
  return [{ kind: 'directory', action: outcome === 'created' ? 'create' : 'repair', ...directory }]
}

async function ensure(driver: DirectoryDriver, spec: DirectorySpec) {
  return onlyResult(driver, await driver.ensureDirectories([spec]))
}

async function plan(driver: DirectoryDriver, spec: DirectorySpec) {
  const state = onlyResult(driver, await driver.inspectDirectories([spec.path]))
  return state.andThen((found): Result<DirectoryReceipt, DirectoryError> => planDirectory(spec, found))
}

function onlyResult<T>(driver: DirectoryDriver, results: readonly T[]): T {
  const [result] = results
  if (result === undefined || results.length > 1)
    throw new Error(`The directory driver ${driver.name} gave ${results.length} results for one item.`)
  return result
}
