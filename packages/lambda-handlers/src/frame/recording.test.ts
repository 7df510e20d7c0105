import { expect, test } from 'vitest'
import { timeForWork } from './invocation.js'
import { jsonLogger } from './json-logger.js'
import type { Metrics, Observers, Tracer } from './observers.js'
import { recording } from './recording.js'

const broken = () => {
  throw new RangeError('no value')
}
const deafMetrics: Metrics = { addMetric: () => undefined, publishStoredMetrics: broken }

function tracing(): Tracer & { readonly told: unknown[] } {
  const told: unknown[] = []
  return {
    told,
    putAnnotation: (key, value) => told.push(`${key} ${value}`),
    addErrorAsMetadata: (error) => told.push(error),
  }
}

function handlerWith(observers: Observers, work: () => Promise<string>) {
  const records: Record<string, unknown>[] = []
  const logger = jsonLogger((line) => records.push(JSON.parse(line)))
  const handler = recording<string>({
    handler: 'greet',
    context: { logger },
    observers,
    work,
    summaryOf: (outcome) => ({ outcome, fields: {} }),
  })
  return { handler, records }
}

test('a metrics publisher that throws does not turn a success into a failure', async () => {
  const tracer = tracing()
  const { handler, records } = handlerWith({ metrics: deafMetrics, tracer }, async () => 'done')
  expect(await handler({}, { awsRequestId: '1' })).toBe('done')
  expect(records).toMatchObject([
    { level: 'info', message: 'done' },
    {
      level: 'warn',
      message: 'an observer failed',
      handler: 'greet',
      requestId: '1',
      observer: 'metrics',
      error: { name: 'RangeError' },
    },
  ])
  expect(tracer.told).toEqual(['outcome done'])
})

test('observers that throw do not hide why an invocation failed', async () => {
  const failure = new TypeError('not done')
  const tracer = { putAnnotation: broken, addErrorAsMetadata: broken }
  const { handler, records } = handlerWith({ metrics: deafMetrics, tracer }, () => Promise.reject(failure))
  await expect(handler({})).rejects.toBe(failure)
  expect(records).toMatchObject([
    { message: 'failed', error: { name: 'TypeError' } },
    { level: 'warn', observer: 'metrics' },
    { level: 'warn', observer: 'tracer' },
  ])
})

test('a tracer is told what was thrown', async () => {
  const failure = new TypeError('not done')
  const tracer = tracing()
  const { handler } = handlerWith({ tracer }, () => Promise.reject(failure))
  await expect(handler({})).rejects.toBe(failure)
  expect(tracer.told).toEqual([failure, 'outcome failed'])
})

test.each([
  [30_000, 29_000],
  [1_500.7, 500],
  [1_000, 1],
  [0, 1],
])('of %d ms that are left, one second is kept for the record and the error', (remainingMs, workMs) => {
  expect(timeForWork({ getRemainingTimeInMillis: () => remainingMs })).toBe(workMs)
})

test('work may take a minute where nobody says how much time there is', () => {
  expect(timeForWork(undefined)).toBe(60_000)
  expect(timeForWork({ awsRequestId: '1' })).toBe(60_000)
})
