import { isNativeError } from 'node:util/types'
import type { FunctionRecord } from '../../state/lambda.js'
import type { World } from '../../world/world.js'

/** Lambda's context object, on the fake's clock. */
export interface LambdaContext {
  readonly awsRequestId: string
  readonly functionName: string
  readonly functionVersion: '$LATEST'
  readonly invokedFunctionArn: string
  readonly memoryLimitInMB: string
  readonly logGroupName: string
  readonly logStreamName: string
  readonly clientContext?: unknown
  callbackWaitsForEmptyEventLoop: boolean
  /** Milliseconds until the fake ends the invocation, on its clock. */
  getRemainingTimeInMillis(): number
}

// The longest timeout that Lambda allows.
const DEFAULT_TIMEOUT_MS = 900_000

export function createContext(
  world: World,
  { FunctionName, FunctionArn, timeoutMs = DEFAULT_TIMEOUT_MS }: FunctionRecord,
  { requestId, clientContext }: { readonly requestId: string; readonly clientContext?: unknown },
): LambdaContext {
  const endsAt = world.now() + timeoutMs
  return {
    awsRequestId: requestId,
    functionName: FunctionName,
    functionVersion: '$LATEST',
    invokedFunctionArn: FunctionArn,
    memoryLimitInMB: '128',
    logGroupName: `/aws/lambda/${FunctionName}`,
    logStreamName: `[$LATEST]${requestId.replaceAll('-', '')}`,
    ...(clientContext !== undefined && { clientContext }),
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => Math.max(0, endsAt - world.now()),
  }
}

/** Writes a thrown value as Lambda's Node.js runtime does. */
export function functionErrorPayload(thrown: unknown): string {
  if (!isError(thrown)) return JSON.stringify({ errorType: typeof thrown, errorMessage: String(thrown), trace: [] })
  const { name, message, stack = '' } = thrown
  return JSON.stringify({ errorType: name, errorMessage: message, trace: stack.split('\n') })
}

export function timeoutPayload(requestId: string, timeoutMs: number): string {
  const seconds = (timeoutMs / 1000).toFixed(2)
  const errorMessage = `RequestId: ${requestId} Error: Task timed out after ${seconds} seconds`
  return JSON.stringify({ errorType: 'Sandbox.Timedout', errorMessage })
}

// `instanceof` misses errors of another realm, such as a test runner's.
function isError(value: unknown): value is Error {
  return value instanceof Error || isNativeError(value)
}
