import { err, ok, type Result, ResultAsync } from 'neverthrow'
import type { StudioEfsContext } from '../context.js'
import { askDriver, type DirectoryStepError, onlyResult } from '../drivers/ask-driver.js'
import type { DirectoryError } from '../drivers/directory-error.js'
import type { Directories, DirectoriesCall } from '../drivers/ensure-directory.js'
import type {
  IdentityLedger,
  IdentityReceipt,
  IdentityReturnReceipt,
  IdentitySpec,
  IdentityUse,
  IdentityUseReceipt,
} from '../drivers/identities/identity-ledger.js'
import { InvalidInputError } from '../studio-efs-error.js'

/** A call whose driver keeps a ledger. */
export interface LedgerCall extends DirectoriesCall {
  readonly directories: Directories & IdentityLedger
}

/** Passes the spec on if the driver keeps a ledger of identities. */
export function requireLedger({
  directories,
}: Pick<StudioEfsContext, 'directories'>): <Spec>(spec: Spec) => Result<Spec, InvalidInputError> {
  const allowed = 'a directory driver that keeps a ledger of identities, such as posixDirectoryDriver'
  const refusal = () =>
    new InvalidInputError({ field: 'context.directories', allowed, received: `the driver ${directories.name}` })
  return (spec) => (keepsLedger(directories) ? ok(spec) : err(refusal()))
}

export function keepsLedger(directories: Directories): directories is Directories & IdentityLedger {
  return directories.takeIdentities !== undefined && directories.useIdentities !== undefined
}

export function takeIdentity(call: LedgerCall, spec: IdentitySpec): ResultAsync<IdentityReceipt, DirectoryStepError> {
  return askForOne(call, 'taking a uid', () => call.directories.takeIdentities([spec]))
}

/** Reads what `takeIdentity` would give. */
export function inspectIdentity(
  call: LedgerCall,
  spec: IdentitySpec,
): ResultAsync<IdentityReceipt, DirectoryStepError> {
  return askForOne(call, 'reading the ledger of identities', () => call.directories.inspectIdentities([spec]))
}

export function recordUse(call: LedgerCall, use: IdentityUse): ResultAsync<IdentityUseReceipt, DirectoryStepError> {
  return askForOne(call, `recording uid ${use.uid}`, () => call.directories.useIdentities([use]))
}

/** Records many uses in one request. */
export function recordUses(
  call: LedgerCall,
  uses: readonly IdentityUse[],
): ResultAsync<readonly IdentityUseReceipt[], DirectoryStepError> {
  return new ResultAsync(
    askDriver(call, {
      pending: `recording ${uses.length} uids`,
      ask: async () => firstErrorOr(uses.length === 0 ? [] : await call.directories.useIdentities(uses)),
    }),
  )
}

export function returnUse(call: LedgerCall, use: IdentityUse): ResultAsync<IdentityReturnReceipt, DirectoryStepError> {
  return askForOne(call, `returning uid ${use.uid}`, () => call.directories.returnIdentities([use]))
}

function firstErrorOr<Value>(
  results: readonly Result<Value, DirectoryError>[],
): Result<readonly Value[], DirectoryError> {
  const values: Value[] = []
  for (const result of results) {
    if (result.isErr()) return err(result.error)
    values.push(result.value)
  }
  return ok(values)
}

function askForOne<Value>(
  call: LedgerCall,
  pending: string,
  ask: () => Promise<readonly Result<Value, DirectoryError>[]>,
): ResultAsync<Value, DirectoryStepError> {
  return new ResultAsync(askDriver(call, { pending, ask: async () => onlyResult(call.directories, await ask()) }))
}
