import type { MetricRecord } from '../../state/cloudwatch.js'
import { timestamp } from '../../state/record.js'
import { FakeAwsError } from '../../wire/errors.js'
import type { Output } from '../../wire/wire.js'
import type { World } from '../../world/world.js'

interface MetricStat {
  readonly Metric: Partial<Pick<MetricRecord, 'Namespace' | 'MetricName' | 'Dimensions'>>
  /** Seconds. */
  readonly Period: number
  readonly Stat: string
}

interface MetricDataQuery {
  readonly Id: string
  readonly MetricStat?: MetricStat | null
  readonly Label?: string | null
  readonly ReturnData?: boolean | null
}

interface GetMetricDataInput {
  readonly MetricDataQueries: readonly MetricDataQuery[]
  /** Epoch seconds, or ISO 8601 in the query protocol. */
  readonly StartTime: number | string
  readonly EndTime: number | string
  readonly ScanBy?: 'TimestampAscending' | 'TimestampDescending' | null
}

/** A span of time: from `start`, without `end`, in milliseconds since the epoch. */
interface Span {
  readonly start: number
  readonly end: number
}

export function getMetricData(world: World, input: GetMetricDataInput): Output {
  const span = { start: toMs(input.StartTime), end: toMs(input.EndTime) }
  if (!(span.start < span.end))
    throw validationError('The parameter StartTime must be less than the parameter EndTime.')
  const ids = new Set(input.MetricDataQueries.map(({ Id }) => Id))
  if (ids.size < input.MetricDataQueries.length) throw validationError('The values for parameter id must be unique.')
  const isAscending = input.ScanBy === 'TimestampAscending'
  const results = input.MetricDataQueries.map((query) => result(world, query, { span, isAscending }))
  return { MetricDataResults: results.filter((one) => one !== undefined), Messages: [] }
}

function result(
  { state }: World,
  { Id, MetricStat: stat, Label, ReturnData }: MetricDataQuery,
  { span, isAscending }: { readonly span: Span; readonly isAscending: boolean },
): Output | undefined {
  if (stat == null) throw notImplemented('expressions of GetMetricData')
  const { Metric, Period, Stat } = stat
  if (Period < 1 || (Period % 60 !== 0 && ![1, 5, 10, 20, 30].includes(Period))) {
    throw validationError(`Period must be 1, 5, 10, 20, 30, or a multiple of 60: ${Period}.`)
  }
  const points = state.cloudwatch.metrics
    .filter((known) => isSame(known, Metric))
    .flatMap(({ datapoints }) => datapoints)
  const periods = byPeriod(
    points.filter(({ at }) => at >= span.start && at < span.end),
    Period * 1000,
  )
  const ordered = [...periods].sort(([a], [b]) => (isAscending ? a - b : b - a))
  if (ReturnData === false) return undefined
  return {
    Id,
    Label: Label ?? Metric.MetricName,
    Timestamps: ordered.map(([at]) => timestamp(at)),
    Values: ordered.map(([, values]) => aggregate(Stat, values)),
    StatusCode: 'Complete',
  }
}

function isSame(known: MetricRecord, wanted: MetricStat['Metric']): boolean {
  return (
    known.Namespace === wanted.Namespace &&
    known.MetricName === wanted.MetricName &&
    dimensionsKey(known.Dimensions) === dimensionsKey(wanted.Dimensions ?? [])
  )
}

function dimensionsKey(dimensions: MetricRecord['Dimensions']): string {
  return JSON.stringify(dimensions.map(({ Name, Value }) => [Name, Value]).sort())
}

function byPeriod(points: MetricRecord['datapoints'], ms: number): Map<number, number[]> {
  const periods = new Map<number, number[]>()
  for (const { at, value } of points) {
    const start = at - (at % ms)
    periods.set(start, [...(periods.get(start) ?? []), value])
  }
  return periods
}

function aggregate(stat: string, values: readonly number[]): number {
  const sum = values.reduce((total, value) => total + value, 0)
  switch (stat) {
    case 'Sum':
      return sum
    case 'Average':
      return sum / values.length
    case 'Minimum':
      return Math.min(...values)
    case 'Maximum':
      return Math.max(...values)
    case 'SampleCount':
      return values.length
    default:
      throw notImplemented(`the statistic ${stat}`)
  }
}

function toMs(time: number | string): number {
  return typeof time === 'number' ? time * 1000 : /^\d+(\.\d+)?$/.test(time) ? Number(time) * 1000 : Date.parse(time)
}

function validationError(message: string): FakeAwsError {
  return new FakeAwsError('ValidationError', message)
}

function notImplemented(what: string): FakeAwsError {
  return validationError(`The fake AWS does not implement ${what}.`)
}
