import { crc32 } from 'node:zlib'
import {
  GetObjectAclCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  S3Client,
} from '@aws-sdk/client-s3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createFakeAws } from '../../create-fake-aws.js'

const Bucket = 'logs'
const fake = createFakeAws()
const client = new S3Client({ ...fake.clientConfig(), maxAttempts: 1 })
let url = ''

beforeAll(async () => {
  fake.seed.bucket(Bucket, { 'a.txt': 'A', 'b.txt': 'B', 'c.txt': 'C' })
  url = (await fake.listen()).url
})
afterAll(() => fake.close())

const list = (input: Partial<ConstructorParameters<typeof ListObjectsV2Command>[0]> = {}) =>
  client.send(new ListObjectsV2Command({ Bucket, ...input }))

describe('ListObjectsV2', () => {
  it('repeats StartAfter, but not beside a token', async () => {
    const first = await list({ StartAfter: 'a.txt', MaxKeys: 1 })
    expect(first).toMatchObject({ StartAfter: 'a.txt', Contents: [{ Key: 'b.txt' }] })
    const ContinuationToken = first.NextContinuationToken
    const second = await list({ StartAfter: 'z.txt', ContinuationToken })
    expect(second).toMatchObject({ ContinuationToken, Contents: [{ Key: 'c.txt' }] })
    expect(second.StartAfter).toBeUndefined()
  })

  it('names the owner when asked for', async () => {
    expect((await list()).Contents?.[0]?.Owner).toBeUndefined()
    expect((await list({ FetchOwner: true })).Contents?.[0]?.Owner?.ID).toMatch(/^[0-9a-f]{64}$/)
  })

  it('takes several OptionalObjectAttributes in one header, and refuses unknown ones', async () => {
    expect((await list({ OptionalObjectAttributes: ['RestoreStatus', 'RestoreStatus'] })).KeyCount).toBe(3)
    const unknown = list({ OptionalObjectAttributes: ['Restore' as 'RestoreStatus'] })
    await expect(unknown).rejects.toMatchObject({ name: 'InvalidArgument' })
  })
})

describe('an object', () => {
  it('is encrypted, and has its checksum when asked for', async () => {
    const bytes = Buffer.alloc(4)
    bytes.writeUInt32BE(crc32('A'))
    const checksum = { ChecksumCRC32: bytes.toString('base64'), ChecksumType: 'FULL_OBJECT' }
    const object = await client.send(new GetObjectCommand({ Bucket, Key: 'a.txt', ChecksumMode: 'ENABLED' }))
    expect(object).toMatchObject({ ServerSideEncryption: 'AES256', ...checksum })
    expect(await object.Body?.transformToString()).toBe('A')
    const head = await client.send(new HeadObjectCommand({ Bucket, Key: 'a.txt' }))
    expect([head.ServerSideEncryption, head.ChecksumCRC32]).toEqual(['AES256', undefined])
  })

  it('has subresources, of which the error names the operation', async () => {
    const acl = client.send(new GetObjectAclCommand({ Bucket, Key: 'a.txt' }))
    await expect(acl).rejects.toThrow('The fake AWS does not implement GetObjectAcl.')
    const text = await (await fetch(`${url}/${Bucket}?acl`)).text()
    expect(text).toContain('The fake AWS does not implement GetBucketAcl.')
  })
})

describe('without a signature of version 4', () => {
  const expired = 'AWSAccessKeyId=AKIA&Signature=abc%3D&Expires=1900000000'

  it.each([
    ['an unsigned request', ''],
    ['a presigned URL of version 2', `?${expired}`],
  ])('%s is S3’s', async (_, query) => {
    const found = await fetch(`${url}/${Bucket}/a.txt${query}`)
    expect([found.status, await found.text()]).toEqual([200, 'A'])
    const missing = await fetch(`${url}/${Bucket}/none${query}`)
    expect(missing.status).toBe(404)
    expect(await missing.text()).toContain('<Code>NoSuchKey</Code>')
  })

  it('a list is S3’s, and a path of another service is not', async () => {
    expect(await (await fetch(`${url}/${Bucket}?list-type=2`)).text()).toContain('<KeyCount>3</KeyCount>')
    const other = await fetch(`${url}/2017-11-10/queues`)
    expect(await other.json()).toMatchObject({ __type: 'UnknownOperationException' })
  })
})
