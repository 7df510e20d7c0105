import type { Metrics, Observers, Tracer } from './observers.js'

/** What observers are told of an invocation. */
export interface Observed {
  readonly outcome: string
  readonly durationMs: number
  /** What was thrown, if it failed. */
  readonly error: unknown
}

/** Which observer failed, and how. */
export interface ObserverFailure {
  readonly observer: keyof Observers
  readonly thrown: unknown
}

/** Tells every observer. Who fails to listen changes nothing for the invocation, nor for the others. */
export function tellObservers({ metrics, tracer }: Observers, observed: Observed): readonly ObserverFailure[] {
  return [
    ...failureIn('metrics', () => metrics !== undefined && count(metrics, observed)),
    ...failureIn('tracer', () => tracer !== undefined && mark(tracer, observed)),
  ]
}

function count(metrics: Metrics, { outcome, durationMs }: Observed): void {
  metrics.addMetric(outcome, 'Count', 1)
  metrics.addMetric('duration', 'Milliseconds', durationMs)
  metrics.publishStoredMetrics()
}

function mark(tracer: Tracer, { outcome, error }: Observed): void {
  if (error instanceof Error) tracer.addErrorAsMetadata(error)
  tracer.putAnnotation('outcome', outcome)
}

function failureIn(observer: keyof Observers, tell: () => unknown): readonly ObserverFailure[] {
  try {
    tell()
    return []
  } catch (thrown) {
    return [{ observer, thrown }]
  }
}
