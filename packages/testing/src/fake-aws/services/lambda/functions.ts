import type { FailedInvocation, FunctionInvocation, FunctionRecord, LambdaHandler } from '../../state/lambda.js'
import { FakeAwsError } from '../../wire/errors.js'
import { arnOf, type World } from '../../world/world.js'
import { settled } from './event-queue.js'

/** Options of a function that the fake invokes. */
export interface FunctionOptions {
  /** Throttles invocations while this many run. Default: no limit. */
  readonly reservedConcurrency?: number
  /**
   * Ends the invocation after this time on the fake's clock. Default: never, and `getRemainingTimeInMillis` counts from
   * 900 seconds: a test clock that jumps ahead would end handlers that wait for a real network.
   */
  readonly timeoutMs?: number
  /** Number of retries of an event when the handler throws. Default 2. */
  readonly maximumRetryAttempts?: 0 | 1 | 2
  /** Age at which an event is no longer retried, in milliseconds. Default 6 hours. */
  readonly maximumEventAgeMs?: number
  /** Waits before the first and the second retry, in milliseconds. Default 1 and 2 minutes. */
  readonly retryDelaysMs?: readonly number[]
}

/** A registered function and its invocations so far. */
export interface RegisteredFunction {
  readonly arn: string
  /** Every attempt in order, throttled ones too. */
  readonly invocations: readonly FunctionInvocation[]
  /** Events that failed every attempt or grew too old, in order, as an on-failure destination gets them. */
  readonly deadLetters: readonly FailedInvocation[]
  /** Resolves when no asynchronous invocation is waiting or running. */
  settled(): Promise<void>
  /** Deletes the function: `Invoke` answers `ResourceNotFoundException` from then on. */
  remove(): void
}

/** The Lambda functions of the fake, which are handlers in this process. */
export interface FakeFunctions {
  /** Makes the handler a function for `Invoke`, in place of one of the same name. Events are copied as JSON. */
  register(name: string, handler: LambdaHandler, options?: FunctionOptions): RegisteredFunction
}

export function createFunctions(world: World): FakeFunctions {
  const { functions } = world.state.lambda
  return {
    register(name, handler, options) {
      const fn = newFunctionRecord(world, { name, handler, options })
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

export interface NewFunction {
  readonly name: string
  readonly handler: LambdaHandler
  readonly options?: FunctionOptions | undefined
  /** Aborted to drop the events that still wait. Default: when the fake is closed. */
  readonly closing?: AbortSignal
}

export function newFunctionRecord(world: World, wanted: NewFunction): FunctionRecord {
  const { name, handler, options = {}, closing = world.closing } = wanted
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

/** Finds a function by name, partial ARN or ARN, each with or without a version; only `$LATEST` exists. */
export function findFunction(world: World, name: string, qualifier: string | undefined): FunctionRecord {
  const { functionName, version } = parseName(name)
  const fn = world.state.lambda.functions.get(functionName)
  if (qualifier !== undefined && version !== undefined && qualifier !== version) {
    const message = 'The derived qualifier from the function name does not match the specified qualifier.'
    throw new FakeAwsError('InvalidParameterValueException', message)
  }
  const wanted = qualifier ?? version ?? '$LATEST'
  if (fn !== undefined && wanted === '$LATEST' && !isElsewhere(world, name)) return fn
  const suffix = qualifier === undefined || version !== undefined ? '' : `:${qualifier}`
  const unqualified = `function:${functionName}${version === undefined ? '' : `:${version}`}`
  const arn = `${name.startsWith('arn:') ? name : arnOf(world, 'lambda', unqualified)}${suffix}`
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
