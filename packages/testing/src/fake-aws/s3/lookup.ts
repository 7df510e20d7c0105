import { FakeAwsError } from '../fake-aws-error.js'
import type { World } from '../world.js'
import type { BucketRecord } from './state.js'

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

/** Members that S3 has and the fake has not. */
export function refuseUnimplemented(input: object, implemented: readonly string[]): void {
  const unknown = Object.keys(input).find((member) => !implemented.includes(member))
  if (unknown === undefined) return
  throw new FakeAwsError('NotImplemented', `The fake AWS does not implement ${unknown}.`, { status: 501 })
}
