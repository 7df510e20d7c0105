import { invokeFunction, type LambdaClient } from '../../aws/lambda.js'
import { requireParts } from '../../context.js'
import type { DirectoryReceipt, DirectorySpec, DirectoryState } from '../../model/directory.js'
import type { FileSystemPath } from '../../model/file-system-path.js'
import { type Clock, systemClock } from '../../time/clock.js'
import type { ArchiveStore } from '../archive-store.js'
import type { ClaimedDirectorySpec, ClaimedDirectoryState, ClaimReceipt, ClaimStore } from '../claim-store.js'
import type { DirectoryDriver } from '../directory-driver.js'
import type { IdentityLedger } from '../identities/identity-ledger.js'
import { loadingLater } from '../later-verbs.js'
import type { UsageMeter } from '../usage-meter.js'
import type { DirectoryFunction, WireMethod } from './invocation.js'
import { runInvocations } from './run-invocations.js'
import { parseClaimedState, parseClaimReceipt, parseReceipt, parseState } from './wire-reply.js'

/** Options of {@link lambdaDirectoryDriver}. */
export interface LambdaDirectoryDriverOptions {
  readonly lambda: LambdaClient
  /** Name or ARN of the function that runs `provision-directories`; a version or an alias may follow. */
  readonly functionName: string
  /** Directories in one invocation. Default 500; at most 10,000. */
  readonly maxItemsPerInvocation?: number
  /** Time limit of one invocation, retries of the SDK included, in milliseconds. Default 120,000. */
  readonly timeoutMs?: number
  /** Default: the computer's own clock. */
  readonly clock?: Clock
}

const DEFAULT_MAX_ITEMS = 500
const DEFAULT_TIMEOUT_MS = 120_000

/**
 * Makes directories from anywhere, by invoking the function `provision-directories`, which mounts the file system. The
 * caller needs `lambda:InvokeFunction` on that function and no network path to the file system.
 *
 * @example
 * const directories = lambdaDirectoryDriver({ lambda: new LambdaClient({}), functionName: 'studio-efs-directories' })
 */
export function lambdaDirectoryDriver(
  options: LambdaDirectoryDriverOptions,
): DirectoryDriver & ClaimStore & ArchiveStore & IdentityLedger & UsageMeter {
  const { lambda, functionName, timeoutMs = DEFAULT_TIMEOUT_MS, clock = systemClock } = options
  const complete = requireParts({ lambda }, ['lambda'])(options)
  if (complete.isErr()) throw complete.error
  return lambdaDirectoryDriverOn({
    functionName,
    timeoutMs,
    maxItems: options.maxItemsPerInvocation ?? DEFAULT_MAX_ITEMS,
    clock,
    invoke: (call, payload) => invokeFunction({ ...call, lambda }, { functionName, payload }),
  })
}

/** The driver with any transport to the directory function. */
export function lambdaDirectoryDriverOn(
  target: DirectoryFunction,
): DirectoryDriver & ClaimStore & ArchiveStore & IdentityLedger & UsageMeter {
  return {
    name: 'lambda',
    ensureDirectories: (specs) => runInvocations(target, ensureMethod, specs),
    inspectDirectories: (paths) => runInvocations(target, inspectMethod, paths),
    claimDirectories: (specs) => runInvocations(target, claimMethod, specs),
    inspectClaims: (paths) => runInvocations(target, inspectClaimsMethod, paths),
    ...loadingLater(async () => (await import('./later-methods.js')).laterMethods(target)),
  }
}

const ensureMethod: WireMethod<DirectorySpec, DirectoryReceipt> = {
  pathOf: ({ path }) => path,
  request: (ensureDirectories) => ({ ensureDirectories }),
  parse: parseReceipt,
}

const inspectMethod: WireMethod<FileSystemPath, DirectoryState> = {
  pathOf: (path) => path,
  request: (inspectDirectories) => ({ inspectDirectories }),
  parse: parseState,
}

const claimMethod: WireMethod<ClaimedDirectorySpec, ClaimReceipt> = {
  pathOf: ({ path }) => path,
  request: (claimDirectories) => ({ claimDirectories }),
  parse: parseClaimReceipt,
}

const inspectClaimsMethod: WireMethod<FileSystemPath, ClaimedDirectoryState> = {
  pathOf: (path) => path,
  request: (inspectClaims) => ({ inspectClaims }),
  parse: parseClaimedState,
}
