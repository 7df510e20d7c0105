import type { BucketRecord } from '../../state/s3.js'
import { FakeAwsError } from '../../wire/errors.js'
import type { Output } from '../../wire/wire.js'
import { readToken, writeToken } from '../../world/keyset-page.js'
import type { World } from '../../world/world.js'
import { findBucket, refuseUnimplemented } from './buckets.js'

interface ListObjectsInput {
  readonly Bucket: string
  readonly Prefix?: string
  readonly Delimiter?: string
  readonly MaxKeys?: number
  readonly StartAfter?: string
  readonly ContinuationToken?: string
  readonly EncodingType?: 'url'
  readonly FetchOwner?: boolean
}

const IMPLEMENTED = [
  ...['Bucket', 'Prefix', 'Delimiter', 'MaxKeys', 'StartAfter', 'ContinuationToken', 'EncodingType'],
  ...['ExpectedBucketOwner', 'RequestPayer', 'FetchOwner', 'OptionalObjectAttributes'],
]
const PAGE = 1_000

/** Canonical user id of the fake's account. */
const OWNER = { ID: '75aa57f09aa0c8caeab4f8c24e99d10f8e7faeebf76c078efc7c6caea54ba06a' }

export function listObjectsV2(world: World, input: ListObjectsInput): Output {
  refuseUnimplemented(input, IMPLEMENTED)
  const bucket = findBucket(world, input)
  const MaxKeys = pageSize(input.MaxKeys)
  const { entries, IsTruncated } = pageOf(bucket, input, MaxKeys)
  const encode = input.EncodingType === 'url' ? urlEncode : (text: string) => text
  const keys = entries.filter((entry) => !entry.isPrefix).map(({ name }) => name)
  const prefixes = entries.filter((entry) => entry.isPrefix).map(({ name }) => name)
  const last = entries.at(-1)
  return {
    ...echo(input, encode),
    Name: bucket.Name,
    MaxKeys,
    KeyCount: entries.length,
    IsTruncated,
    Contents: keys.map((key) => ({ ...summaryOf(bucket, key, encode), ...(input.FetchOwner && { Owner: OWNER }) })),
    CommonPrefixes: prefixes.map((prefix) => ({ Prefix: encode(prefix) })),
    ...(IsTruncated && last && { NextContinuationToken: writeToken(last.name) }),
  }
}

/** A key, or a common prefix in place of all keys that begin with it. */
interface Entry {
  readonly name: string
  readonly isPrefix: boolean
}

function pageOf(bucket: BucketRecord, input: ListObjectsInput, size: number) {
  const { Prefix = '', Delimiter = '', ContinuationToken, StartAfter = '' } = input
  const after = ContinuationToken === undefined ? StartAfter : keyIn(ContinuationToken)
  const entries: Entry[] = []
  for (const key of [...bucket.objects.keys()].filter((key) => key.startsWith(Prefix) && key > after).sort()) {
    const entry = entryOf(key, Prefix, Delimiter)
    if (entry.isPrefix && (entry.name === entries.at(-1)?.name || entry.name <= after)) continue
    if (entries.length === size) return { entries, IsTruncated: size > 0 }
    entries.push(entry)
  }
  return { entries, IsTruncated: false }
}

function keyIn(token: string): string {
  const key = readToken(token)
  if (key === undefined) throw new FakeAwsError('InvalidArgument', 'The continuation token provided is incorrect')
  return key
}

function entryOf(key: string, prefix: string, delimiter: string): Entry {
  const cut = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length)
  return cut === -1 ? { name: key, isPrefix: false } : { name: key.slice(0, cut + delimiter.length), isPrefix: true }
}

function summaryOf({ objects }: BucketRecord, key: string, encode: (text: string) => string): Output {
  const { ETag, LastModified, Body } = objects.get(key) ?? { Body: '' }
  return { Key: encode(key), LastModified, ETag, Size: Body.length, StorageClass: 'STANDARD' }
}

function echo(input: ListObjectsInput, encode: (text: string) => string): Output {
  const { Prefix = '', Delimiter, StartAfter, ContinuationToken, EncodingType } = input
  return {
    Prefix: encode(Prefix),
    ...(Delimiter !== undefined && { Delimiter: encode(Delimiter) }),
    // With a token, StartAfter has no effect and is not repeated.
    ...(StartAfter !== undefined && ContinuationToken === undefined && { StartAfter: encode(StartAfter) }),
    ...(ContinuationToken !== undefined && { ContinuationToken }),
    ...(EncodingType !== undefined && { EncodingType }),
  }
}

function pageSize(maxKeys = PAGE): number {
  if (maxKeys >= 0) return Math.min(maxKeys, PAGE)
  throw new FakeAwsError('InvalidArgument', 'Argument maxKeys must be an integer between 0 and 2147483647')
}

function urlEncode(text: string): string {
  return encodeURIComponent(text).replaceAll('%2F', '/')
}
