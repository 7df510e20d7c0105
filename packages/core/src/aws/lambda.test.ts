import { Readable } from 'node:stream'
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda'
import { assertErr, assertOk } from '@studio-efs/testing'
import { mockClient } from 'aws-sdk-client-mock'
import { beforeEach, expect, test } from 'vitest'
import { endlessCall } from '../../test/endless-call.js'
import { withDeadline } from '../call.js'
import { silentLogger } from '../logger.js'
import { invokeFunction } from './lambda.js'

const lambda = mockClient(LambdaClient)
beforeEach(() => lambda.reset())

const call = { ...endlessCall(), lambda: new LambdaClient({ region: 'eu-west-1' }) }
const invoked = () => invokeFunction(call, { functionName: 'directories', payload: '{"version":1}' })

const bytes = (payload: string) =>
  Object.assign(new TextEncoder().encode(payload), { transformToString: () => payload }) as never

function thrown(name: string, httpStatusCode: number, message = 'no') {
  return Object.assign(new Error(message), { name, $fault: 'client', $metadata: { httpStatusCode } })
}

test('the payload is sent as it is, and waited for', async () => {
  lambda.on(InvokeCommand).resolves({ StatusCode: 200, Payload: bytes('{"version":1,"results":[]}') })
  expect(assertOk(await invoked())).toEqual({ kind: 'replied', payload: '{"version":1,"results":[]}' })
  const [sent] = lambda.commandCalls(InvokeCommand)
  const { FunctionName, InvocationType, Payload } = sent?.args[0].input ?? {}
  expect([FunctionName, InvocationType, String(Payload)]).toEqual(['directories', undefined, '{"version":1}'])
})

test.each<[string, string, string | undefined, string]>([
  [
    'a time-out',
    '{"errorType":"Sandbox.Timedout","errorMessage":"Task timed out"}',
    'Sandbox.Timedout',
    'Task timed out',
  ],
  [
    'a failure without a type',
    '{"errorMessage":"RequestId: 1 Process exited"}',
    undefined,
    'RequestId: 1 Process exited',
  ],
  ['a failure of another kind', '{"errorType":7,"errorMessage":{}}', undefined, 'no message'],
  ['a failure that is no JSON', '<html>', undefined, 'no message'],
  ['a failure that says nothing', 'null', undefined, 'no message'],
  ['a long one', `{"errorMessage":"${'x'.repeat(9000)}"}`, undefined, `${'x'.repeat(499)}…`],
  ['one of two lines', '{"errorMessage":"first\\nsecond"}', undefined, 'first second'],
])('%s of the function is an answer', async (_, payload, errorType, message) => {
  lambda.on(InvokeCommand).resolves({ StatusCode: 200, FunctionError: 'Unhandled', Payload: bytes(payload) })
  expect(assertOk(await invoked())).toEqual({ kind: 'failed', errorType, message })
})

test.each([
  ['AccessDeniedException', 403, 'AccessDeniedError', false],
  ['ResourceNotFoundException', 404, 'ResourceNotFoundError', false],
  ['ResourceConflictException', 409, 'ResourceInUseError', true],
  ['ResourceNotReadyException', 502, 'ServiceFailureError', true],
  ['ENILimitReachedException', 502, 'ServiceFailureError', true],
  ['ServiceException', 500, 'ServiceFailureError', true],
  ['EFSMountTimeoutException', 408, 'RequestRefusedError', false],
])('%s is a typed error that keeps its code', async (code, status, name, retryable) => {
  lambda.on(InvokeCommand).rejects(thrown(code, status))
  expect(assertErr(await invoked())).toMatchObject({ name, code, retryable })
})

/** A function whose HTTP reply has this body. */
function replying(body: unknown) {
  lambda.restore()
  const handle = async () => ({ response: { statusCode: 200, headers: {}, body } })
  const config = {
    region: 'eu-west-1',
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    requestHandler: { handle },
  }
  const own = { ...endlessCall(), lambda: new LambdaClient(config) }
  return invokeFunction(own, { functionName: 'directories', payload: '{}' })
}

test('a reply without end is given up at 7 MB, and its connection is closed', async () => {
  let sent = 0
  let closed = false
  const endless = Readable.from(
    (function* () {
      try {
        for (;;) {
          sent += 1
          yield Buffer.alloc(100_000, 0x20)
        }
      } finally {
        closed = true
      }
    })(),
  )
  const error = assertErr(await replying(endless), 'ServiceFailureError')
  expect([error.code, error.retryable, closed]).toEqual(['ReplyTooLarge', false, true])
  expect(sent).toBeLessThan(200)
})

test('a reply of 6 MB arrives whole', async () => {
  const payload = `"${'x'.repeat(6_000_000)}"`
  expect(assertOk(await replying(Readable.from([Buffer.from(payload)])))).toEqual({ kind: 'replied', payload })
})

test('a reply that breaks off is a typed error that may be tried again', async () => {
  const broken = Readable.from(
    (function* () {
      yield Buffer.from('{')
      throw Object.assign(new Error('aborted'), { code: 'ECONNRESET' })
    })(),
  )
  expect(assertErr(await replying(broken), 'ConnectionError').retryable).toBe(true)
})

test('a denial names the permission that is missing', async () => {
  const message = 'User: alice is not authorized to perform: lambda:InvokeFunction on resource: directories'
  lambda.on(InvokeCommand).rejects(thrown('AccessDeniedException', 403, message))
  expect(assertErr(await invoked()).message).toContain('Allow lambda:InvokeFunction')
})

test('a throttled request is repeated until Lambda has room, and the call ends with it when there is none', async () => {
  lambda
    .on(InvokeCommand)
    .rejectsOnce(thrown('TooManyRequestsException', 429))
    .resolves({ Payload: bytes('{}') })
  expect(assertOk(await invoked())).toEqual({ kind: 'replied', payload: '{}' })
  expect(lambda.commandCalls(InvokeCommand)).toHaveLength(2)
  lambda.reset()
  lambda.on(InvokeCommand).rejects(thrown('TooManyRequestsException', 429))
  const limited = (timeoutMs: number) =>
    withDeadline({ clock: call.clock, logger: silentLogger }, { timeoutMs, signal: undefined }, (ending) =>
      invokeFunction({ ...ending, lambda: call.lambda }, { functionName: 'directories', payload: '{}' }),
    )
  expect(assertErr(await limited(60_000))).toMatchObject({
    name: 'DeadlineExceededError',
    message: expect.stringContaining('invoking directories, which Lambda throttles'),
    cause: { name: 'ThrottledError' },
  })
  expect(lambda.commandCalls(InvokeCommand).length).toBeGreaterThan(3)
})
