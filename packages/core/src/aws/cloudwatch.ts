import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch'
import type { Call } from '../call.js'
import type { FileSystemId } from '../model/ids.js'
import { wallTimeOf } from '../time/clock.js'
import type { AwsRequest, AwsResult } from './call/aws-error.js'
import { callAws, retry } from './call/call-aws.js'
import { nameCredentialsErrors } from './call/credentials.js'
import { rethrow } from './call/late-client.js'
import { listIn } from './call/read-list.js'
import { readBody } from './call/reply-body.js'

export type { CloudWatchClient } from '@aws-sdk/client-cloudwatch'

export interface CloudWatchCall extends Call {
  readonly cloudWatch: CloudWatchClient
}

/** Metrics of a file system in the last hour; undefined where EFS sent none. */
export interface FileSystemMetrics {
  /** Lowest `BurstCreditBalance` in bytes. EFS sends it in the throughput mode `bursting`. */
  readonly burstCreditBytes: number | undefined
  /** Highest `PercentIOLimit`, 0 to 100. EFS sends it in the performance mode `generalPurpose`. */
  readonly percentIoLimit: number | undefined
}

const MAX_REPLY_BYTES = 1_000_000
const HOUR_MS = 3_600_000
/** The newest minute may be incomplete, and clocks differ. */
const AHEAD_MS = 60_000
const PERIOD_S = 300

/**
 * Reads the metrics that slow a file system down.
 *
 * @see https://docs.aws.amazon.com/efs/latest/ug/efs-metrics.html
 */
export function readFileSystemMetrics(call: CloudWatchCall, fileSystemId: FileSystemId): AwsResult<FileSystemMetrics> {
  const request: AwsRequest = {
    service: 'cloudwatch',
    operation: 'GetMetricData',
    resource: `the metrics of ${fileSystemId}`,
  }
  const now = wallTimeOf(call.clock)
  const query = (Id: string, MetricName: string, Stat: string) => {
    const Dimensions = [{ Name: 'FileSystemId', Value: fileSystemId }]
    return { Id, MetricStat: { Metric: { Namespace: 'AWS/EFS', MetricName, Dimensions }, Period: PERIOD_S, Stat } }
  }
  const send = async (abortSignal: AbortSignal) => {
    const { GetMetricDataCommand } = await import('@aws-sdk/client-cloudwatch').catch(rethrow)
    const command = new GetMetricDataCommand({
      StartTime: new Date(now - HOUR_MS),
      EndTime: new Date(now + AHEAD_MS),
      MetricDataQueries: [
        query('credits', 'BurstCreditBalance', 'Minimum'),
        query('limit', 'PercentIOLimit', 'Maximum'),
      ],
    })
    return call.cloudWatch.send(readBody(nameCredentialsErrors(command), { maxBytes: MAX_REPLY_BYTES }), {
      abortSignal,
    })
  }
  return retry(call, `reading ${request.resource}`, () => callAws(call, request, send))
    .andThen(({ MetricDataResults: results }) => listIn(request, 'MetricDataResults', results))
    .map((results) => {
      const values = (id: string) => results.find(({ Id }) => Id === id)?.Values ?? []
      return {
        burstCreditBytes: atLeastOne(values('credits'), Math.min),
        percentIoLimit: atLeastOne(values('limit'), Math.max),
      }
    })
}

function atLeastOne(values: readonly number[], pick: (...values: number[]) => number): number | undefined {
  return values.length === 0 ? undefined : pick(...values)
}
