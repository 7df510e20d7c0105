import { ok } from 'neverthrow'
import { expect, test } from 'vitest'
import { defineHandler } from './define-handler.js'
import { type Metrics, type Observers, type Tracer, timeForWork } from './handler.js'
import { jsonLogger } from './json-logger.js'

const broken = () => {
  throw new RangeError('no value')
}
const brokenMetrics: Metrics = { addMetric: () => undefined, publishStoredMetrics: broken }

function tracing(): Tracer & { readonly reported: unknown[] } {
  const reported: unknown[] = []
  return {
    reported,
    putAnnotation: (key, value) => reported.push(`${key} ${value}`),
    addErrorAsMetadata: (error) => reported.push(error),
  }
}

function handlerWith(observers: Observers, work: () => Promise<string>) {
  const records: Record<string, unknown>[] = []
  const logger = jsonLogger((line) => records.push(JSON.parse(line)))
  const { create } = defineHandler({
    name: 'greet',
    settings: () => ok(undefined),
    dropIn: () => ({ context: {} }),
    work: () => work,
    summaryOf: (outcome) => ({ outcome }),
  })
  return { handler: create({ context: { logger }, ...observers }), records }
}

test('a metrics publisher that throws does not turn a success into a failure', async () => {
  const tracer = tracing()
  const { handler, records } = handlerWith({ metrics: brokenMetrics, tracer }, async () => 'done')
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
  expect(tracer.reported).toEqual(['outcome done'])
})

test('observers that throw do not hide why an invocation failed', async () => {
  const failure = new TypeError('not done')
  const tracer = { putAnnotation: broken, addErrorAsMetadata: broken }
  const { handler, records } = handlerWith({ metrics: brokenMetrics, tracer }, () => Promise.reject(failure))
  await expect(handler({})).rejects.toBe(failure)
  expect(records).toMatchObject([
    { message: 'failed', error: { name: 'TypeError' } },
    { level: 'warn', observer: 'metrics' },
    { level: 'warn', observer: 'tracer' },
  ])
})

test('a tracer gets the error that was thrown', async () => {
  const failure = new TypeError('not done')
  const tracer = tracing()
  const { handler } = handlerWith({ tracer }, () => Promise.reject(failure))
  await expect(handler({})).rejects.toBe(failure)
  expect(tracer.reported).toEqual([failure, 'outcome failed'])
})

test.each([
  [30_000, 29_000],
  [1_500.7, 500],
  [1_000, 1],
  [0, 1],
])('of %d ms that are left, one second is kept for the record and the error', (remainingMs, workMs) => {
  expect(timeForWork({ getRemainingTimeInMillis: () => remainingMs })).toBe(workMs)
})

test('work may take a minute if Lambda does not say how much time there is', () => {
  expect(timeForWork(undefined)).toBe(60_000)
  expect(timeForWork({ awsRequestId: '1' })).toBe(60_000)
})
