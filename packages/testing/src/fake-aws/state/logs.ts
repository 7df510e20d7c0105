/** Log streams in the state of the fake. */
export interface LogsState {
  /** Log streams by name, by the name of their log group. */
  readonly groups: Map<string, Map<string, LogStreamRecord>>
}

/** Times are milliseconds since the epoch. */
export interface LogStreamRecord {
  readonly logStreamName: string
  readonly arn: string
  readonly creationTime: number
  readonly firstEventTimestamp?: number
  readonly lastEventTimestamp?: number
  readonly lastIngestionTime?: number
}

/** Log group of Studio's apps; a stream is `<domain id>/<space>/<app type>/<app name>`. */
export const STUDIO_LOG_GROUP = '/aws/sagemaker/studio'

export function createLogsState(): LogsState {
  return { groups: new Map() }
}
