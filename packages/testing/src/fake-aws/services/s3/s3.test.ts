import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import { text } from 'node:stream/consumers'
import {
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  paginateListObjectsV2,
  S3Client,
} from '@aws-sdk/client-s3'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createFakeAws } from '../../create-fake-aws.js'
import type { ObjectContents } from './buckets.js'

const Bucket = 'logs'
const tree = { 'a.txt': 'A', 'b/1.txt': 'B1', 'b/2.txt': 'B2', 'b/c/3.txt': 'BC3', 'z & "é".txt': 'Z' }

function setUp(objects: ObjectContents = tree) {
  const fake = createFakeAws()
  fake.seed.bucket(Bucket, objects)
  const client = new S3Client({ ...fake.clientConfig(), maxAttempts: 1 })
  const list = (input: Partial<ConstructorParameters<typeof ListObjectsV2Command>[0]> = {}) =>
    client.send(new ListObjectsV2Command({ Bucket, ...input }))
  const get = (input: Partial<ConstructorParameters<typeof GetObjectCommand>[0]> = {}) =>
    client.send(new GetObjectCommand({ Bucket, Key: 'a.txt', ...input }))
  return { fake, client, list, get }
}

describe('ListObjectsV2', () => {
  it('lists keys in order, with their sizes', async () => {
    const { Contents = [], ...rest } = await setUp().list()
    expect(rest).toMatchObject({ Name: Bucket, KeyCount: 5, MaxKeys: 1_000, IsTruncated: false, Prefix: '' })
    expect(Contents.map(({ Key }) => Key)).toEqual(Object.keys(tree))
    expect(Contents[0]).toEqual({
      Key: 'a.txt',
      Size: 1,
      ETag: '"7fc56270e7a70fa81a5935b72eacbe29"',
      LastModified: new Date(Date.UTC(2026, 0, 1)),
      StorageClass: 'STANDARD',
    })
  })

  it('rolls up the keys below a delimiter', async () => {
    const { Contents, CommonPrefixes, KeyCount } = await setUp().list({ Prefix: 'b/', Delimiter: '/' })
    expect(Contents?.map(({ Key }) => Key)).toEqual(['b/1.txt', 'b/2.txt'])
    expect(CommonPrefixes).toEqual([{ Prefix: 'b/c/' }])
    expect(KeyCount).toBe(3)
  })

  it('gives every key and prefix once, whatever the size of the pages', async () => {
    for (const pageSize of [1, 2, 3, 10]) {
      const found: unknown[] = []
      const { client } = setUp()
      for await (const page of paginateListObjectsV2({ client, pageSize }, { Bucket, Delimiter: '/' })) {
        found.push(...(page.Contents ?? []).map(({ Key }) => Key), ...(page.CommonPrefixes ?? []).map((p) => p.Prefix))
        expect(found.length).toBeGreaterThan(0)
      }
      expect(found.sort()).toEqual(['a.txt', 'b/', 'z & "é".txt'])
    }
  })

  it('pages by 1,000 at most', async () => {
    const many = Object.fromEntries(Array.from({ length: 1_001 }, (_, n) => [`key-${n}`, '']))
    const { list } = setUp(many)
    const first = await list({ MaxKeys: 5_000 })
    expect(first).toMatchObject({ KeyCount: 1_000, MaxKeys: 1_000, IsTruncated: true })
    const second = await list({ ContinuationToken: first.NextContinuationToken ?? '' })
    expect(second).toMatchObject({ KeyCount: 1, IsTruncated: false })
  })

  it('starts after a key, and is empty when there is nothing', async () => {
    const { list } = setUp()
    expect((await list({ StartAfter: 'b/2.txt' })).Contents?.map(({ Key }) => Key)).toEqual([
      'b/c/3.txt',
      'z & "é".txt',
    ])
    expect(await list({ Prefix: 'none' })).toMatchObject({ KeyCount: 0, IsTruncated: false })
    expect((await list({ MaxKeys: 0 })).IsTruncated).toBe(false)
  })

  it('encodes keys when asked to', async () => {
    const { Contents = [] } = await setUp().list({ EncodingType: 'url' })
    expect(Contents.at(-1)?.Key).toBe('z%20%26%20%22%C3%A9%22.txt')
  })

  it('refuses a token that it did not give', async () => {
    await expect(setUp().list({ ContinuationToken: 'x'.repeat(10_000) })).rejects.toMatchObject({
      name: 'InvalidArgument',
      $metadata: { httpStatusCode: 400 },
    })
  })

  it('refuses an unknown bucket and a foreign owner', async () => {
    const { list } = setUp()
    await expect(list({ Bucket: 'none' })).rejects.toMatchObject({
      name: 'NoSuchBucket',
      message: 'The specified bucket does not exist',
      $metadata: { httpStatusCode: 404 },
    })
    await expect(list({ ExpectedBucketOwner: '444455556666' })).rejects.toMatchObject({ name: 'AccessDenied' })
  })
})

describe('GetObject', () => {
  it('streams the body', async () => {
    const { Body, ContentLength, ETag } = await setUp().get()
    expect({ ContentLength, ETag }).toEqual({ ContentLength: 1, ETag: '"7fc56270e7a70fa81a5935b72eacbe29"' })
    expect(await Body?.transformToString()).toBe('A')
  })

  it('returns bytes as they are, and no bytes at all', async () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, n) => n)
    const { get } = setUp({ bytes, empty: '' })
    expect(await (await get({ Key: 'bytes' })).Body?.transformToByteArray()).toEqual(bytes)
    expect(await (await get({ Key: 'empty' })).Body?.transformToByteArray()).toHaveLength(0)
  })

  it('has a head without a body', async () => {
    const { client } = setUp()
    const head = await client.send(new HeadObjectCommand({ Bucket, Key: 'b/1.txt' }))
    expect(head).toMatchObject({ ContentLength: 2, LastModified: new Date(Date.UTC(2026, 0, 1)) })
    const none = client.send(new HeadObjectCommand({ Bucket, Key: 'none' }))
    await expect(none).rejects.toMatchObject({ name: 'NotFound', $metadata: { httpStatusCode: 404 } })
  })

  it('refuses unknown keys', async () => {
    await expect(setUp().get({ Key: 'b/none' })).rejects.toMatchObject({
      name: 'NoSuchKey',
      message: 'The specified key does not exist.',
      $metadata: { httpStatusCode: 404 },
    })
  })

  it('refuses members that it does not implement', async () => {
    const { client, get } = setUp()
    await expect(get({ Range: 'bytes=0-1' })).rejects.toMatchObject({
      name: 'NotImplemented',
      message: 'The fake AWS does not implement Range.',
    })
    await expect(client.send(new GetObjectTaggingCommand({ Bucket, Key: 'a.txt' }))).rejects.toThrow(
      'The fake AWS does not implement GetObjectTagging.',
    )
    await expect(client.send(new ListBucketsCommand({}))).rejects.toMatchObject({ name: 'UnknownOperationException' })
  })

  it('throttles as S3 does', async () => {
    const { fake, get } = setUp()
    fake.inject({ service: 's3', when: 'next', fault: { kind: 'throttle' } })
    await expect(get()).rejects.toMatchObject({ name: 'SlowDown', $metadata: { httpStatusCode: 503 } })
  })
})

describe('over HTTP', () => {
  const fake = createFakeAws()
  const authorization = 'AWS4-HMAC-SHA256 Credential=A/20260101/eu-west-1/s3/aws4_request'
  const credentials = { accessKeyId: 'AKIA', secretAccessKey: 'secret' }
  let url: string

  beforeAll(async () => {
    fake.seed.bucket(Bucket, tree)
    url = (await fake.listen()).url
  })
  afterAll(() => fake.close())

  it('streams to a client that has the bucket in the path', async () => {
    const client = new S3Client({ region: 'eu-west-1', endpoint: url, credentials, maxAttempts: 1 })
    const { Body } = await client.send(new GetObjectCommand({ Bucket, Key: 'z & "é".txt' }))
    expect(await Body?.transformToString()).toBe('Z')
    const { KeyCount } = await client.send(new ListObjectsV2Command({ Bucket, Prefix: 'b/' }))
    expect(KeyCount).toBe(3)
    expect(await client.send(new HeadObjectCommand({ Bucket, Key: 'b/1.txt' }))).toMatchObject({ ContentLength: 2 })
  })

  it.each(['logs.localhost', 'logs.s3.eu-west-1.amazonaws.com'])('finds the bucket in the host %s', async (host) => {
    const asked = request(`${url}/b/1.txt`, { headers: { host, authorization } }).end()
    const [reply] = (await once(asked, 'response')) as [IncomingMessage]
    expect(await text(reply)).toBe('B1')
  })

  it('answers any path and any query, and keeps serving', { timeout: 60_000 }, async () => {
    const query = fc.array(fc.tuple(fc.constantFrom('list-type', 'prefix', 'max-keys', 'x'), fc.string()))
    const path = fc.oneof(fc.webPath(), fc.constantFrom('/logs', '/logs/%ff', '/logs/a.txt', '/%', '//'))
    await fc.assert(
      fc.asyncProperty(path, query, async (path, query) => {
        const reply = await fetch(`${url}${path}?${new URLSearchParams(query)}`, { headers: { authorization } })
        expect(reply.status, await reply.text()).toBeLessThan(500)
      }),
      { numRuns: 100 },
    )
    expect((await fetch(`${url}/logs/a.txt`, { headers: { authorization } })).status).toBe(200)
  })

  it('serves presigned URLs', async () => {
    const signed = 'X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=A%2F20260101%2Feu-west-1%2Fs3%2Faws4_request'
    const more = 'X-Amz-Date=20260101T000000Z&X-Amz-Expires=900&X-Amz-SignedHeaders=host&x-id=GetObject'
    const reply = await fetch(`${url}/${Bucket}/a.txt?${signed}&${more}&X-Amz-Signature=0&x-amz-checksum-mode=ENABLED`)
    expect([reply.status, await reply.text()]).toEqual([200, 'A'])
  })
})
