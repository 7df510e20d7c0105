import { err, type Result } from 'neverthrow'
import { pause } from '../aws/call/call-aws.js'
import { type OutOfPatienceError, type Patience, within } from '../call.js'
import type { DirectoryChange } from '../model/change.js'
import type { DirectoryReceipt, DirectorySpec } from '../model/directory.js'
import { retryDelayMs } from '../time/backoff.js'
import type { Clock } from '../time/clock.js'
import type { DirectoryDriver } from './directory-driver.js'
import type { DirectoryError } from './directory-error.js'
import { planDirectory } from './directory-plan.js'

/** The host that mounts the file system is the one that fails here: what three tries do not mend is for people. */
const MAX_TRIES = 3

export interface DirectoryStepContext {
  readonly directories: DirectoryDriver
  readonly clock: Clock
}

export type DirectoryStepError = DirectoryError | OutOfPatienceError

/** Makes one directory, or with `dryRun` reads what it would take; retries what may pass. */
export async function ensureDirectory(
  context: DirectoryStepContext,
  spec: DirectorySpec,
  { dryRun }: { readonly dryRun: boolean },
  patience: Patience,
): Promise<Result<DirectoryReceipt, DirectoryStepError>> {
  const { clock, directories } = context
  const pending = `${dryRun ? 'looking at' : 'making'} the directory ${spec.path}`
  for (let tries = 1; ; tries += 1) {
    // A hard NFS mount waits for its server for as long as it takes; the caller need not.
    const result = await within(patience, pending, dryRun ? inspect(directories, spec) : ensure(directories, spec))
    if (result.isOk() || !result.error.retryable || tries === MAX_TRIES) return result
    const spent = await pause(clock, patience, retryDelayMs(tries, clock.random()), pending, result.error)
    if (spent !== undefined) return err(spent.name === 'AbortedError' ? spent : result.error)
  }
}

export function directoryChanges(receipt: DirectoryReceipt): readonly DirectoryChange[] {
  const { outcome, ...directory } = receipt
  if (outcome === 'unchanged') return []
  return [{ kind: 'directory', action: outcome === 'created' ? 'create' : 'repair', ...directory }]
}

async function ensure(driver: DirectoryDriver, spec: DirectorySpec) {
  return theOnly(driver, await driver.ensureDirectories([spec]))
}

async function inspect(driver: DirectoryDriver, spec: DirectorySpec) {
  const state = theOnly(driver, await driver.inspectDirectories([spec.path]))
  return state.map((found) => planDirectory(spec, found))
}

function theOnly<T>(driver: DirectoryDriver, results: readonly T[]): T {
  const [result] = results
  if (result === undefined || results.length > 1)
    throw new Error(`The directory driver ${driver.name} gave ${results.length} results for one item.`)
  return result
}
