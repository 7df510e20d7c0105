import fc from 'fast-check'
import { expect, test } from 'vitest'
import { responseBody } from './response.js'

const envelope = {
  responseUrl: new URL('https://example.com'),
  stackId: 'arn:aws:cloudformation:eu-west-1:111122223333:stack/studio/1',
  requestId: 'request-1',
  logicalResourceId: 'FileSystem',
  physicalResourceId: undefined,
}

test('a success carries the attributes', () => {
  const data = { FileSystemId: 'fs-1' }
  const body = responseBody(envelope, { status: 'SUCCESS', physicalResourceId: 'studio-efs/d-1/fs-1', data })
  expect(JSON.parse(body)).toEqual({
    Status: 'SUCCESS',
    PhysicalResourceId: 'studio-efs/d-1/fs-1',
    StackId: envelope.stackId,
    RequestId: 'request-1',
    LogicalResourceId: 'FileSystem',
    Data: data,
  })
})

test('a failure has a reason, and whatever the reason is, the answer is JSON of at most 4,096 bytes', () => {
  const long = fc.oneof(fc.string(), fc.string({ unit: 'binary', minLength: 2000, maxLength: 9000 }))
  const id = fc.string({ unit: 'binary', minLength: 1, maxLength: 200 })
  fc.assert(
    fc.property(long, id, (reason, physicalResourceId) => {
      const body = responseBody(envelope, { status: 'FAILED', physicalResourceId, reason })
      expect(Buffer.byteLength(body)).toBeLessThanOrEqual(4096)
      const { Reason, PhysicalResourceId } = JSON.parse(body)
      expect(PhysicalResourceId).toBe(physicalResourceId.toWellFormed())
      expect(reason.toWellFormed().startsWith(Reason.toWellFormed().replace(/\uFFFD?…$/, ''))).toBe(true)
    }),
  )
})

test('attributes that do not fit are a failure, and not an answer that is refused', () => {
  const data = { Findings: 'x'.repeat(4096) }
  const body = responseBody(envelope, { status: 'SUCCESS', physicalResourceId: 'studio-efs/d-1/fs-1', data })
  expect(JSON.parse(body)).toMatchObject({ Status: 'FAILED', Reason: expect.stringContaining('4096 bytes') })
})
