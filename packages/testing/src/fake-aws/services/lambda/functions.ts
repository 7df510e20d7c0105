import type { FailedInvocation, FunctionInvocation, FunctionRecord, LambdaHandler } from '../../state/lambda.js'
import { FakeAwsError } from '../../wire/errors.js'
import { arnOf, type World } from '../../world/world.js'
import { settled } from './event-queue.js'

export interface FunctionOptions {
  /** Refuses what comes while this many run. Default: no limit. */
  readonly reservedConcurrency?: number
  /**
   * Cuts the handler off, on the fake's clock. Default: never, and `getRemainingTimeInMillis` counts from 900 seconds:
   * a test clock that jumps ahead when the program seems idle would cut off handlers that wait for a real network.
   */
  readonly timeoutMs?: number
  /** How often an event is tried again when the handler throws. Default 2. */
  readonly maximumRetryAttempts?: 0 | 1 | 2
  /** When an event is given up on, in milliseconds. Default 6 hours. */
  readonly maximumEventAgeMs?: number
  /** The waits before the first and the second retry, in milliseconds. Default 1 and 2 minutes. */
  readonly retryDelaysMs?: readonly number[]
}

/** What became of a function's invocations. */
export interface RegisteredFunction {
  readonly arn: string
  /** Every attempt, in order, refused ones included. */
  readonly invocations: readonly FunctionInvocation[]
  /** Events that were given up on, in order, as an on-failure destination gets them. */
  readonly deadLetters: readonly FailedInvocation[]
  /** Resolves when no asynchronous invocation waits or runs. */
  settled(): Promise<void>
  /** The function is unknown from now on. */
  remove(): void
}

/** The Lambda functions of the fake: handlers in this process. */
export interface FakeFunctions {
  /** Makes the handler a function that `Invoke` finds; replaces one of the same name. Events are copied by JSON. */
  register(name: string, handler: LambdaHandler, options?: FunctionOptions): RegisteredFunction
}

export function createFunctions(world: World): FakeFunctions {
  const { functions } = world.state.lambda
  return {
    register(name, handler, options) {
      const fn = newFunctionRecord(world, name, handler, options)
      functions.set(name, fn)
      return {
        arn: fn.FunctionArn,
        invocations: fn.invocations,
        deadLetters: fn.deadLetters,
        settled: () => settled(fn),
        remove: () => {
          if (functions.get(name) === fn) functions.delete(name)
        },
      }
    },
  }
}

const SIX_HOURS_MS = 6 * 3_600_000

export function newFunctionRecord(
  world: World,
  name: string,
  handler: LambdaHandler,
  options: FunctionOptions = {},
  closing: AbortSignal = world.closing,
): FunctionRecord {
  return {
    FunctionName: name,
    FunctionArn: arnOf(world, 'lambda', `function:${name}`),
    handler,
    reservedConcurrency: options.reservedConcurrency,
    timeoutMs: options.timeoutMs,
    maximumRetryAttempts: options.maximumRetryAttempts ?? 2,
    maximumEventAgeMs: options.maximumEventAgeMs ?? SIX_HOURS_MS,
    retryDelaysMs: options.retryDelaysMs ?? [60_000, 120_000],
    running: 0,
    invocations: [],
    completed: [],
    deadLetters: [],
    underway: new Set(),
    closing,
  }
}

/** By name, partial ARN or ARN, each with or without a version; `$LATEST` is the only one there is. */
export function findFunction(world: World, name: string, qualifier: string | undefined): FunctionRecord {
  const { functionName, version } = parseName(name)
  const fn = world.state.lambda.functions.get(functionName)
  const wanted = qualifier ?? version ?? '$LATEST'
  if (fn !== undefined && wanted === '$LATEST' && !isElsewhere(world, name)) return fn
  const suffix = wanted === '$LATEST' ? '' : `:${wanted}`
  const arn = name.startsWith('arn:') ? name : arnOf(world, 'lambda', `function:${functionName}${suffix}`)
  throw new FakeAwsError('ResourceNotFoundException', `Function not found: ${arn}`)
}

function parseName(name: string): { readonly functionName: string; readonly version: string | undefined } {
  const mark = name.indexOf('function:')
  const [functionName = '', version] = (mark === -1 ? name : name.slice(mark + 'function:'.length)).split(':')
  return { functionName, version }
}

function isElsewhere({ settings }: World, name: string): boolean {
  if (!name.startsWith('arn:')) return false
  const [, , , region, account] = name.split(':')
  return region !== settings.region || account !== settings.account
}
