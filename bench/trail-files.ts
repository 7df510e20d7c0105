import { randomBytes, randomUUID } from 'node:crypto'
import { linkSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { cloudTrailRecord, createUserProfileEvent } from '@studio-efs/testing'

const RECORDS_PER_FILE = 800
/** Event names of a busy account's trail; one ends like the events that the reader looks for. */
const OTHERS = [
  'AssumeRole',
  'GetObject',
  'DescribeInstances',
  'DescribeUserProfile',
  'ListBuckets',
  'PutObject',
  'GetSecretValue',
  'Decrypt',
  'CreateApp',
  'GetCallerIdentity',
  'DescribeDomain',
  'Invoke',
]

/** Fills a folder with log files and returns their paths. `share` of the records create a user profile. */
export function writeTrail(folder: string, files: number, matching: number): readonly string[] {
  mkdirSync(folder, { recursive: true })
  for (let n = 0; n < files; n += 1) writeFileSync(join(folder, fileName()), logFile(RECORDS_PER_FILE, matching))
  return readdirSync(folder).map((name) => join(folder, name))
}

/** Writes a file of about 50 MB, the largest that CloudTrail writes. */
export function writeLargestFile(folder: string): void {
  writeFileSync(join(folder, fileName()), logFile(33_000, 0.01))
}

/** Copies the files under other names. */
export function multiply(paths: readonly string[], folder: string, times: number): void {
  mkdirSync(folder, { recursive: true })
  for (let n = 0; n < times; n += 1) for (const path of paths) linkSync(path, join(folder, fileName()))
}

function fileName(): string {
  return `111122223333_CloudTrail_eu-west-1_20260504T1015Z_${randomBytes(8).toString('hex')}.json.gz`
}

function logFile(records: number, matching: number): Buffer {
  return gzipSync(JSON.stringify({ Records: Array.from({ length: records }, () => anyRecord(matching)) }))
}

/** Random in the fields where real records are, so that they compress as little. */
function anyRecord(matching: number): unknown {
  if (Math.random() < matching)
    return createUserProfileEvent({ domainId: 'd-science', userProfileName: anyId() }).detail
  return cloudTrailRecord({
    eventName: OTHERS[Math.floor(Math.random() * OTHERS.length)] ?? '',
    eventID: randomUUID(),
    requestID: randomUUID(),
    requestParameters: { bucketName: anyId(), key: `path/to/${randomUUID()}`, userProfileName: anyId() },
    responseElements: { sessionToken: randomBytes(Math.random() * 200).toString('base64'), accessKeyId: anyId() },
  })
}

function anyId(): string {
  return randomBytes(6).toString('hex')
}
