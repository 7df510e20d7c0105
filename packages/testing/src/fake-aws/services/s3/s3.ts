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
  operationOf: (request, model) => pathStyle.operationOf(toPathStyle(request), model),
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

function isForS3({ host }: WireRequest): boolean {
  return /(?:^|\.)s3[.-]/.test(host)
}
