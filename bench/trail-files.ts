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

/** Shares of all records. */
export interface Mix {
  /** Records that create a user profile. */
  readonly matching: number
  /** Other records that name CreateUserProfile in their text. Default: none. */
  readonly naming?: number
}

/** Fills a folder with log files. Returns their paths. */
export function writeTrail(folder: string, files: number, mix: Mix): readonly string[] {
  mkdirSync(folder, { recursive: true })
  for (let n = 0; n < files; n += 1) writeFileSync(join(folder, fileName()), logFile(RECORDS_PER_FILE, mix))
  return readdirSync(folder).map((name) => join(folder, name))
}

/** Writes a file of about 50 MB, the largest that CloudTrail writes. */
export function writeLargestFile(folder: string): void {
  writeFileSync(join(folder, fileName()), logFile(33_000, { matching: 0.01 }))
}

/** Copies the files under other names. */
export function multiply(paths: readonly string[], folder: string, times: number): void {
  mkdirSync(folder, { recursive: true })
  for (let n = 0; n < times; n += 1) for (const path of paths) linkSync(path, join(folder, fileName()))
}

function fileName(): string {
  return `111122223333_CloudTrail_eu-west-1_20260504T1015Z_${randomBytes(8).toString('hex')}.json.gz`
}

function logFile(records: number, mix: Mix): Buffer {
  return gzipSync(JSON.stringify({ Records: Array.from({ length: records }, () => anyRecord(mix)) }))
}

/** As a policy that is put, a query, or a call that is looked up has it. */
const NAMING = [
  { policyDocument: '{"Statement":[{"Effect":"Allow","Action":["sagemaker:CreateUserProfile"],"Resource":"*"}]}' },
  { queryStatement: "SELECT * FROM trail WHERE eventName = 'CreateUserProfile'" },
  { lookupAttributes: [{ attributeKey: 'EventName', attributeValue: 'CreateUserProfile' }] },
  { pattern: JSON.stringify({ detail: { eventName: 'CreateUserProfile' } }) },
]

/** Random where real records are, so that they pack as badly. */
function anyRecord({ matching, naming = 0 }: Mix): unknown {
  if (Math.random() < matching)
    return createUserProfileEvent({ domainId: 'd-science', userProfileName: anyId() }).detail
  const named = Math.random() < naming ? NAMING[Math.floor(Math.random() * NAMING.length)] : {}
  return cloudTrailRecord({
    eventName: OTHERS[Math.floor(Math.random() * OTHERS.length)] ?? '',
    eventID: randomUUID(),
    requestID: randomUUID(),
    requestParameters: { bucketName: anyId(), key: `path/to/${randomUUID()}`, userProfileName: anyId(), ...named },
    responseElements: { sessionToken: randomBytes(Math.random() * 200).toString('base64'), accessKeyId: anyId() },
  })
}

function anyId(): string {
  return randomBytes(6).toString('hex')
}
