import type { MetricRecord } from '../../state/cloudwatch.js'
import type { World } from '../../world/world.js'

/** Metric to add. */
export interface MetricSeed {
  readonly MetricName: string
  /** Default `AWS/EFS`. */
  readonly Namespace?: string
  /** Values by name, such as `{ FileSystemId: 'fs-…' }`. */
  readonly Dimensions?: Readonly<Record<string, string>>
  /** Value of one datapoint a minute during the last hour. */
  readonly value: number
}

/** Adds what CloudWatch knows without a call. */
export interface CloudWatchSeed {
  /** Replaces the metric of the same name and dimensions. */
  metric(seed: MetricSeed): MetricRecord
}

const MINUTE_MS = 60_000

export function createCloudWatchSeed(world: World): CloudWatchSeed {
  const { metrics } = world.state.cloudwatch

  return {
    metric({ MetricName, Namespace = 'AWS/EFS', Dimensions = {}, value }) {
      const now = world.now()
      const record: MetricRecord = {
        Namespace,
        MetricName,
        Dimensions: Object.entries(Dimensions).map(([Name, Value]) => ({ Name, Value })),
        datapoints: Array.from({ length: 60 }, (_, minute) => ({ at: now - (minute + 1) * MINUTE_MS, value })),
      }
      const isSame = (one: MetricRecord) => keyOf(one) === keyOf(record)
      const index = metrics.findIndex(isSame)
      metrics.splice(index === -1 ? metrics.length : index, 1, record)
      return record
    },
  }
}

function keyOf({ Namespace, MetricName, Dimensions }: MetricRecord): string {
  return JSON.stringify([Namespace, MetricName, Dimensions])
}
