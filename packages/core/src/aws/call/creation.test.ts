import { createTestClock } from '@studio-efs/testing'
import { err, ok, ResultAsync } from 'neverthrow'
import { expect, test } from 'vitest'
import type { Patience } from '../../call.js'
import {
  type AwsError,
  ConnectionError,
  RequestRefusedError,
  ResourceNotFoundError,
  ThrottledError,
} from './aws-error.js'
import { type Creation, creating } from './creation.js'
import { deleting } from './deletion.js'

const clock = createTestClock()
const patience: Patience = { signal: new AbortController().signal, deadline: Number.POSITIVE_INFINITY }
const call = { service: 'efs', operation: 'CreateFileSystem', resource: 'it' } as const
const reply = { code: 'X', message: '' }
const lost = new ConnectionError(call, reply, { retryable: true })
const throttled = new ThrottledError(call, reply, { retryable: true })
const unknown = new ResourceNotFoundError(call, reply, { retryable: false })
const refused = new RequestRefusedError(call, reply, { retryable: false })
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
  ['made at once is ours', [created], true],
  ['made after a throttled try is ours', [throttled, throttled, created], true],
  ['found is not ours', [exists], false],
  ['found after a throttled try is not ours: a throttled call has no effect', [throttled, exists], false],
  ['found after a lost reply is ours: the lost call made it', [lost, exists], true],
])('what is %s', async (_, replies, made) => {
  expect((await creating(clock, patience, 'x', inTurn(...replies)))._unsafeUnwrap().made).toBe(made)
})

test('something that was made a moment ago may be unknown to another part of AWS for a while, and not for ever', async () => {
  expect((await creating(clock, patience, 'x', inTurn(unknown, unknown, created))).isOk()).toBe(true)
  expect((await creating(clock, patience, 'x', inTurn<Creation<string>>(unknown)))._unsafeUnwrapErr()).toBe(unknown)
})

test('a request that AWS refuses is not repeated', async () => {
  expect((await creating(clock, patience, 'x', inTurn(refused, created)))._unsafeUnwrapErr()).toBe(refused)
})

test.each([
  ['deleted at once', [undefined], 'deleted'],
  ['gone before', [unknown], 'gone'],
  ['gone after a lost reply: the lost call deleted it', [lost, unknown], 'deleted'],
  ['gone after a throttled try', [throttled, unknown], 'gone'],
])('what is deleted is %s', async (_, replies, outcome) => {
  expect((await deleting(clock, patience, 'x', inTurn<undefined>(...replies)))._unsafeUnwrap()).toBe(outcome)
})
