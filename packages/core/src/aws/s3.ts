import type { S3Client } from '@aws-sdk/client-s3'
import type { ResultAsync } from 'neverthrow'
import type { OutOfPatienceError, Patience } from '../call.js'
import type { Clock } from '../time/clock.js'
import type { AwsCall, AwsError } from './call/aws-error.js'
import { callAws, retrying } from './call/call-aws.js'
import type { Page } from './call/pages.js'
import { type Body, partsInTime } from './pace/bounded-body.js'
import { REPLY_TIMEOUT_MS, withReplyTimeout } from './pace/bounded-client.js'
import { createReplyTimer, type ReplyTimer } from './pace/reply-timer.js'

export type { S3Client } from '@aws-sdk/client-s3'

export interface S3Context {
  readonly s3: S3Client
  readonly clock: Clock
  /** Bounds the wait for each part of an object. */
  readonly timer: ReplyTimer
}

/** What is directly below a prefix: `folders` end with a slash, `files` do not; both are whole keys. */
export interface KeyPage extends Page<string> {
  readonly folders: readonly string[]
}

/**
 * The client, or one with the credentials and the Region of the environment: only then is the optional peer needed. No
 * reply, and no part of one, is waited for forever.
 */
export async function connectS3(given: S3Client | undefined, clock: Clock): Promise<S3Context> {
  const client = given ?? (await defaultClient())
  return { s3: withReplyTimeout(client, clock), clock, timer: createReplyTimer(clock, REPLY_TIMEOUT_MS) }
}

async function defaultClient(): Promise<S3Client> {
  const { S3Client } = await import('@aws-sdk/client-s3')
  return new S3Client({})
}

/** One page, of up to 1,000, of the keys below a prefix. */
export function listKeysPage(
  { s3, clock }: S3Context,
  { bucket, prefix }: { readonly bucket: string; readonly prefix: string },
  next: string | undefined,
  patience: Patience,
): ResultAsync<KeyPage, AwsError | OutOfPatienceError> {
  const call: AwsCall = { service: 's3', operation: 'ListObjectsV2', resource: `s3://${bucket}/${prefix}` }
  const send = async (abortSignal: AbortSignal) => {
    const { ListObjectsV2Command } = await import('@aws-sdk/client-s3')
    const more = next === undefined ? {} : { ContinuationToken: next }
    return s3.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix, Delimiter: '/', ...more }), {
      abortSignal,
    })
  }
  return retrying(clock, patience, `listing ${call.resource}`, () => callAws(patience, call, send)).map(
    ({ Contents = [], CommonPrefixes = [], NextContinuationToken }) => ({
      items: Contents.flatMap(({ Key }) => (Key === undefined ? [] : [Key])),
      folders: CommonPrefixes.flatMap(({ Prefix }) => (Prefix === undefined ? [] : [Prefix])),
      next: NextContinuationToken,
    }),
  )
}

/** The content of an object: in one piece up to `largestWhole` bytes, else as it arrives. */
export function readObject(
  { s3, clock, timer }: S3Context,
  { bucket, key }: { readonly bucket: string; readonly key: string },
  largestWhole: number,
  patience: Patience,
): ResultAsync<Buffer | AsyncIterable<Buffer>, AwsError | OutOfPatienceError> {
  const call: AwsCall = { service: 's3', operation: 'GetObject', resource: `s3://${bucket}/${key}` }
  const send = async (abortSignal: AbortSignal) => {
    const { GetObjectCommand } = await import('@aws-sdk/client-s3')
    const { Body, ContentLength = 0 } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }), {
      abortSignal,
    })
    if (Body === undefined) return Buffer.alloc(0)
    const parts = partsInTime(Body as unknown as Body, timer, abortSignal)
    return ContentLength > largestWhole ? parts : wholeOf(parts)
  }
  return retrying(clock, patience, `reading ${call.resource}`, () => callAws(patience, call, send))
}

async function wholeOf(parts: AsyncIterable<Buffer>): Promise<Buffer> {
  const all: Buffer[] = []
  for await (const part of parts) all.push(part)
  return Buffer.concat(all)
}
