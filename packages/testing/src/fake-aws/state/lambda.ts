/** Lambda functions of the fake. */
export interface LambdaState {
  /** By name. */
  readonly functions: Map<string, FunctionRecord>
}

/**
 * A Lambda handler. Its reply is the returned value, or the value of the returned promise. The callback throws:
 * Lambda's runtimes from Node.js 24 on do not support callbacks.
 */
export type LambdaHandler = (event: never, context: never, callback: never) => unknown

/** Function in the state of the fake. */
export interface FunctionRecord {
  readonly FunctionName: string
  readonly FunctionArn: string
  readonly handler: LambdaHandler
  /** Undefined: no limit. */
  reservedConcurrency: number | undefined
  /** Milliseconds of the fake's clock; undefined: no timeout. */
  timeoutMs: number | undefined
  maximumRetryAttempts: number
  maximumEventAgeMs: number
  retryDelaysMs: readonly number[]
  /** Number of invocations under way. */
  running: number
  /** Every attempt in order, throttled ones too. */
  readonly invocations: FunctionInvocation[]
  /** Events of asynchronous invocations that succeeded, in the order of completion. */
  readonly completed: unknown[]
  /** Events that failed every attempt or grew too old, in order. */
  readonly deadLetters: FailedInvocation[]
  /** Asynchronous invocations that have neither succeeded nor failed for good. */
  readonly underway: Set<Promise<void>>
  /** Aborted to drop the events that still wait. */
  readonly closing: AbortSignal
}

/** Attempt to run a function. */
export interface FunctionInvocation {
  /** The same for every attempt at one event. */
  readonly requestId: string
  /** Milliseconds since the epoch, on the fake's clock. */
  readonly at: number
  readonly type: 'RequestResponse' | 'Event'
  readonly event: unknown
  /** `running` until the handler returns. */
  outcome: 'running' | 'ok' | 'error' | 'timed-out' | 'throttled'
}

/** The record that an on-failure destination gets; a dead-letter queue gets its `requestPayload`. */
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
