import type { ListObjectsV2CommandOutput, S3Client } from '@aws-sdk/client-s3'
import { err, ok, type Result } from 'neverthrow'
import type { Call } from '../call.js'
import type { StudioEfsError } from '../studio-efs-error.js'
import type { Clock } from '../time/clock.js'
import { type AwsRequest, type AwsResult, MalformedReplyError, RequestRefusedError } from './call/aws-error.js'
import { callAws, retry } from './call/call-aws.js'
import { nameCredentialsErrors } from './call/credentials.js'
import { rethrow } from './call/late-client.js'
import type { Page } from './call/page.js'
import { createPageGuard, type PageGuard } from './call/page-guard.js'
import { readBody } from './call/reply-body.js'
import {
  type Body,
  createReplyTimer,
  partsInTime,
  REPLY_TIMEOUT_MS,
  type ReplyTimer,
  withReplyTimeout,
} from './pace/reply-timer.js'
import { followBucketRegion, regionInReply } from './s3-region.js'

export type { S3Client } from '@aws-sdk/client-s3'

export interface S3Connection {
  readonly s3: Pick<S3Client, 'send'>
  /** Bounds the wait for each part of an object. */
  readonly timer: ReplyTimer
}

export interface S3Call extends Call, S3Connection {}

/** Keys directly below a prefix, in full: `folders` end with a slash, the files in `items` do not. */
export interface KeyPage extends Page<string> {
  readonly folders: readonly string[]
}

/**
 * Uses the client, or makes one with the credentials and the Region of the environment, which follows a bucket to its own
 * Region: only then is the optional peer `@aws-sdk/client-s3` needed. Waits 30 seconds for a reply, and for each part of one.
 */
export function connectS3(given: S3Client | undefined, clock: Clock): S3Connection {
  const client = given ?? defaultClient()
  return { s3: withReplyTimeout(client, clock), timer: createReplyTimer(clock, REPLY_TIMEOUT_MS) }
}

/** Loaded with its first request, so that a client that is not installed is an error of that request. */
function defaultClient(): Pick<S3Client, 'send'> & { readonly config: object } {
  const loading = (async () => {
    const { S3Client } = await import('@aws-sdk/client-s3').catch(rethrow)
    return followBucketRegion((region) => new S3Client(region === undefined ? {} : { region }))
  })()
  loading.catch(() => undefined)
  const send = async (command: never, options: never): Promise<unknown> => (await loading).send(command, options)
  return { send: send as S3Client['send'], config: { region: async () => (await loading).config.region() } }
}

/** Bytes of one page: a thousand keys of 1,024 bytes each take less, however they are escaped. */
const PAGE_RULE = { maxBytes: 16_000_000 }

export interface KeyListing {
  readonly bucket: string
  readonly prefix: string
  readonly next: string | undefined
  /** The same for all pages of a listing. */
  readonly guard: PageGuard
}

export function createKeyGuard(bucket: string, prefix: string): PageGuard {
  return createPageGuard(listingOf(bucket, prefix))
}

function listingOf(bucket: string, prefix: string): AwsRequest {
  return { service: 's3', operation: 'ListObjectsV2', resource: `s3://${bucket}/${prefix}` }
}

/** One page, of up to 1,000, of the keys below a prefix. */
export function listKeysPage(call: S3Call, { bucket, prefix, next, guard }: KeyListing): AwsResult<KeyPage> {
  const request = listingOf(bucket, prefix)
  const send = async (abortSignal: AbortSignal) => {
    const { ListObjectsV2Command } = await import('@aws-sdk/client-s3').catch(rethrow)
    const more = next === undefined ? {} : { ContinuationToken: next }
    const command = new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix, Delimiter: '/', ...more })
    return call.s3.send(readBody(nameCredentialsErrors(command), PAGE_RULE), { abortSignal })
  }
  return retry(call, `listing ${request.resource}`, () => callAws(call, request, send))
    .andThen((reply) => keyListIn(request, reply))
    .map(({ Contents = [], CommonPrefixes = [], NextContinuationToken }) => ({
      items: Contents.flatMap(({ Key }) => (Key === undefined ? [] : [Key])),
      folders: CommonPrefixes.flatMap(({ Prefix }) => (Prefix === undefined ? [] : [Prefix])),
      next: NextContinuationToken,
    }))
    .mapErr((error) => withRegion(request, error))
    .andThen(({ items, folders, next }) =>
      guard({ items: [...items, ...folders], next }).map(() => ({ items, folders, next })),
    )
}

/** S3 omits lists that are empty; the bucket's name, the count and the end of the list are in every reply. */
function keyListIn(
  request: AwsRequest,
  reply: ListObjectsV2CommandOutput,
): Result<ListObjectsV2CommandOutput, MalformedReplyError> {
  if ([reply.Name, reply.KeyCount, reply.IsTruncated, reply.Contents].some((member) => member !== undefined))
    return ok(reply)
  const hint =
    'S3 names the bucket in each reply: check for a proxy or a wrong endpoint; let a mock answer { Name, Contents }.'
  const wrong = { field: 'Name', allowed: 'the name of the bucket', received: 'missing' }
  return err(new MalformedReplyError({ request, ...wrong, hint }))
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
    const { GetObjectCommand } = await import('@aws-sdk/client-s3').catch(rethrow)
    const command = new GetObjectCommand({ Bucket: bucket, Key: key })
    const { Body, ContentLength = 0 } = await call.s3.send(nameCredentialsErrors(command), { abortSignal })
    if (Body === undefined) return Buffer.alloc(0)
    const parts = partsInTime(Body as unknown as Body, call.timer, abortSignal)
    return ContentLength > maxWholeBytes ? parts : wholeOrParts(parts, maxWholeBytes)
  }
  return retry(call, `reading ${request.resource}`, () => callAws(call, request, send)).mapErr((error) =>
    withRegion(request, error),
  )
}

/** A reply need not state its length, nor keep to it. */
async function wholeOrParts(
  parts: AsyncGenerator<Buffer, void, undefined>,
  maxWholeBytes: number,
): Promise<Buffer | AsyncIterable<Buffer>> {
  const begun: Buffer[] = []
  let length = 0
  for (;;) {
    const next = await parts.next()
    if (next.done === true) return Buffer.concat(begun)
    begun.push(next.value)
    length += next.value.length
    if (length > maxWholeBytes) return continued(begun, parts)
  }
}

async function* continued(
  begun: readonly Buffer[],
  rest: AsyncGenerator<Buffer, void, undefined>,
): AsyncGenerator<Buffer, void, undefined> {
  try {
    yield* begun
    yield* rest
  } finally {
    await rest.return()
  }
}

/** Names the Region of a bucket that the client looks for in another one. */
function withRegion<E extends StudioEfsError>(request: AwsRequest, error: E): E | RequestRefusedError {
  const region = error.name === 'RequestRefusedError' ? regionInReply(error.cause) : undefined
  if (region === undefined || !(error instanceof RequestRefusedError)) return error
  const message = `the bucket is in Region ${region}`
  const hint = `Give the source an S3Client of that Region: new S3Client({ region: '${region}' }).`
  return new RequestRefusedError({
    request,
    reply: { code: error.code, message },
    retryable: false,
    hint,
    cause: error,
  })
}
