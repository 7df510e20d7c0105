import { invokeFunction, type LambdaClient } from '../../aws/lambda.js'
import { requireParts } from '../../context.js'
import type { DirectoryReceipt, DirectorySpec, DirectoryState } from '../../model/directory.js'
import type { FileSystemPath } from '../../model/file-system-path.js'
import { type Clock, systemClock } from '../../time/clock.js'
import type {
  ClaimedDirectorySpec,
  ClaimedDirectoryState,
  ClaimReceipt,
  ClaimStore,
  ReleaseReceipt,
  ReleaseSpec,
} from '../claim-store.js'
import type { DirectoryDriver } from '../directory-driver.js'
import type {
  KnownDirectories,
  KnownDirectoriesPage,
  MeasureLimits,
  MeasureReceipt,
  MeasureSpec,
  UsageMeter,
} from '../usage-meter.js'
import type { DirectoryFunction, WireMethod } from './invocation.js'
import { runInvocations } from './run-invocations.js'
import { parseClaimedState, parseClaimReceipt, parseReceipt, parseReleaseReceipt, parseState } from './wire-reply.js'
import { parseKnownDirectories, parseMeasureReceipt } from './wire-usage.js'

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
): DirectoryDriver & ClaimStore & UsageMeter {
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
export function lambdaDirectoryDriverOn(target: DirectoryFunction): DirectoryDriver & ClaimStore & UsageMeter {
  return {
    name: 'lambda',
    ensureDirectories: (specs) => runInvocations(target, ensureMethod, specs),
    inspectDirectories: (paths) => runInvocations(target, inspectMethod, paths),
    claimDirectories: (specs) => runInvocations(target, claimMethod, specs),
    inspectClaims: (paths) => runInvocations(target, inspectClaimsMethod, paths),
    releaseDirectories: (specs) => runInvocations(target, releaseMethod, specs),
    measureDirectories: (specs, limits) => runInvocations(target, measureMethod(target, limits), specs),
    listKnownDirectories: (pages) => runInvocations({ ...target, maxItems: 1 }, listMethod, pages),
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

const releaseMethod: WireMethod<ReleaseSpec, ReleaseReceipt> = {
  pathOf: ({ path }) => path,
  request: (releaseDirectories) => ({ releaseDirectories }),
  parse: parseReleaseReceipt,
}

function measureMethod(
  { timeoutMs }: DirectoryFunction,
  { operationsPerSecond, maxMs }: MeasureLimits,
): WireMethod<MeasureSpec, MeasureReceipt> {
  // The other half is for starting the function, for its last operations and for the reply.
  const measureLimits = { operationsPerSecond, maxMs: Math.min(maxMs, Math.ceil(timeoutMs / 2)) }
  return {
    pathOf: ({ path }) => path,
    request: (measureDirectories) => ({ measureDirectories, measureLimits }),
    parse: parseMeasureReceipt,
  }
}

const listMethod: WireMethod<KnownDirectoriesPage, KnownDirectories> = {
  pathOf: ({ path }) => path,
  request: (listKnownDirectories) => ({ listKnownDirectories }),
  parse: parseKnownDirectories,
}
