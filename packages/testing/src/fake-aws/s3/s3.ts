import { restXml } from '../codecs/rest-xml.js'
import { type FakeApi, reads } from '../fake-api.js'
import { FakeAwsError } from '../fake-aws-error.js'
import type { Codec } from '../wire.js'
import { getObject, headObject } from './get-object.js'
import { listObjectsV2 } from './list-objects.js'
import model from './s3.model.json'
import { isForS3, toPathStyle } from './virtual-host.js'

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
