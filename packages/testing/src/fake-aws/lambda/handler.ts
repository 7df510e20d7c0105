import type { World } from '../world.js'
import type { FunctionRecord } from './state.js'

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
  getRemainingTimeInMillis(): number
}

// Lambda's longest.
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
