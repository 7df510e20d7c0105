import { createHash } from 'node:crypto'
import type { World } from '../world.js'
import type { BucketRecord } from './state.js'

/** Objects by their keys. */
export type ObjectContents = Readonly<Record<string, string | Uint8Array>>

/** Puts objects into a bucket, which is made when there is none; an object of the same key is replaced. */
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
