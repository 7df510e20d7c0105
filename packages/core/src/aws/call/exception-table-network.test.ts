import { DescribeUserProfileCommand, SageMakerClient } from '@aws-sdk/client-sagemaker'
import { assertErr } from '@studio-efs/testing'
import { expect, test } from 'vitest'
import { endlessCall } from '../../../test/endless-call.js'
import { callAws, retry } from './call-aws.js'
import { singleAttempt } from './single-attempt.js'

const request = {
  service: 'sagemaker',
  operation: 'DescribeUserProfile',
  resource: 'user profile d-abc/alice',
} as const

/** Result of a request whose connection ends with `thrown`. */
function described(thrown: Error, sent: <C extends DescribeUserProfileCommand>(command: C) => C) {
  const handle = async () => {
    throw thrown
  }
  const client = new SageMakerClient({ requestHandler: { handle }, maxAttempts: 1 })
  const command = sent(new DescribeUserProfileCommand({ DomainId: 'd-abc', UserProfileName: 'alice' }))
  return callAws(endlessCall(), request, (abortSignal) => client.send(command, { abortSignal }))
}
const withCode = (code: string) => Object.assign(new Error('socket trouble'), { code })
const asItIs = <C>(command: C) => command

test.each([
  ['sent once', singleAttempt],
  ['sent with the retries of the client', asItIs],
])('a network error without a known code is not a bug, %s', async (_, sent) => {
  const error = assertErr(await described(withCode('ESOMETHINGNEW'), sent), 'ServiceFailureError')
  expect(error.retryable).toBe(true)
})

test.each(['EPROTO', 'HPE_INVALID_CONSTANT', 'ERR_SSL_WRONG_VERSION_NUMBER', 'ERR_TLS_HANDSHAKE_TIMEOUT', 'ENETDOWN'])(
  '%s is a lost connection',
  async (code) => {
    const error = assertErr(await described(withCode(code), singleAttempt), 'ConnectionError')
    expect([error.code, error.retryable]).toEqual([code, true])
  },
)

test.each([
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
])('%s is not tried again, and the message names the certificate', async (code) => {
  const error = assertErr(await described(withCode(code), singleAttempt), 'ConnectionError')
  expect([error.retryable, error.message]).toEqual([false, expect.stringContaining('certificate')])
})

test('an unknown host points at the Region', async () => {
  const error = assertErr(await described(withCode('ENOTFOUND'), singleAttempt), 'ConnectionError')
  expect([error.retryable, error.hint]).toEqual([true, expect.stringContaining('Region')])
})

const dns = Object.assign(new Error('getaddrinfo ENOTFOUND api.sagemaker.eu-west-7.amazonaws.com'), {
  code: 'ENOTFOUND',
  hostname: 'api.sagemaker.eu-west-7.amazonaws.com',
})
const refusedBy = (address: string) =>
  Object.assign(new Error(`connect ECONNREFUSED ${address}:443`), { code: 'ECONNREFUSED', address, port: 443 })

test.each<[string, Error, string, readonly string[]]>([
  ['a name that does not resolve', dns, 'ENOTFOUND', ['api.sagemaker.eu-west-7.amazonaws.com']],
  [
    'a message without the host',
    Object.assign(new Error('lookup failed'), { code: 'EAI_AGAIN', hostname: 'sagemaker.example' }),
    'EAI_AGAIN',
    ['lookup failed', 'EAI_AGAIN', 'sagemaker.example'],
  ],
  [
    'several addresses, of which none answers',
    Object.assign(new AggregateError([refusedBy('::1'), refusedBy('10.0.0.1')]), { code: 'ECONNREFUSED' }),
    'ECONNREFUSED',
    ['::1:443', '10.0.0.1:443'],
  ],
  [
    'a cause below a fetch',
    new TypeError('fetch failed', { cause: dns }),
    'ENOTFOUND',
    ['fetch failed', 'api.sagemaker.eu-west-7.amazonaws.com'],
  ],
  [
    'an error of the network without a known code',
    Object.assign(new Error('tunnel failed', { cause: new Error('proxy.example said 407') }), { code: 'ENEW' }),
    'Error',
    ['tunnel failed', 'ENEW', 'proxy.example said 407'],
  ],
])('%s is in the text', async (_, thrown, code, parts) => {
  for (const sent of [singleAttempt, asItIs]) {
    const error = assertErr(await described(thrown, sent))
    expect(error).toMatchObject({ code })
    for (const part of parts) expect(error.message).toContain(part)
  }
})

test('an error whose causes go in a circle ends', async () => {
  const error = Object.assign(withCode('ECONNRESET'), { cause: undefined as unknown })
  error.cause = Object.assign(new Error('inner'), { cause: error })
  expect(assertErr(await described(error, singleAttempt)).message).toContain('inner')
})

test('a long text is cut, and stays on one line', async () => {
  const long = Object.assign(new Error(`first\nsecond\u001b[31m${'x'.repeat(5000)}`), { code: 'ECONNRESET' })
  const { message } = assertErr(await described(long, singleAttempt))
  expect(message.length).toBeLessThan(1200)
  expect(message).toContain('first second [31mxxx')
})

test('a call whose time runs out says which error it was trying to get past', async () => {
  const call = { ...endlessCall(), deadline: 0 }
  const error = assertErr(await retry(call, 'reading user profile d-abc/alice', () => described(dns, singleAttempt)))
  expect([error.name, error.message]).toEqual([
    'DeadlineExceededError',
    expect.stringMatching(/while reading user profile d-abc\/alice.*ENOTFOUND api\.sagemaker\.eu-west-7/),
  ])
})

test('a bug in what is sent is thrown', async () => {
  const broken = () => {
    throw new TypeError('a bug')
  }
  await expect(callAws(endlessCall(), request, async () => broken())).rejects.toThrow('a bug')
})
