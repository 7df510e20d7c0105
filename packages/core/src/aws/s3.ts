import type { S3Client } from '@aws-sdk/client-s3'
import type { ResultAsync } from 'neverthrow'
import type { Clock } from '../clock.js'
import type { OutOfPatienceError, Patience } from '../patience.js'
import type { AwsCall, AwsError } from './aws-error.js'
import { callAws, retrying } from './calls.js'
import type { Page } from './pages.js'

export type { S3Client } from '@aws-sdk/client-s3'

interface S3Context {
  readonly s3: S3Client
  readonly clock: Clock
}

/** What is directly below a prefix: `folders` end with a slash, `files` do not; both are whole keys. */
export interface KeyPage extends Page<string> {
  readonly folders: readonly string[]
}

/** A client with the credentials and the Region of the environment. Only here is the optional peer needed. */
export async function defaultS3Client(): Promise<S3Client> {
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
  { s3, clock }: S3Context,
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
    if (ContentLength > largestWhole) return Body as unknown as AsyncIterable<Buffer>
    return Buffer.from((await Body?.transformToByteArray()) ?? [])
  }
  return retrying(clock, patience, `reading ${call.resource}`, () => callAws(patience, call, send))
}
