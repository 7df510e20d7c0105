import type { Counts, Metrics, Observers, Tracer } from './handler.js'

export interface InvocationReport {
  readonly outcome: string
  readonly durationMs: number
  readonly counts: Counts
  /** The error that the handler threw, if it did. */
  readonly error: unknown
}

export interface ObserverFailure {
  readonly observer: keyof Observers
  readonly thrown: unknown
}

/** Reports to every observer. One that throws stops neither the invocation nor the others. */
export function reportToObservers(
  { metrics, measurements, tracer }: Observers,
  report: InvocationReport,
): readonly ObserverFailure[] {
  return [
    ...failureIn('metrics', () => metrics !== undefined && count(metrics, report)),
    ...failureIn('measurements', () => measurements?.(report.counts)),
    ...failureIn('tracer', () => tracer !== undefined && annotate(tracer, report)),
  ]
}

function count(metrics: Metrics, { outcome, durationMs }: InvocationReport): void {
  metrics.addMetric(outcome, 'Count', 1)
  metrics.addMetric('duration', 'Milliseconds', durationMs)
  metrics.publishStoredMetrics()
}

function annotate(tracer: Tracer, { outcome, error }: InvocationReport): void {
  if (error instanceof Error) tracer.addErrorAsMetadata(error)
  tracer.putAnnotation('outcome', outcome)
}

function failureIn(observer: keyof Observers, report: () => unknown): readonly ObserverFailure[] {
  try {
    report()
    return []
  } catch (thrown) {
    return [{ observer, thrown }]
  }
}
