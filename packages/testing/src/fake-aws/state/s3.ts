import type { Timestamp } from './record.js'

/** S3 buckets of the fake. */
export interface S3State {
  /** By name. */
  readonly buckets: Map<string, BucketRecord>
}

/** Bucket in the state of the fake. */
export interface BucketRecord {
  readonly Name: string
  /** By key. */
  readonly objects: Map<string, ObjectRecord>
}

/** Object of a bucket. */
export interface ObjectRecord {
  readonly Key: string
  readonly Body: Uint8Array
  readonly LastModified: Timestamp
  /** Includes the quotation marks, as S3 writes it. */
  readonly ETag: string
}

export function createS3State(): S3State {
  return { buckets: new Map() }
}
