import type { S3Client } from '@aws-sdk/client-s3'
import type { Call } from '../call.js'
import type { Clock } from '../time/clock.js'
import type { AwsRequest, AwsResult } from './call/aws-error.js'
import { callAws, retry } from './call/call-aws.js'
import type { Page } from './call/pages.js'
import {
  type Body,
  createReplyTimer,
  partsInTime,
  REPLY_TIMEOUT_MS,
  type ReplyTimer,
  withReplyTimeout,
} from './pace/reply-timer.js'

export type { S3Client } from '@aws-sdk/client-s3'

export interface S3Connection {
  readonly s3: S3Client
  /** Bounds the wait for each part of an object. */
  readonly timer: ReplyTimer
}

export interface S3Call extends Call, S3Connection {}

/** Keys directly below a prefix, in full: `folders` end with a slash, the files in `items` do not. */
export interface KeyPage extends Page<string> {
  readonly folders: readonly string[]
}

/**
 * Uses the client, or makes one with the credentials and the Region of the environment: only then is the optional peer
 * `@aws-sdk/client-s3` needed. Waits 30 seconds for a reply, and for each part of one.
 */
export async function connectS3(given: S3Client | undefined, clock: Clock): Promise<S3Connection> {
  const client = given ?? (await defaultClient())
  return { s3: withReplyTimeout(client, clock), timer: createReplyTimer(clock, REPLY_TIMEOUT_MS) }
}

async function defaultClient(): Promise<S3Client> {
  const { S3Client } = await import('@aws-sdk/client-s3')
  return new S3Client({})
}

export interface KeyListing {
  readonly bucket: string
  readonly prefix: string
  readonly next: string | undefined
}

/** One page, of up to 1,000, of the keys below a prefix. */
export function listKeysPage(call: S3Call, { bucket, prefix, next }: KeyListing): AwsResult<KeyPage> {
  const request: AwsRequest = { service: 's3', operation: 'ListObjectsV2', resource: `s3://${bucket}/${prefix}` }
  const send = async (abortSignal: AbortSignal) => {
    const { ListObjectsV2Command } = await import('@aws-sdk/client-s3')
    const more = next === undefined ? {} : { ContinuationToken: next }
    const command = new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix, Delimiter: '/', ...more })
    return call.s3.send(command, { abortSignal })
  }
  return retry(call, `listing ${request.resource}`, () => callAws(call, request, send)).map(
    ({ Contents = [], CommonPrefixes = [], NextContinuationToken }) => ({
      items: Contents.flatMap(({ Key }) => (Key === undefined ? [] : [Key])),
      folders: CommonPrefixes.flatMap(({ Prefix }) => (Prefix === undefined ? [] : [Prefix])),
      next: NextContinuationToken,
    }),
  )
}

export interface ObjectRead {
  readonly bucket: string
  readonly key: string
  /** Objects of up to this many bytes come in one piece, larger ones as they arrive. */
  readonly maxWholeBytes: number
}

export function readObject(
  call: S3Call,
  { bucket, key, maxWholeBytes }: ObjectRead,
): AwsResult<Buffer | AsyncIterable<Buffer>> {
  const request: AwsRequest = { service: 's3', operation: 'GetObject', resource: `s3://${bucket}/${key}` }
  const send = async (abortSignal: AbortSignal) => {
    const { GetObjectCommand } = await import('@aws-sdk/client-s3')
    const command = new GetObjectCommand({ Bucket: bucket, Key: key })
    const { Body, ContentLength = 0 } = await call.s3.send(command, { abortSignal })
    if (Body === undefined) return Buffer.alloc(0)
    const parts = partsInTime(Body as unknown as Body, call.timer, abortSignal)
    return ContentLength > maxWholeBytes ? parts : wholeOf(parts)
  }
  return retry(call, `reading ${request.resource}`, () => callAws(call, request, send))
}

async function wholeOf(parts: AsyncIterable<Buffer>): Promise<Buffer> {
  const all: Buffer[] = []
  for await (const part of parts) all.push(part)
  return Buffer.concat(all)
}
