import { restXml } from '../../wire/codecs/rest-xml.js'
import { FakeAwsError } from '../../wire/errors.js'
import type { Codec, WireRequest } from '../../wire/wire.js'
import { type FakeApi, reads } from '../../world/fake-api.js'
import { getObject, headObject } from './get-object.js'
import { listObjectsV2 } from './list-objects.js'
import model from './s3.model.json'

const xmlns = 'http://s3.amazonaws.com/doc/2006-03-01/'
const pathStyle = restXml({ ListObjectsV2: { name: 'ListBucketResult', xmlns } })

const codec: Codec = {
  ...pathStyle,
  operationOf: (request, model) => subresourceOf(request) ?? pathStyle.operationOf(toPathStyle(request), model),
  decode: (request, operation, model) => pathStyle.decode(toPathStyle(request), operation, model),
  encodeError(error, context) {
    const reply = pathStyle.encodeError(error, context)
    return context.operation === 'HeadObject' ? { ...reply, body: '' } : reply
  },
}

export const s3: FakeApi = {
  model,
  codec,
  eventSource: 's3.amazonaws.com',
  operations: { ListObjectsV2: reads(listObjectsV2), GetObject: reads(getObject), HeadObject: reads(headObject) },
  errors: {
    throttling: () => new FakeAwsError('SlowDown', 'Please reduce your request rate.', { status: 503 }),
    internal: (message) => new FakeAwsError('InternalError', message, { status: 500 }),
    invalidInput: ([violation]) => new FakeAwsError('InvalidArgument', `${violation?.path}: ${violation?.constraint}`),
  },
  claims: isForS3,
}

const BUCKET_HOST = /^(.+)\.(?:s3[.-]|localhost(?::|$))/

/** Moves the bucket from the host to the path: `logs.s3.eu-west-1.amazonaws.com/key` becomes `/logs/key`. */
function toPathStyle(request: WireRequest): WireRequest {
  const bucket = BUCKET_HOST.exec(request.host)?.[1]
  return bucket === undefined ? request : { ...request, path: `/${bucket}${request.path}` }
}

/** Parts of a bucket or object that operations of their own read and write. */
const SUBRESOURCES: Readonly<Record<string, string>> = {
  acl: 'Acl',
  tagging: 'Tagging',
  policy: 'Policy',
  location: 'Location',
  versioning: 'Versioning',
  encryption: 'Encryption',
  lifecycle: 'LifecycleConfiguration',
  cors: 'Cors',
  logging: 'Logging',
  notification: 'NotificationConfiguration',
  replication: 'Replication',
  website: 'Website',
  publicAccessBlock: 'PublicAccessBlock',
  ownershipControls: 'OwnershipControls',
  'object-lock': 'LockConfiguration',
  'legal-hold': 'LegalHold',
  retention: 'Retention',
  attributes: 'Attributes',
  torrent: 'Torrent',
}
const VERBS: Readonly<Record<string, string>> = { GET: 'Get', HEAD: 'Get', PUT: 'Put', DELETE: 'Delete' }

/** Operation such as `GetObjectAcl` of a request for a subresource. */
function subresourceOf(request: WireRequest): string | undefined {
  const name = Object.keys(SUBRESOURCES).find((each) => request.query.has(each))
  if (name === undefined) return undefined
  const isObject =
    toPathStyle(request)
      .path.split('/')
      .filter((part) => part !== '').length > 1
  return `${VERBS[request.method] ?? request.method}${isObject ? 'Object' : 'Bucket'}${SUBRESOURCES[name]}`
}

/**
 * Claims requests to a host of S3, those with a presigned URL of Signature Version 2, and unsigned reads of a path that is
 * no other service's.
 */
function isForS3({ host, query, headers, method, path }: WireRequest): boolean {
  if (/(?:^|\.)s3[.-]/.test(host)) return true
  if (query.has('AWSAccessKeyId') && query.has('Signature')) return true
  const isSigned = headers['authorization'] !== undefined || query.has('X-Amz-Credential')
  const isRead = method === 'GET' || method === 'HEAD'
  return isRead && !isSigned && headers['x-amz-target'] === undefined && /^\/(?!20\d\d-\d\d-\d\d\/)[^/]/.test(path)
}
