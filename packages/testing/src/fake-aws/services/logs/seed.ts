import { type LogStreamRecord, STUDIO_LOG_GROUP } from '../../state/logs.js'
import type { World } from '../../world/world.js'
import { addLogStream } from './log-streams.js'

/** Log stream to add. */
export interface LogStreamSeed {
  readonly logStreamName: string
  /** Default `/aws/sagemaker/studio`. */
  readonly logGroupName?: string
}

/** Adds what CloudWatch Logs knows without a call. */
export interface LogsSeed {
  /** Adds the log group too. */
  logStream(seed: LogStreamSeed): LogStreamRecord
}

export function createLogsSeed(world: World): LogsSeed {
  return {
    logStream: ({ logGroupName = STUDIO_LOG_GROUP, logStreamName }) => addLogStream(world, logGroupName, logStreamName),
  }
}
