import type { Clock, Logger } from '@studio-efs/core/directories'

/** The part of Lambda's context object that handlers use. */
export interface Invocation {
  readonly awsRequestId?: string
  /** ARN of the function, with its account and Region. */
  readonly invokedFunctionArn?: string
  /** Milliseconds until Lambda ends the invocation. */
  getRemainingTimeInMillis?(): number
}

/** A Lambda handler. Returns what it did or ignored, and throws if something is not done. */
export type Handler<Reply> = (event: unknown, invocation?: Invocation) => Promise<Reply>

/** Counts outcomes. Powertools' Metrics fits as it is. */
export interface Metrics {
  /** Adds a measurement to the batch. */
  addMetric(name: string, unit: 'Count' | 'Milliseconds', value: number): void
  /** Writes the batch; called once per invocation. */
  publishStoredMetrics(): void
}

/** Counts of one invocation. Those that are 0 are in it too, so that a graph has no gaps. */
export interface Counts {
  /** Profiles that got a directory or an entry in their list. */
  readonly Onboarded?: number
  /** Profiles that were in order, or need nothing. */
  readonly Unchanged?: number
  /** Directories of profiles that left, which were archived. */
  readonly Archived?: number
  /** 1 for a sweep that archived nothing, since so many profiles seemed to have left that it doubted the reading; else 0. */
  readonly Held?: number
  /** Profiles, directories or spaces that failed, once for every try. */
  readonly Failed?: number
  /** Spaces that were attached. */
  readonly SpacesAttached?: number
  /** Spaces whose app runs, so that SageMaker changes nothing until it is stopped. */
  readonly SpacesWaiting?: number
  /** Requests that AWS refused because there were too many, each of which was sent again. */
  readonly Throttled: number
}

/** Gets the counts of every invocation. */
export type Measurements = (counts: Counts) => void

/** Annotates the trace of an invocation. Powertools' Tracer fits as it is. */
export interface Tracer {
  /** Annotates the current segment. */
  putAnnotation(key: string, value: string): void
  /** Adds an error to the current segment. */
  addErrorAsMetadata(error: Error): void
}

/** Receivers of what a function measures and traces; all are optional. */
export interface Observers {
  /** Gets one count per invocation, named after its outcome, and the duration. Default: none. */
  readonly metrics?: Metrics
  /** Default: none; the drop-in handlers write CloudWatch's embedded metric format if `STUDIO_EFS_METRICS` is set. */
  readonly measurements?: Measurements
  /** Gets the outcome, or the error, of every invocation. Default: none. */
  readonly tracer?: Tracer
}

export interface HandlerContext {
  /** Default: one line of JSON per invocation on standard output. Powertools' Logger fits as it is. */
  readonly logger?: Logger
  /** Default: the computer's own clock. */
  readonly clock?: Clock
}

/** Kept back of the invocation's time, for the log record and the error. */
const CLOSING_MS = 1000
const DEFAULT_TIMEOUT_MS = 60_000

/** Milliseconds that the work of an invocation may take: a minute if Lambda's context does not say. */
export function timeForWork(invocation: Invocation | undefined): number {
  const remainingMs = invocation?.getRemainingTimeInMillis?.() ?? DEFAULT_TIMEOUT_MS + CLOSING_MS
  return Math.max(1, Math.floor(remainingMs - CLOSING_MS))
}

/** Account and Region of the function, as far as Lambda's context says. */
export function originOf(invocation: Invocation | undefined): { readonly account?: string; readonly region?: string } {
  const [, region, account] = /^arn:[-\w]+:lambda:([-\w]+):(\d{12}):/.exec(invocation?.invokedFunctionArn ?? '') ?? []
  return { ...(account !== undefined && { account }), ...(region !== undefined && { region }) }
}

/**
 * Account of the clients where SageMaker lists no domain, whose ARN says it: `function` takes that of the function's ARN,
 * `unknown` takes none, since the client may be one of another account.
 */
export type OwnAccount = 'function' | 'unknown'

/** As a field of an operation's input. */
export function accountOf(ownAccount: OwnAccount, invocation: Invocation | undefined): { readonly accountId?: string } {
  const { account } = ownAccount === 'function' ? originOf(invocation) : {}
  return account === undefined ? {} : { accountId: account }
}

/** Events of another account or Region than the function's: `take` looks for their profiles through the given client. */
export type ForeignEvents = 'ignore' | 'take'
