import { err, ok, ResultAsync } from 'neverthrow'
import { expect, test } from 'vitest'
import { endlessCall } from '../../../test/endless-call.js'
import {
  type AwsError,
  ConnectionError,
  RequestRefusedError,
  ResourceNotFoundError,
  ThrottledError,
} from './aws-error.js'
import { type Creation, retryCreate, retryDelete } from './create-and-delete.js'

const call = endlessCall()
const request = { service: 'efs', operation: 'CreateFileSystem', resource: 'it' } as const
const reply = { code: 'X', message: '' }
const lost = new ConnectionError({ request, reply, retryable: true })
const throttled = new ThrottledError({ request, reply, retryable: true })
const unknown = new ResourceNotFoundError({ request, reply, retryable: false })
const refused = new RequestRefusedError({ request, reply, retryable: false })
const created: Creation<string> = { outcome: 'created', id: 'new' }
const exists: Creation<string> = { outcome: 'exists', id: 'old' }

function inTurn<T>(...replies: readonly (T | AwsError)[]) {
  const left = [...replies]
  return () => {
    const next = left.length > 1 ? left.shift() : left[0]
    return new ResultAsync<T, AwsError>(Promise.resolve(next instanceof Error ? err(next) : ok(next as T)))
  }
}

test.each([
  ['created at once was made by this call', [created], true],
  ['created after a throttled request was made by this call', [throttled, throttled, created], true],
  ['found was not made by this call', [exists], false],
  [
    'found after a throttled request was not made by this call: a throttled request has no effect',
    [throttled, exists],
    false,
  ],
  ['found after a lost reply was made by this call: the lost request did it', [lost, exists], true],
])('a resource that is %s', async (_, replies, made) => {
  expect((await retryCreate(call, 'x', inTurn(...replies)))._unsafeUnwrap().made).toBe(made)
})

test('a creation that needs another new resource is repeated for a while if that one is not found, and not for ever', async () => {
  expect((await retryCreate(call, 'x', inTurn(unknown, unknown, created))).isOk()).toBe(true)
  expect((await retryCreate(call, 'x', inTurn<Creation<string>>(unknown)))._unsafeUnwrapErr()).toBe(unknown)
})

test('a request that AWS refuses is not repeated', async () => {
  expect((await retryCreate(call, 'x', inTurn(refused, created)))._unsafeUnwrapErr()).toBe(refused)
})

test.each([
  ['deleted at once', [undefined], 'deleted'],
  ['gone before', [unknown], 'gone'],
  ['gone after a lost reply: the lost request deleted it', [lost, unknown], 'deleted'],
  ['gone after a throttled request', [throttled, unknown], 'gone'],
])('a resource to be deleted is %s', async (_, replies, outcome) => {
  expect((await retryDelete(call, 'x', inTurn<undefined>(...replies)))._unsafeUnwrap()).toBe(outcome)
})
