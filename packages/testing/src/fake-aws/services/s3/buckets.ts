import { createHash } from 'node:crypto'
import type { BucketRecord } from '../../state/s3.js'
import { FakeAwsError } from '../../wire/errors.js'
import type { World } from '../../world/world.js'

/** Contents by object key. */
export type ObjectContents = Readonly<Record<string, string | Uint8Array>>

/** Puts objects into a bucket and creates it when missing; replaces objects of the same key. */
export function putObjects(world: World, bucketName: string, contents: ObjectContents): BucketRecord {
  const { buckets } = world.state.s3
  const bucket: BucketRecord = buckets.get(bucketName) ?? { Name: bucketName, objects: new Map() }
  buckets.set(bucketName, bucket)
  for (const [Key, content] of Object.entries(contents)) {
    const Body = typeof content === 'string' ? new TextEncoder().encode(content) : content
    const ETag = `"${createHash('md5').update(Body).digest('hex')}"`
    bucket.objects.set(Key, { Key, Body, LastModified: world.timestamp(), ETag })
  }
  return bucket
}

interface BucketInput {
  readonly Bucket: string
  readonly ExpectedBucketOwner?: string
}

export function findBucket(world: World, { Bucket, ExpectedBucketOwner }: BucketInput): BucketRecord {
  const bucket = world.state.s3.buckets.get(Bucket)
  if (bucket === undefined) {
    const members = { BucketName: Bucket }
    throw new FakeAwsError('NoSuchBucket', 'The specified bucket does not exist', { members })
  }
  if (ExpectedBucketOwner !== undefined && ExpectedBucketOwner !== world.settings.account) {
    throw new FakeAwsError('AccessDenied', 'Access Denied', { status: 403 })
  }
  return bucket
}

/** Refuses input members that the fake does not implement. */
export function refuseUnimplemented(input: object, implemented: readonly string[]): void {
  const unknown = Object.keys(input).find((member) => !implemented.includes(member))
  if (unknown === undefined) return
  throw new FakeAwsError('NotImplemented', `The fake AWS does not implement ${unknown}.`, { status: 501 })
}
