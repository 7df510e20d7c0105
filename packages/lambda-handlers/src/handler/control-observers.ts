import { embeddedMetrics } from './embedded-metrics.js'
import type { Observers } from './handler.js'

/** The observers of a drop-in handler. */
export function controlObservers({
  metrics,
}: {
  readonly metrics: string | undefined
}): Pick<Observers, 'measurements'> {
  return metrics === undefined ? {} : { measurements: embeddedMetrics(metrics) }
}
