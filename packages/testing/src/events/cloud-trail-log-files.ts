import { gzipSync } from 'node:zlib'
import { createRandom, type Random } from '../clock/random.js'
import { type CloudTrailRecord, cloudTrailRecord } from './cloud-trail-record.js'
import { digestKey, type LogFilePlace, type LogFileRoot, logFileKey } from './log-file-key.js'

export interface CloudTrailLogOptions {
  /** In front of `AWSLogs`, as a trail's S3 key prefix. Default: none. */
  readonly prefix?: string
  /** Adds the level that an organisation trail has, such as `o-exampleorgid`. */
  readonly organizationId?: string
  /** The most records in one file. Default 20. */
  readonly recordsPerFile?: number
  /** Share of the records that come a day late, from 0 to 1. Default 0.05. */
  readonly late?: number
  /** Share of the records that are in a second file too, from 0 to 1. Default 0.05. */
  readonly duplicates?: number
  /** Whether digests, Insights, network activity and aggregated events lie beside the log files. Default `with`. */
  readonly siblings?: 'with' | 'without'
  /** Of what is late, doubled, and first in a file. Default 1. */
  readonly seed?: number
}

/** A gzip file as CloudTrail puts it into a bucket. */
export interface CloudTrailLogFile {
  /** `AWSLogs/.../<name>.json.gz`; as a path, relative to the folder that stands for the bucket. */
  readonly key: string
  readonly body: Uint8Array
}

const SLOT_MS = 5 * 60_000
const DAY_MS = 24 * 3_600_000
const RECORDS_PER_FILE = 20

/**
 * The records as CloudTrail's log files: by account and Region, in the folder of the day of their delivery, which is
 * about 5 minutes after the call; in no order. The same records and options give the same files.
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
  const delivery = found.get(key) ?? { place, delivered: [] }
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

/** What else a trail puts into its bucket: each names a CreateUserProfile that is none. */
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
    yield { key: logFileKey(place, root, random, kind), body: gzip({ Records: [{ ...record, ...category }] }) }
  }
}

function gzip(value: unknown): Uint8Array {
  return gzipSync(JSON.stringify(value))
}
