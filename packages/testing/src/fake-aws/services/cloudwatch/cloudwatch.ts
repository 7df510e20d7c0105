import { awsJson11 } from '../../wire/codecs/aws-json-11.js'
import { awsQuery } from '../../wire/codecs/aws-query.js'
import { isFormOf } from '../../wire/codecs/query-form.js'
import { isRpcV2Cbor, rpcV2Cbor } from '../../wire/codecs/rpc-v2-cbor.js'
import { commonErrors, FakeAwsError } from '../../wire/errors.js'
import type { Codec, WireRequest } from '../../wire/wire.js'
import { type FakeApi, reads } from '../../world/fake-api.js'
import model from './cloudwatch.model.json'
import { getMetricData } from './metric-data.js'

function codecOf({ headers }: WireRequest): Codec {
  if (isRpcV2Cbor(headers)) return rpcV2Cbor
  return headers['x-amz-target'] === undefined ? awsQuery : awsJson11
}

export const cloudWatch: FakeApi = {
  model,
  codec: rpcV2Cbor,
  // Clients differ: CBOR, JSON, or the query protocol.
  codecOf,
  eventSource: 'monitoring.amazonaws.com',
  errors: {
    throttling: () => new FakeAwsError('Throttling', 'Rate exceeded'),
    invalidInput: (violations) => new FakeAwsError('ValidationError', commonErrors.invalidInput(violations).message),
  },
  operations: { GetMetricData: reads(getMetricData) },
  claims: (request) => isRpcV2Cbor(request.headers) || isFormOf(model, request),
}
