import { Readable } from 'node:stream'
import { S3Client } from '@aws-sdk/client-s3'
import { assertErr, createFakeAws, createTestClock, type TestClock } from '@studio-efs/testing'
import { expect, test } from 'vitest'
import { silentLogger } from '../../logger.js'
import { bucketTree } from './bucket-tree.js'

const { signal } = new AbortController()

function bucket() {
  const fake = createFakeAws<TestClock>()
  const names = Array.from({ length: 50 }, (_, n) => `${n}.json`)
  fake.seed.bucket('logs', Object.fromEntries(names.map((name) => [name, '{"Records":[]}'])))
  const s3 = new S3Client({ ...fake.clientConfig(), maxAttempts: 1 })
  const records: string[] = []
  const logger = { ...silentLogger, debug: (message: string) => records.push(message) }
  const tree = bucketTree({ bucket: 'logs', prefix: '' }, { s3, clock: fake.clock, logger })
  return { fake, names, tree, records }
}

test.each(['connection-reset', 'no-reply'] as const)(
  'an object that cannot be had is unreachable: %s',
  async (kind) => {
    const { fake, tree } = bucket()
    fake.inject({ service: 's3', operation: 'GetObject', when: () => true, fault: { kind } })
    const start = fake.clock.now()
    const error = assertErr(await tree.read('0.json', signal))
    expect([error.problem, error.retryable]).toEqual(['unreachable', true])
    expect(fake.clock.now() - start).toBeLessThan(240_000)
  },
)

test('after minutes without S3 each object is tried once; once S3 is back, requests are retried again', async () => {
  const { fake, tree, names, records } = bucket()
  const outage = fake.inject({
    service: 's3',
    operation: 'GetObject',
    when: () => true,
    fault: { kind: 'connection-reset' },
  })
  for (const name of names) assertErr(await tree.read(name, signal))
  const callsFor = (name: string) => fake.calls.filter(({ input }) => input?.['Key'] === name).length
  expect(fake.clock.now() - Date.UTC(2026, 0, 1)).toBeLessThan(240_000)
  outage.remove()
  expect((await tree.read('0.json', signal)).isOk()).toBe(true)
  fake.inject({ service: 's3', operation: 'GetObject', when: 'next', fault: { kind: 'connection-reset' } })
  const before = records.length
  expect((await tree.read('1.json', signal)).isOk()).toBe(true)
  expect(records.slice(before)).toEqual(['retrying'])
  expect(callsFor('40.json')).toBe(1)
})

test.each([
  ['small', 100],
  ['large', 20_000_000],
])('a body that stops coming ends the reading of a %s object', async (_, length) => {
  const clock = createTestClock()
  const handle = async () => {
    const body = new Readable({ read() {} })
    body.push('{"Records":[')
    return { response: { statusCode: 200, headers: { 'content-length': String(length) }, body } }
  }
  const s3 = new S3Client({ region: 'eu-west-1', requestHandler: { handle } as never, maxAttempts: 1 })
  const content = await bucketTree({ bucket: 'logs', prefix: '' }, { s3, clock, logger: silentLogger }).read(
    'a.json',
    signal,
  )
  const reading = async () => {
    const file = content._unsafeUnwrap()
    if (file.kind === 'parts') for await (const part of file.parts) expect(part.toString()).toBe('{"Records":[')
  }
  if (length > 100) await expect(reading()).rejects.toMatchObject({ name: 'TimeoutError' })
  else expect(assertErr(content).problem).toBe('unreachable')
})
