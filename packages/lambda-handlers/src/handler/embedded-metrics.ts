import type { Measurements } from './handler.js'

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
