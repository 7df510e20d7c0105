import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isS3Url, parseEnvelope } from './request.js'
import { responseBody } from './response.js'

const url = 'https://cloudformation-custom-resource-response-euwest1.s3-eu-west-1.amazonaws.com/stack?X-Amz-Signature=1'
const event = { ResponseURL: url, StackId: 'stack', RequestId: 'request', LogicalResourceId: 'FileSystem' }

test('whatever the strings of an envelope are, an answer to it ends and is at most 4,096 bytes', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 1100 }),
    fc.tuple(fc.constantFrom('\u0001', '"', '€', '\ud800', '😀', 'a'), fc.nat(1100)).map(([unit, n]) => unit.repeat(n)),
  )
  const strings = { StackId: text, RequestId: text, LogicalResourceId: text, PhysicalResourceId: text }
  fc.assert(
    fc.property(fc.record(strings, { requiredKeys: [] }), text, (given, reason) => {
      const envelope = parseEnvelope({ ...event, ...given }, isS3Url)
      if (envelope.isErr()) return
      const { physicalResourceId = 'FileSystem-not-created' } = envelope.value
      const body = responseBody(envelope.value, { status: 'FAILED', physicalResourceId, reason: reason.repeat(5) })
      expect(Buffer.byteLength(body)).toBeLessThanOrEqual(4096)
      expect(JSON.parse(body)).toMatchObject({ Status: 'FAILED' })
    }),
    { numRuns: 1000 },
  )
})

test('900 control characters, which take 5,400 bytes in an answer, are refused', () => {
  const envelope = parseEnvelope({ ...event, StackId: '\u0001'.repeat(900) }, isS3Url)
  expect(envelope._unsafeUnwrapErr()).toMatchObject({ field: 'StackId' })
})

test.each([
  url,
  'https://cloudformation-custom-resource-response-useast1.s3.amazonaws.com/x',
  'https://cloudformation-custom-resource-response-euwest1.s3.eu-west-1.amazonaws.com/x',
  'https://cloudformation-custom-resource-response-cnnorth1.s3.cn-north-1.amazonaws.com.cn/x',
  'https://cloudformation-custom-resource-response-usgovwest1.s3-us-gov-west-1.amazonaws.com/x',
  'https://s3.dualstack.eu-west-1.amazonaws.com/cloudformation-custom-resource-response-euwest1/x',
  'https://cloudformation-custom-resource-response-euwest1.s3.dualstack.eu-west-1.amazonaws.com/x',
  'https://s3-ap-northeast-2.amazonaws.com/cloudformation-custom-resource-response-apnortheast2/x',
  'https://s3.cn-northwest-1.amazonaws.com.cn/cloudformation-custom-resource-response-cnnorthwest1/x',
  'https://cloudformation-custom-resource-response-useast1.s3-external-1.amazonaws.com/x',
  'https://cloudformation-custom-resource-response-useast2.s3-fips.us-east-2.amazonaws.com/x',
  'https://cloudformation-custom-resource-response-usgovwest1.s3-fips-us-gov-west-1.amazonaws.com/x',
  'https://s3-fips.dualstack.us-west-2.amazonaws.com/cloudformation-custom-resource-response-uswest2/x',
  'https://answers.s3.eusc-de-east-1.amazonaws.eu/x',
])('%s is answered', (ResponseURL) => {
  expect(parseEnvelope({ ...event, ResponseURL }, isS3Url).isOk()).toBe(true)
})

test.each([
  'http://cloudformation-custom-resource-response-euwest1.s3.eu-west-1.amazonaws.com/x',
  'https://user:secret@cloudformation-custom-resource-response-euwest1.s3.eu-west-1.amazonaws.com/x',
  'https://cloudformation-custom-resource-response-euwest1.s3.eu-west-1.amazonaws.com:8443/x',
  'https://cloudformation-custom-resource-response-euwest1.s3.eu-west-1.amazonaws.com.example.com/x',
  'https://somebody-s-bucket.s3.eu-west-1.amazonaws.com/cloudformation-custom-resource-response-euwest1/x',
  'https://somebody-s-bucket.s3-eu-west-1.amazonaws.com/x',
  'https://somebody-s-bucket.s3.cn-north-1.amazonaws.com.cn/x',
  'https://s3.dualstack.eu-west-1.amazonaws.com/somebody-s-bucket/cloudformation-custom-resource-response-euwest1',
  'https://s3.amazonaws.com/',
  'https://somebody-s-bucket.s3-fips.us-east-2.amazonaws.com/x',
  'https://s3-external-1.amazonaws.com/somebody-s-bucket/x',
  'https://cloudformation-custom-resource-response-useast1.s3-external-2.amazonaws.com/x',
  'https://my-cloudformation-custom-resource-response-euwest1.s3.eu-west-1.amazonaws.com/x',
  'https://s3-eu-west-1.eu-west-1.elb.amazonaws.com/x',
  'https://abc.execute-api.eu-west-1.amazonaws.com/x',
  'https://169.254.169.254/latest/meta-data',
  'http://127.0.0.1:9001/2018-06-01/runtime/init/error',
  'https://localhost/x',
  'https://example.com/s3.amazonaws.com',
])('%s is not, unless one says otherwise', (ResponseURL) => {
  expect(parseEnvelope({ ...event, ResponseURL }, isS3Url)._unsafeUnwrapErr().field).toBe('ResponseURL')
  expect(parseEnvelope({ ...event, ResponseURL }, () => true).isOk()).toBe(true)
})
