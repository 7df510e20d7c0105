import { describe, expect, it } from 'vitest'
import { setUp } from '../../../../test/invoke-fixture.js'

const minutes = (n: number) => n * 60_000

describe('an asynchronous invocation', () => {
  const asynchronous = { InvocationType: 'Event' as const }

  it('is answered before the handler is done', async () => {
    const { invoke, fn } = setUp(() => 'done')
    expect(await invoke({ n: 1 }, asynchronous)).toMatchObject({ StatusCode: 202, json: undefined })
    await fn.settled()
    expect(fn.invocations).toMatchObject([{ event: { n: 1 }, type: 'Event', outcome: 'ok' }])
  })

  it('is tried again after one minute and after two, then becomes a dead letter', async () => {
    const { fake, invoke, fn } = setUp(() => Promise.reject(new Error('down')))
    const begun = fake.clock.now()
    await invoke({ n: 1 }, asynchronous)
    await fn.settled()
    expect(fn.invocations.map(({ at }) => at - begun)).toEqual([0, minutes(1), minutes(3)])
    expect(new Set(fn.invocations.map(({ requestId }) => requestId)).size).toBe(1)
    expect(fn.deadLetters).toMatchObject([
      {
        requestContext: { condition: 'RetriesExhausted', approximateInvokeCount: 3, functionArn: fn.arn },
        requestPayload: { n: 1 },
        responseContext: { functionError: 'Unhandled' },
        responsePayload: { errorMessage: 'down' },
      },
    ])
  })

  it('is no dead letter when a retry succeeds', async () => {
    let failures = 0
    const { invoke, fn } = setUp(() => {
      failures += 1
      if (failures < 3) throw new Error('not yet')
    })
    await invoke({}, asynchronous)
    await fn.settled()
    expect(fn.invocations.map(({ outcome }) => outcome)).toEqual(['error', 'error', 'ok'])
    expect(fn.deadLetters).toEqual([])
  })

  it('waits longer and longer while the function is throttled, until the event is too old', async () => {
    const { fake, invoke, fn } = setUp(() => {}, { reservedConcurrency: 0 })
    const begun = fake.clock.now()
    await invoke({}, asynchronous)
    await fn.settled()
    const gaps = fn.invocations.slice(0, 5).map(({ at }) => (at - begun) / 1_000)
    expect(gaps).toEqual([0, 1, 3, 7, 15])
    expect(fake.clock.now() - begun).toBe(6 * 60 * minutes(1))
    expect(fn.deadLetters).toMatchObject([{ requestContext: { condition: 'EventAgeExceeded' } }])
    expect(fn.deadLetters[0]).not.toHaveProperty('responseContext')
  })

  it('takes other limits', async () => {
    const { invoke, fn } = setUp(() => Promise.reject(new Error('down')), { maximumRetryAttempts: 0 })
    await invoke({}, asynchronous)
    await fn.settled()
    expect(fn.invocations).toHaveLength(1)
  })

  it('is dropped when the fake is closed', async () => {
    const { fake, invoke, fn } = setUp(() => Promise.reject(new Error('down')))
    await invoke({}, asynchronous)
    await fake.close()
    await fn.settled()
    expect(fn.invocations).toHaveLength(1)
    expect(fn.deadLetters).toEqual([])
  })
})
