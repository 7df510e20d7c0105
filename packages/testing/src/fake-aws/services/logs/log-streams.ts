import type { LogStreamRecord } from '../../state/logs.js'
import { FakeAwsError } from '../../wire/errors.js'
import { type Output, presentMembers } from '../../wire/wire.js'
import { keysetPage } from '../../world/keyset-page.js'
import { arnOf, type World } from '../../world/world.js'

/** Adds a stream, and its log group when missing. It has the events of one moment: now. */
export function addLogStream(world: World, group: string, name: string): LogStreamRecord {
  const { groups } = world.state.logs
  const streams = groups.get(group) ?? new Map<string, LogStreamRecord>()
  groups.set(group, streams)
  const now = world.now()
  const record = {
    logStreamName: name,
    arn: arnOf(world, 'logs', `log-group:${group}:log-stream:${name}`),
    creationTime: now,
    firstEventTimestamp: now,
    lastEventTimestamp: now,
    lastIngestionTime: now,
  }
  streams.set(name, record)
  return record
}

interface DescribeLogStreamsInput {
  readonly logGroupName?: string | null
  readonly logGroupIdentifier?: string | null
  readonly logStreamNamePrefix?: string | null
  readonly orderBy?: 'LogStreamName' | 'LastEventTime' | null
  readonly descending?: boolean | null
  readonly nextToken?: string | null
  readonly limit?: number | null
}

const MAX_PAGE = 50

export function describeLogStreams(world: World, input: DescribeLogStreamsInput): Output {
  const { logStreamNamePrefix: prefix, orderBy, descending, limit, nextToken } = input
  if (orderBy === 'LastEventTime' && prefix != null) {
    throw invalidParameter('Cannot order by LastEventTime with a logStreamNamePrefix.')
  }
  const streams = world.state.logs.groups.get(groupName(input))
  if (streams === undefined) {
    throw new FakeAwsError('ResourceNotFoundException', 'The specified log group does not exist.')
  }
  const found = [...streams.values()].filter(({ logStreamName }) => logStreamName.startsWith(prefix ?? ''))
  const ordered = found.sort((a, b) => compare(sortKey(a, orderBy), sortKey(b, orderBy)))
  if (descending === true) ordered.reverse()
  // Pages follow the order that was asked for, so a stream's key is its position.
  const keys = new Map(ordered.map((stream, index) => [stream, String(index).padStart(9, '0')]))
  const key = (stream: LogStreamRecord) => keys.get(stream) ?? ''
  const page = keysetPage({ items: ordered, key, size: limit ?? MAX_PAGE, token: nextToken })
  if (page === undefined) throw invalidParameter('The specified nextToken is invalid.')
  return presentMembers({
    logStreams: page.items.map((stream) => ({ ...stream, storedBytes: 0 })),
    nextToken: page.nextToken,
  })
}

/** Reads the group's name, or its ARN. */
function groupName({ logGroupName: name, logGroupIdentifier: identifier }: DescribeLogStreamsInput): string {
  if ((name == null) === (identifier == null)) {
    throw invalidParameter('Exactly one of logGroupName and logGroupIdentifier must be specified.')
  }
  return name ?? /^arn:[^:]*:logs:[^:]*:\d+:log-group:([^:]+)/.exec(identifier ?? '')?.[1] ?? identifier ?? ''
}

function sortKey(stream: LogStreamRecord, orderBy: DescribeLogStreamsInput['orderBy']): string {
  const { logStreamName, lastEventTimestamp = 0 } = stream
  return orderBy === 'LastEventTime' ? `${String(lastEventTimestamp).padStart(15, '0')}${logStreamName}` : logStreamName
}

function compare(a: string, b: string): number {
  return a < b ? -1 : 1
}

function invalidParameter(message: string): FakeAwsError {
  return new FakeAwsError('InvalidParameterException', message)
}
