import { Metric, type MetricOptions, Stats } from 'aws-cdk-lib/aws-cloudwatch'
import { Duration } from 'aws-cdk-lib/core'

/** Names of the metrics that the functions write. */
export type StudioEfsMetric =
  | 'Onboarded'
  | 'Unchanged'
  | 'Failed'
  | 'Throttled'
  | 'Archived'
  | 'Held'
  | 'SpacesAttached'
  | 'SpacesWaiting'

const NAMESPACE = 'StudioEfs'

/** The metric of a stack, as the functions write it: its only dimension is the name of the stack. */
export function studioEfsMetric(stackName: string, metricName: StudioEfsMetric, options: MetricOptions = {}): Metric {
  return new Metric({
    namespace: NAMESPACE,
    metricName,
    dimensionsMap: { Stack: stackName },
    statistic: Stats.SUM,
    period: Duration.minutes(5),
    ...options,
  })
}
