import type { Clock, Logger } from '@studio-efs/core'

/** Counts what handlers do. Powertools' Metrics fits as it is. */
export interface Metrics {
  addMetric(name: string, unit: 'Count' | 'Milliseconds', value: number): void
  publishStoredMetrics(): void
}

/** Marks the trace of an invocation. Powertools' Tracer fits as it is. */
export interface Tracer {
  putAnnotation(key: string, value: string): void
  addErrorAsMetadata(error: Error): void
}

/** Who watches a handler besides its logger; neither is required. */
export interface Observers {
  /** Gets one count per invocation, named after its outcome, and how long it took. Default: none. */
  readonly metrics?: Metrics
  /** Gets the outcome, or the error, of every invocation. Default: none. */
  readonly tracer?: Tracer
}

/** What every handler takes of its context. */
export interface HandlerContext {
  /** Default: one line of JSON per invocation on standard output. Powertools' Logger fits as it is. */
  readonly logger?: Logger
  /** Default: the computer's own clock. */
  readonly clock?: Clock
}
