import { Readable } from 'node:stream'
import { S3Client } from '@aws-sdk/client-s3'
import { assertErr, assertOk, createTestClock } from '@studio-efs/testing'
import { describe, expect, test } from 'vitest'
import type { S3Call } from './s3.js'
import { connectS3, createKeyGuard, listKeysPage, readObject } from './s3.js'
import { followBucketRegion } from './s3-region.js'

const REGION = 'ap-southeast-2'

interface Signed {
  readonly headers: Readonly<Record<string, string>>
}

interface Refusal {
  readonly statusCode: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

const error = (code: string, more = '') => `<Error><Code>${code}</Code><Message>wrong Region</Message>${more}</Error>`
const moved: Refusal = {
  statusCode: 301,
  headers: { 'x-amz-bucket-region': REGION },
  body: error('PermanentRedirect', '<Endpoint>logs.s3.amazonaws.com</Endpoint><Bucket>logs</Bucket>'),
}

/** A bucket that is in another Region than its client. */
function bucket(refusal: Refusal = moved) {
  const signedFor: string[] = []
  const handle = async ({ headers }: Signed) => {
    const region = /Credential=[^/]+\/\d+\/([^/]+)/.exec(headers['authorization'] ?? '')?.[1] ?? ''
    signedFor.push(region)
    const reply =
      region === REGION
        ? { statusCode: 200, headers: {}, body: '<ListBucketResult><Name>logs</Name></ListBucketResult>' }
        : refusal
    return { response: { ...reply, body: Readable.from([Buffer.from(reply.body)]) } }
  }
  const connect = (region = 'eu-west-1') =>
    new S3Client({
      region,
      credentials: { accessKeyId: 'x', secretAccessKey: 'y' },
      requestHandler: { handle } as never,
      maxAttempts: 1,
    })
  return { connect, signedFor }
}

const clock = createTestClock()
const logger = { debug() {}, info() {}, warn() {}, error() {} }
const call = async (s3: S3Call['s3']): Promise<S3Call> => ({
  ...connectS3(s3 as S3Client, clock),
  ...{ clock, logger, signal: new AbortController().signal, deadline: Number.POSITIVE_INFINITY, maxRetryMs: 0 },
})
const listing = () => ({ bucket: 'logs', prefix: '', next: undefined, guard: createKeyGuard('logs', '') })

describe("a client of this package's own follows a bucket to its Region", () => {
  test('once for all requests, also when several are refused at the same time', async () => {
    const { connect, signedFor } = bucket()
    const own = await call(followBucketRegion(connect))
    for (const page of await Promise.all([1, 2, 3].map(() => listKeysPage(own, listing())))) assertOk(page)
    assertOk(await readObject(own, { bucket: 'logs', key: 'a.json', maxWholeBytes: 100 }))
    expect(signedFor.filter((region) => region === 'eu-west-1')).toHaveLength(3)
    expect(signedFor.at(-1)).toBe(REGION)
    expect(signedFor).toHaveLength(7)
  })

  test('and no further, when it is refused there as well', async () => {
    const { connect, signedFor } = bucket({ ...moved, headers: { 'x-amz-bucket-region': 'us-east-1' } })
    assertErr(await listKeysPage(await call(followBucketRegion(connect)), listing()), 'RequestRefusedError')
    expect(signedFor).toEqual(['eu-west-1', 'us-east-1'])
  })
})

describe('an error names the Region, when the client is the caller’s:', () => {
  test.each<[string, Refusal]>([
    ['a permanent redirect', moved],
    ['a temporary redirect', { ...moved, statusCode: 307, body: error('TemporaryRedirect') }],
    [
      'a signature for another Region',
      { statusCode: 400, headers: {}, body: error('AuthorizationHeaderMalformed', `<Region>${REGION}</Region>`) },
    ],
  ])('%s', async (_, refusal) => {
    const given = await call(bucket(refusal).connect())
    const listed = assertErr(await listKeysPage(given, listing()), 'RequestRefusedError')
    const read = assertErr(
      await readObject(given, { bucket: 'logs', key: 'a.json', maxWholeBytes: 100 }),
      'RequestRefusedError',
    )
    for (const { message, hint } of [listed, read]) {
      expect(message).toContain(`the bucket is in Region ${REGION}`)
      expect(hint).toBe(`Give the source an S3Client of that Region: new S3Client({ region: '${REGION}' }).`)
    }
  })

  test('not with a Region that is none', async () => {
    const given = await call(bucket({ ...moved, headers: { 'x-amz-bucket-region': "x' });evil('" } }).connect())
    expect(assertErr(await listKeysPage(given, listing()), 'RequestRefusedError').message).not.toContain('evil')
  })
})
