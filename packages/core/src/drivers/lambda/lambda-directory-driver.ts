import { invokeFunction, type LambdaClient } from '../../aws/lambda.js'
import { type Clock, systemClock } from '../../time/clock.js'
import type { DirectoryDriver } from '../directory-driver.js'
import { lambdaDirectoryDriverOn } from './driver-on.js'
import type { DirectoryFunction } from './invocation.js'

export interface LambdaDirectoryDriverOptions {
  readonly lambda: LambdaClient
  /** Name or ARN of the function that runs `provision-directories`; a version or an alias may follow. */
  readonly functionName: string
  /** How many directories are asked for in one invocation. Default 500; at most 10,000. */
  readonly maxItemsPerInvocation?: number
  /** How long one invocation may take, retries of the SDK included, in milliseconds. Default 120,000. */
  readonly timeoutMs?: number
  /** Default: the computer's own clock. */
  readonly clock?: Clock
}

const DEFAULT_MAX_ITEMS = 500
const DEFAULT_TIMEOUT_MS = 120_000

/**
 * Makes directories from anywhere: it invokes the function `provision-directories`, which mounts the file system. Whoever
 * runs it needs `lambda:InvokeFunction` on that function and nothing of the file system's network.
 *
 * @example
 * const directories = lambdaDirectoryDriver({ lambda: new LambdaClient({}), functionName: 'studio-efs-directories' })
 */
export function lambdaDirectoryDriver(options: LambdaDirectoryDriverOptions): DirectoryDriver {
  const { lambda, functionName, timeoutMs = DEFAULT_TIMEOUT_MS, clock = systemClock } = options
  const target: DirectoryFunction = {
    functionName,
    timeoutMs,
    clock,
    invoke: (payload, patience) => invokeFunction(lambda, functionName, payload, patience),
  }
  return lambdaDirectoryDriverOn(target, options.maxItemsPerInvocation ?? DEFAULT_MAX_ITEMS)
}
