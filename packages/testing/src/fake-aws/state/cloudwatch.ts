/** Metrics in the state of the fake. */
export interface CloudWatchState {
  readonly metrics: MetricRecord[]
}

/** Metric in the state of the fake. */
export interface MetricRecord {
  readonly Namespace: string
  readonly MetricName: string
  readonly Dimensions: readonly { readonly Name: string; readonly Value: string }[]
  /** In any order. `at`: milliseconds since the epoch. */
  readonly datapoints: { readonly at: number; readonly value: number }[]
}

export function createCloudWatchState(): CloudWatchState {
  return { metrics: [] }
}
