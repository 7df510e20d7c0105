import { gzipSync } from 'node:zlib'
import { createRandom, type Random } from '../clock/random.js'
import { type CloudTrailRecord, cloudTrailRecord } from './cloud-trail-record.js'
import { digestKey, type LogFilePlace, type LogFileRoot, logFileKey } from './log-file-key.js'

/** Place and form of the log files. */
export interface CloudTrailLogOptions {
  /** The trail's S3 key prefix, in front of `AWSLogs`. Default: none. */
  readonly prefix?: string
  /** Adds the folder of an organization trail, such as `o-exampleorgid`. */
  readonly organizationId?: string
  /** Maximum number of records in one file. Default 20. */
  readonly recordsPerFile?: number
  /** Share of the records that are delivered a day late, from 0 to 1. Default 0.05. */
  readonly late?: number
  /** Share of the records that a second file repeats, from 0 to 1. Default 0.05. */
  readonly duplicates?: number
  /** Adds, or leaves out, digests, Insights, network activity and aggregated events. Default `with`. */
  readonly siblings?: 'with' | 'without'
  /** Seed of the late and repeated records, the order and the names. Default 1. */
  readonly seed?: number
}

/** A gzip file in the form that CloudTrail writes to a bucket. */
export interface CloudTrailLogFile {
  /** S3 key, `AWSLogs/.../<name>.json.gz`. */
  readonly key: string
  readonly body: Uint8Array
}

const SLOT_MS = 5 * 60_000
const DAY_MS = 24 * 3_600_000
const RECORDS_PER_FILE = 20

/**
 * Writes the records as CloudTrail's log files: by account and Region, in the folder of the day of delivery (about 5
 * minutes after the call), and in no order within a file. The same records and options give the same files.
 */
export function* cloudTrailLogFiles(
  records: readonly CloudTrailRecord[],
  options: CloudTrailLogOptions = {},
): Generator<CloudTrailLogFile> {
  const random = createRandom(options.seed ?? 1)
  const { recordsPerFile = RECORDS_PER_FILE } = options
  for (const { place, delivered } of deliveries(records, options, random)) {
    shuffle(delivered, random)
    for (let from = 0; from < delivered.length; from += recordsPerFile) {
      const Records = delivered.slice(from, from + recordsPerFile)
      yield { key: logFileKey(place, options, random), body: gzipSync(JSON.stringify({ Records })) }
    }
    if (options.siblings !== 'without') yield* siblingFiles(place, options, random)
  }
}

interface Delivery {
  readonly place: LogFilePlace
  readonly delivered: CloudTrailRecord[]
}

function deliveries(
  records: readonly CloudTrailRecord[],
  { late = 0.05, duplicates = 0.05 }: CloudTrailLogOptions,
  random: Random,
): Iterable<Delivery> {
  const found = new Map<string, Delivery>()
  for (const record of records) {
    const isLate = random() < late
    const sent: CloudTrailRecord = isLate ? { ...record, addendum: { reason: 'DELIVERY_DELAY' } } : record
    const after = SLOT_MS + (isLate ? DAY_MS : 0)
    deliver(found, sent, after)
    if (random() < duplicates) deliver(found, sent, after + SLOT_MS)
  }
  return [...found.values()].sort((a, b) => a.place.time - b.place.time)
}

function deliver(found: Map<string, Delivery>, record: CloudTrailRecord, after: number): void {
  const time = Math.ceil((Date.parse(record.eventTime) + after) / SLOT_MS) * SLOT_MS
  const place = { account: record.recipientAccountId, region: record.awsRegion, time }
  const key = `${place.account}/${place.region}/${time}`
  const delivery: Delivery = found.get(key) ?? { place, delivered: [] }
  found.set(key, delivery)
  delivery.delivered.push(record)
}

function shuffle(items: unknown[], random: Random): void {
  for (let last = items.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1))
    const item = items[last]
    items[last] = items[other]
    items[other] = item
  }
}

const KINDS = [
  { kind: 'CloudTrail-Insight', eventCategory: 'Insight', eventType: 'AwsCloudTrailInsight' },
  { kind: 'CloudTrail-NetworkActivity', eventCategory: 'NetworkActivity', eventType: 'AwsVpceEvent' },
  { kind: 'CloudTrail-Aggregated', eventCategory: 'Aggregated', eventType: 'AwsCloudTrailAggregatedEvent' },
]

/** Other files in a trail's bucket. Each contains a CreateUserProfile event that readers have to ignore. */
export function* siblingFiles(place: LogFilePlace, root: LogFileRoot, random: Random): Generator<CloudTrailLogFile> {
  const { account: awsAccountId, region, time } = place
  const digest = {
    awsAccountId,
    digestEndTime: new Date(time).toISOString(),
    logFiles: [],
    previousDigestS3Bucket: null,
  }
  yield { key: digestKey(place, root), body: gzip(digest) }
  for (const { kind, ...category } of KINDS) {
    const time = new Date(place.time)
    const record = cloudTrailRecord({ eventName: 'CreateUserProfile', account: awsAccountId, region, time })
    yield { key: logFileKey({ ...place, kind }, root, random), body: gzip({ Records: [{ ...record, ...category }] }) }
  }
}

function gzip(value: unknown): Uint8Array {
  return gzipSync(JSON.stringify(value))
}
