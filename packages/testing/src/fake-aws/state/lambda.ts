export interface LambdaState {
  /** By name. */
  readonly functions: Map<string, FunctionRecord>
}

/**
 * A Lambda handler: what it returns, or what its promise resolves to, is its reply. The callback throws, as Lambda's
 * runtimes from Node.js 24 on have none.
 */
export type LambdaHandler = (event: never, context: never, callback: never) => unknown

export interface FunctionRecord {
  readonly FunctionName: string
  readonly FunctionArn: string
  readonly handler: LambdaHandler
  /** Undefined: as many at once as come. */
  reservedConcurrency: number | undefined
  /** Milliseconds of the fake's clock; undefined: never cut off. */
  timeoutMs: number | undefined
  maximumRetryAttempts: number
  maximumEventAgeMs: number
  retryDelaysMs: readonly number[]
  /** How many invocations run now. */
  running: number
  /** Every attempt, in order, refused ones included. */
  readonly invocations: FunctionInvocation[]
  /** Events of asynchronous invocations that succeeded, in the order of their ends. */
  readonly completed: unknown[]
  /** Events that were given up on, in order. */
  readonly deadLetters: FailedInvocation[]
  /** Asynchronous invocations that are not done with yet. */
  readonly underway: Set<Promise<void>>
  /** Aborted when the events that still wait are to be dropped. */
  readonly closing: AbortSignal
}

export interface FunctionInvocation {
  /** The same for every attempt at one event. */
  readonly requestId: string
  /** Milliseconds since the epoch, on the fake's clock. */
  readonly at: number
  readonly type: 'RequestResponse' | 'Event'
  readonly event: unknown
  /** `running` while the handler is at it. */
  outcome: 'running' | 'ok' | 'error' | 'timed-out' | 'throttled'
}

/** What an on-failure destination gets; its `requestPayload` is what a dead-letter queue gets. */
export interface FailedInvocation {
  readonly version: '1.0'
  /** ISO 8601. */
  readonly timestamp: string
  readonly requestContext: {
    readonly requestId: string
    readonly functionArn: string
    readonly condition: 'RetriesExhausted' | 'EventAgeExceeded'
    readonly approximateInvokeCount: number
  }
  readonly requestPayload: unknown
  /** Absent when the function never ran. */
  readonly responseContext?: {
    readonly statusCode: 200
    readonly executedVersion: '$LATEST'
    readonly functionError: 'Unhandled'
  }
  readonly responsePayload?: unknown
}

export function createLambdaState(): LambdaState {
  return { functions: new Map() }
}
