import { describe, expect, it } from 'vitest'
import { setUp } from '../../../../test/invoke-fixture.js'
import type { LambdaContext } from './node-runtime.js'

describe('a synchronous invocation', () => {
  it('returns the reply of the handler as JSON', async () => {
    const at = new Date(0)
    const { invoke } = setUp((event: { name: string }) => ({ hello: event.name, at, nothing: undefined }))
    const reply = await invoke({ name: 'alice' })
    expect(reply).toMatchObject({ StatusCode: 200, ExecutedVersion: '$LATEST' })
    expect(reply.json).toStrictEqual({ hello: 'alice', at: '1970-01-01T00:00:00.000Z' })
    expect(reply.FunctionError).toBeUndefined()
  })

  it('gives the handler an empty object for no payload, and the caller null for no reply', async () => {
    const { invoke, fn } = setUp(() => undefined)
    expect((await invoke({}, { Payload: undefined })).json).toBeNull()
    expect(fn.invocations).toMatchObject([{ event: {}, type: 'RequestResponse', outcome: 'ok' }])
  })

  it('gives the handler a copy of its own', async () => {
    const { invoke, fn } = setUp((event: { list: number[] }) => event.list.push(9))
    await invoke({ list: [1] })
    expect(fn.invocations[0]?.event).toEqual({ list: [1] })
  })

  it('answers 200 and says that the function failed', async () => {
    const { invoke } = setUp(() => {
      throw new RangeError('No such name.')
    })
    const { StatusCode, FunctionError, json } = await invoke()
    expect({ StatusCode, FunctionError }).toEqual({ StatusCode: 200, FunctionError: 'Unhandled' })
    expect(json).toMatchObject({ errorType: 'RangeError', errorMessage: 'No such name.' })
    expect(json.trace[0]).toBe('RangeError: No such name.')
  })

  it.each([
    ['a string', () => Promise.reject('no'), { errorType: 'string', errorMessage: 'no', trace: [] }],
    ['null', () => Promise.reject(null), { errorType: 'object', errorMessage: 'null', trace: [] }],
    ['a reply that is no JSON', () => 1n, { errorType: 'Error', errorMessage: 'Unable to stringify response body' }],
  ])('survives %s', async (_, handler, payload) => {
    expect((await setUp(handler).invoke()).json).toMatchObject(payload)
  })

  it("gives the handler its name and its remaining time, on the fake's clock", async () => {
    const { fake, invoke, fn } = setUp(
      async (_: unknown, context: LambdaContext) => {
        const before = context.getRemainingTimeInMillis()
        await fake.clock.sleep(1_000)
        return { ...context, before, after: context.getRemainingTimeInMillis() }
      },
      { timeoutMs: 3_000 },
    )
    const { json, $metadata } = await invoke()
    expect(json).toMatchObject({
      functionName: 'greet',
      functionVersion: '$LATEST',
      invokedFunctionArn: fn.arn,
      awsRequestId: $metadata.requestId,
      before: 3_000,
      after: 2_000,
    })
  })

  it('ends at the time limit', async () => {
    const { invoke, fn } = setUp(() => new Promise(() => {}), { timeoutMs: 3_000 })
    const { FunctionError, json } = await invoke()
    expect(FunctionError).toBe('Unhandled')
    expect(json).toMatchObject({ errorType: 'Sandbox.Timedout' })
    expect(json.errorMessage).toMatch(/Task timed out after 3\.00 seconds$/)
    expect(fn.invocations).toMatchObject([{ outcome: 'timed-out' }])
  })

  it('returns the tail of the log and hands the client context on', async () => {
    const { invoke } = setUp((_: unknown, { clientContext }: LambdaContext) => clientContext)
    const ClientContext = Buffer.from('{"custom":1}').toString('base64')
    const { LogResult = '', json } = await invoke({}, { LogType: 'Tail', ClientContext })
    expect(Buffer.from(LogResult, 'base64').toString()).toContain('START RequestId')
    expect(json).toEqual({ custom: 1 })
  })

  it('is refused beyond the reserved concurrency', async () => {
    let release = () => {}
    const waiting = new Promise<void>((resolve) => {
      release = resolve
    })
    const { invoke } = setUp(() => waiting, { reservedConcurrency: 1 })
    const first = invoke()
    await expect(invoke()).rejects.toMatchObject({
      name: 'TooManyRequestsException',
      Reason: 'ReservedFunctionConcurrentInvocationLimitExceeded',
      $metadata: { httpStatusCode: 429 },
    })
    release()
    await first
    await invoke()
  })
})

describe('Invoke', () => {
  it('runs nothing when it is a dry run', async () => {
    const { invoke, fn } = setUp(() => {})
    expect(await invoke({}, { InvocationType: 'DryRun' })).toMatchObject({ StatusCode: 204, json: undefined })
    expect(fn.invocations).toEqual([])
  })

  it.each(['greet:$LATEST', '111122223333:function:greet', 'arn:aws:lambda:eu-west-1:111122223333:function:greet'])(
    'finds the function by %s',
    async (FunctionName) => {
      expect((await setUp(() => 1).invoke({}, { FunctionName })).json).toBe(1)
    },
  )

  it.each(['nobody', 'greet:7', 'arn:aws:lambda:us-east-1:111122223333:function:greet', '__proto__'])(
    'finds no function by %s',
    async (FunctionName) => {
      await expect(setUp(() => 1).invoke({}, { FunctionName })).rejects.toMatchObject({
        name: 'ResourceNotFoundException',
        message: expect.stringMatching(/^Function not found: arn:aws:lambda:/),
        $metadata: { httpStatusCode: 404 },
      })
    },
  )

  it('knows a removed function no more', async () => {
    const { invoke, fn } = setUp(() => 1)
    fn.remove()
    await expect(invoke()).rejects.toMatchObject({ name: 'ResourceNotFoundException' })
  })

  it('names the version that was asked for, and refuses two', async () => {
    const { invoke } = setUp(() => 1)
    const message = (FunctionName: string, Qualifier?: string) =>
      invoke({}, { FunctionName, ...(Qualifier !== undefined && { Qualifier }) }).then(
        () => 'ok',
        (error: Error) => error.message,
      )
    const arn = 'arn:aws:lambda:eu-west-1:111122223333:function:none'
    expect(await message('none')).toBe(`Function not found: ${arn}`)
    expect(await message('none', '$LATEST')).toBe(`Function not found: ${arn}:$LATEST`)
    expect(await message('none:3')).toBe(`Function not found: ${arn}:3`)
    expect(await message('greet:$LATEST', '1')).toBe(
      'The derived qualifier from the function name does not match the specified qualifier.',
    )
  })

  it('takes 6 MB synchronously and 1 MB asynchronously', async () => {
    const { invoke } = setUp((event: string) => event.length)
    const ofSize = (bytes: number) => 'x'.repeat(bytes - 2)
    const mib = 1024 * 1024
    expect((await invoke(ofSize(6 * mib))).json).toBe(6 * mib - 2)
    const tooLarge = { name: 'RequestTooLargeException', $metadata: { httpStatusCode: 413 } }
    await expect(invoke(ofSize(6 * mib + 1))).rejects.toMatchObject(tooLarge)
    await invoke(ofSize(mib), { InvocationType: 'Event' })
    await expect(invoke(ofSize(mib + 1), { InvocationType: 'Event' })).rejects.toMatchObject(tooLarge)
  })

  it('makes a function error of a reply beyond 6 MB', async () => {
    const { json: whole } = await setUp(() => 'x'.repeat(6_291_554)).invoke()
    expect(whole).toHaveLength(6_291_554)
    const { FunctionError, json } = await setUp(() => 'x'.repeat(6_291_555)).invoke()
    expect({ FunctionError, errorType: json.errorType }).toEqual({
      FunctionError: 'Unhandled',
      errorType: 'Function.ResponseSizeTooLarge',
    })
  })

  it('refuses a payload that is not JSON, and members that it does not implement', async () => {
    const { invoke } = setUp(() => 1)
    await expect(invoke({}, { Payload: '{"cut' })).rejects.toMatchObject({ name: 'InvalidRequestContentException' })
    await expect(invoke({}, { TenantId: 'a' })).rejects.toMatchObject({
      name: 'InvalidParameterValueException',
      message: 'The fake AWS does not implement TenantId.',
    })
  })

  it('fails to mount when a fault says so', async () => {
    const { fake, invoke, fn } = setUp(() => 1)
    const code = 'EFSMountConnectivityException'
    const onlyAlice = (input: Readonly<Record<string, unknown>>) => String(input['Payload']).includes('alice')
    fake.inject({ service: 'lambda', when: onlyAlice, fault: { kind: 'error', code } })
    await invoke({ name: 'bob' })
    const refusal = { name: code, $metadata: { httpStatusCode: 408 } }
    await expect(invoke({ name: 'alice' })).rejects.toMatchObject(refusal)
    expect(fn.invocations).toHaveLength(1)
  })
})
