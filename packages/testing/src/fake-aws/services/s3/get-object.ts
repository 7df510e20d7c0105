import { crc32 } from 'node:zlib'
import type { ObjectRecord } from '../../state/s3.js'
import { FakeAwsError } from '../../wire/errors.js'
import type { Output } from '../../wire/wire.js'
import type { World } from '../../world/world.js'
import { findBucket, refuseUnimplemented } from './buckets.js'

interface GetObjectInput {
  readonly Bucket: string
  readonly Key: string
  readonly ChecksumMode?: 'ENABLED'
}

const IMPLEMENTED = ['Bucket', 'Key', 'ExpectedBucketOwner', 'RequestPayer', 'ChecksumMode']

export function getObject(world: World, input: GetObjectInput): Output {
  const object = findObject(world, input)
  return { ...describe(object, input), Body: object.Body }
}

/** Returns the same as GetObject, without the body. */
export function headObject(world: World, input: GetObjectInput): Output {
  return describe(findObject(world, input), input)
}

function findObject(world: World, input: GetObjectInput): ObjectRecord {
  refuseUnimplemented(input, IMPLEMENTED)
  const object = findBucket(world, input).objects.get(input.Key)
  if (object === undefined) {
    throw new FakeAwsError('NoSuchKey', 'The specified key does not exist.', { members: { Key: input.Key } })
  }
  return object
}

/** Objects are encrypted with S3's keys, and have the checksum that the AWS SDKs send by default. */
function describe({ Body, ETag, LastModified }: ObjectRecord, { ChecksumMode }: GetObjectInput): Output {
  return {
    ETag,
    LastModified,
    ContentType: 'binary/octet-stream',
    ContentLength: Body.length,
    AcceptRanges: 'bytes',
    ServerSideEncryption: 'AES256',
    ...(ChecksumMode === 'ENABLED' && { ChecksumCRC32: crc32Of(Body), ChecksumType: 'FULL_OBJECT' }),
  }
}

function crc32Of(body: Uint8Array): string {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(crc32(body))
  return bytes.toString('base64')
}
