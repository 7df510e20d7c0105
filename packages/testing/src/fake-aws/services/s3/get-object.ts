import type { ObjectRecord } from '../../state/s3.js'
import { FakeAwsError } from '../../wire/errors.js'
import type { Output } from '../../wire/wire.js'
import type { World } from '../../world/world.js'
import { findBucket, refuseUnimplemented } from './buckets.js'

interface GetObjectInput {
  readonly Bucket: string
  readonly Key: string
}

const IMPLEMENTED = ['Bucket', 'Key', 'ExpectedBucketOwner', 'RequestPayer', 'ChecksumMode']

export function getObject(world: World, input: GetObjectInput): Output {
  const object = findObject(world, input)
  return { ...describe(object), Body: object.Body }
}

/** Returns the same as GetObject, without the body. */
export function headObject(world: World, input: GetObjectInput): Output {
  return describe(findObject(world, input))
}

function findObject(world: World, input: GetObjectInput): ObjectRecord {
  refuseUnimplemented(input, IMPLEMENTED)
  const object = findBucket(world, input).objects.get(input.Key)
  if (object === undefined) {
    throw new FakeAwsError('NoSuchKey', 'The specified key does not exist.', { members: { Key: input.Key } })
  }
  return object
}

function describe({ Body, ETag, LastModified }: ObjectRecord): Output {
  const ContentType = 'binary/octet-stream'
  return { ETag, LastModified, ContentType, ContentLength: Body.length, AcceptRanges: 'bytes' }
}
