import { gzipSync } from 'node:zlib'
import type { Random } from '../clock/seeded-random.js'
import type { CloudTrailLogFile } from './cloud-trail-log-files.js'
import { cloudTrailRecord } from './cloud-trail-record.js'
import { digestKey, type LogFilePlace, type LogFileRoot, logFileKey } from './log-file-key.js'

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
