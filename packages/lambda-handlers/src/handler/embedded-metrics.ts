import type { Counts, Measurements } from './handler.js'
import type { Fields } from './json-logger.js'

/** Namespace of the metrics in CloudWatch; their only dimension is `Stack`. */
export const METRICS_NAMESPACE = 'StudioEfs'

/**
 * Writes the counts of an invocation as one line, which CloudWatch turns into metrics. Standard output and not the
 * console, because Lambda puts the time and the request id before a line of the console.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function embeddedMetrics(
  stack: string,
  now: () => number = Date.now,
  write: (line: string) => void = (line) => process.stdout.write(line),
): Measurements {
  return (counts) => {
    const Metrics = Object.keys(counts).map((Name) => ({ Name, Unit: 'Count' }))
    const CloudWatchMetrics = [{ Namespace: METRICS_NAMESPACE, Dimensions: [['Stack']], Metrics }]
    write(`${JSON.stringify({ _aws: { Timestamp: now(), CloudWatchMetrics }, Stack: stack, ...counts })}\n`)
  }
}

/** Counts of profiles or spaces in the fields of a log record; none in the record of another kind of work. */
export function countsIn(fields: Fields): Omit<Counts, 'Throttled'> {
  const { onboarded, unchanged, skipped, failed, attached, waitsForStop } = fields
  if (typeof attached === 'number')
    return { SpacesAttached: attached, SpacesWaiting: Number(waitsForStop), Failed: Number(failed) }
  if (typeof onboarded !== 'number') return {}
  return { Onboarded: onboarded, Unchanged: Number(unchanged) + Number(skipped), Failed: Number(failed) }
}
