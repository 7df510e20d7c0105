import { DescribeUserProfileCommand, SageMakerClient } from '@aws-sdk/client-sagemaker'
import { assertErr } from '@studio-efs/testing'
import { expect, test } from 'vitest'
import { endlessCall } from '../../../test/endless-call.js'
import { callAws } from './call-aws.js'
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

test('a bug in what is sent is thrown', async () => {
  const broken = () => {
    throw new TypeError('a bug')
  }
  await expect(callAws(endlessCall(), request, async () => broken())).rejects.toThrow('a bug')
})
