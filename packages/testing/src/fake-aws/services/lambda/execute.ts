import { MAX_KEPT } from '../../settings/options.js'
import type { FunctionInvocation, FunctionRecord } from '../../state/lambda.js'
import { trimOldest } from '../../state/record.js'
import type { World } from '../../world/world.js'
import { createContext, functionErrorPayload, type LambdaContext, timeoutPayload } from './node-runtime.js'

export interface Execution {
  /** The reply or the error, as JSON text. */
  readonly payload: string
  /** Absent when the handler returned. */
  readonly functionError?: 'Unhandled'
}

export interface ExecutionRequest {
  readonly requestId: string
  readonly type: FunctionInvocation['type']
  readonly event: unknown
  readonly clientContext?: unknown
}

/** Runs the handler once, or returns `throttled` when the reserved concurrency is used up. */
export async function execute(
  world: World,
  fn: FunctionRecord,
  request: ExecutionRequest,
): Promise<Execution | 'throttled'> {
  const isThrottled = fn.running >= (fn.reservedConcurrency ?? Number.POSITIVE_INFINITY)
  const { requestId, type, event } = request
  const outcome = isThrottled ? 'throttled' : 'running'
  const invocation: FunctionInvocation = { requestId, at: world.now(), type, event, outcome }
  fn.invocations.push(invocation)
  trimOldest(fn.invocations, MAX_KEPT)
  if (isThrottled) return 'throttled'
  fn.running += 1
  try {
    return await runOnce(world, fn, { ...request, invocation })
  } finally {
    fn.running -= 1
  }
}

interface Run extends ExecutionRequest {
  readonly invocation: FunctionInvocation
}

async function runOnce(world: World, fn: FunctionRecord, run: Run): Promise<Execution> {
  const { invocation } = run
  const context = createContext(world, fn, run)
  const execution = await inTime(world, fn, runHandler(fn, structuredClone(run.event), context))
  if (execution === TIMED_OUT) {
    invocation.outcome = 'timed-out'
    return { payload: timeoutPayload(run.requestId, fn.timeoutMs ?? 0), functionError: 'Unhandled' }
  }
  invocation.outcome = execution.functionError === undefined ? 'ok' : 'error'
  return execution
}

async function runHandler({ handler }: FunctionRecord, event: unknown, context: LambdaContext): Promise<Execution> {
  try {
    const call = handler as (event: unknown, context: LambdaContext, callback: () => never) => unknown
    return { payload: toJson(await call(event, context, refuseCallback)) }
  } catch (error) {
    return { payload: functionErrorPayload(error), functionError: 'Unhandled' }
  }
}

function refuseCallback(): never {
  throw new Error('Callbacks are not supported: return a promise.')
}

function toJson(reply: unknown): string {
  try {
    return JSON.stringify(reply) ?? 'null'
  } catch {
    throw new Error('Unable to stringify response body')
  }
}

const TIMED_OUT = 'timed-out'

async function inTime(
  { clock }: World,
  { timeoutMs }: FunctionRecord,
  running: Promise<Execution>,
): Promise<Execution | typeof TIMED_OUT> {
  if (timeoutMs === undefined) return running
  const done = new AbortController()
  const timeout: Promise<typeof TIMED_OUT> = clock.sleep(timeoutMs, done.signal).then(
    () => TIMED_OUT,
    () => TIMED_OUT,
  )
  try {
    return await Promise.race([running, timeout])
  } finally {
    done.abort()
  }
}
