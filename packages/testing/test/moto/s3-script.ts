import {
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  type ListObjectsV2CommandInput,
  type ListObjectsV2CommandOutput,
} from '@aws-sdk/client-s3'
import type { Session } from './session.js'

const Bucket = 'team-logs'
const objects = { 'a.txt': 'A', 'b/1.txt': 'B1', 'b/2.txt': 'B2', 'b/c/3.txt': 'BC3', 'z & "é".txt': 'Z' }

/** Covers the S3 operations of the fake, which read a bucket. */
export async function runS3(session: Session): Promise<void> {
  const { s3, record, fill } = session
  await fill(Bucket, objects)
  let token = ''
  const list = async (input: Partial<ListObjectsV2CommandInput> = {}) => {
    const { NextContinuationToken, ...reply } = await s3.send(new ListObjectsV2Command({ Bucket, ...input }))
    token = NextContinuationToken ?? token
    return withoutToken(reply)
  }
  await record('ListObjectsV2', list())
  await record('ListObjectsV2 below a delimiter', list({ Prefix: 'b/', Delimiter: '/' }))
  await record('ListObjectsV2 after a key', list({ StartAfter: 'b/1.txt', EncodingType: 'url' }))
  await record('ListObjectsV2, the first page', list({ MaxKeys: 2 }))
  await record('ListObjectsV2, the second page', list({ MaxKeys: 2, ContinuationToken: token }))
  await record('ListObjectsV2 with a token of nobody', list({ ContinuationToken: 'none' }))
  await record('ListObjectsV2 of an unknown bucket', list({ Bucket: 'no-such-bucket' }))
  await record('GetObject', readObject(session, 'b/1.txt'))
  await record('GetObject of an unknown key', readObject(session, 'none'))
  await record('HeadObject', s3.send(new HeadObjectCommand({ Bucket, Key: 'b/1.txt' })))
  await record('HeadObject of an unknown key', s3.send(new HeadObjectCommand({ Bucket, Key: 'none' })))
}

// Compares the presence of a token and not its text.
function withoutToken({ ContinuationToken, ...reply }: ListObjectsV2CommandOutput) {
  return { ...reply, ...(ContinuationToken !== undefined && { ContinuationToken: '<token>' }) }
}

async function readObject({ s3 }: Session, Key: string) {
  const { Body, ...reply } = await s3.send(new GetObjectCommand({ Bucket, Key }))
  return { ...reply, Body: await Body?.transformToString() }
}
