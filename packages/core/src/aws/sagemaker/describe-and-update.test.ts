import {
  DescribeDomainCommand,
  DescribeUserProfileCommand,
  ResourceInUse,
  ResourceNotFound,
  SageMakerClient,
  SageMakerServiceException,
  UpdateDomainCommand,
  UpdateUserProfileCommand,
} from '@aws-sdk/client-sagemaker'
import { efsEntry } from '@studio-efs/testing'
import { mockClient } from 'aws-sdk-client-mock'
import { afterEach, describe, expect, test } from 'vitest'
import { endlessCall } from '../../../test/endless-call.js'
import type { DomainId, UserProfileRef } from '../../model/ids.js'
import { systemClock } from '../../time/clock.js'
import {
  describeDomain,
  describeUserProfile,
  updateDomainFileSystems,
  updateProfileFileSystems,
} from './describe-and-update.js'

const mock = mockClient(SageMakerClient)
/** Without retries. */
const call = {
  ...endlessCall(),
  clock: { ...systemClock, now: () => 1000 },
  sagemaker: new SageMakerClient({}),
  maxRetryMs: 0,
}
const ref = { domainId: 'd-abc', userProfileName: 'alice' } as UserProfileRef
const efs = efsEntry('fs-11111111', '/alice')

afterEach(() => {
  mock.reset()
})

describe('requests', () => {
  test('DescribeUserProfile carries the domain and the name', async () => {
    mock.on(DescribeUserProfileCommand).resolves({ Status: 'InService' })
    await describeUserProfile(call, ref)
    expect(mock.commandCalls(DescribeUserProfileCommand)[0]?.args[0].input).toEqual({
      DomainId: 'd-abc',
      UserProfileName: 'alice',
    })
  })

  test('DescribeDomain carries the domain', async () => {
    mock.on(DescribeDomainCommand).resolves({ Status: 'InService' })
    await describeDomain(call, ref.domainId)
    expect(mock.commandCalls(DescribeDomainCommand)[0]?.args[0].input).toEqual({ DomainId: 'd-abc' })
  })

  test('UpdateUserProfile carries the list of file systems and no other setting', async () => {
    mock.on(UpdateUserProfileCommand).resolves({})
    await updateProfileFileSystems(call, ref, [efs])
    expect(mock.commandCalls(UpdateUserProfileCommand)[0]?.args[0].input).toEqual({
      DomainId: 'd-abc',
      UserProfileName: 'alice',
      UserSettings: { CustomFileSystemConfigs: [efs] },
    })
  })
})

describe('updates of a domain', () => {
  const sentFor = async (lists: Parameters<typeof updateDomainFileSystems>[2]) => {
    mock.on(UpdateDomainCommand).resolves({})
    await updateDomainFileSystems(call, ref.domainId, lists)
    return mock.commandCalls(UpdateDomainCommand)[0]?.args[0].input
  }
  const executionRole = 'arn:aws:iam::111122223333:role/Shared'
  const settings = { CustomFileSystemConfigs: [efs] }

  test('the private list goes into DefaultUserSettings, alone', async () => {
    expect(await sentFor({ private: [efs] })).toEqual({ DomainId: 'd-abc', DefaultUserSettings: settings })
  })

  test('the shared list goes into DefaultSpaceSettings, with its role', async () => {
    expect(await sentFor({ shared: { executionRole, list: [efs] } })).toEqual({
      DomainId: 'd-abc',
      DefaultSpaceSettings: { ExecutionRole: executionRole, ...settings },
    })
  })

  test('both go into one call, and an empty list is sent as such', async () => {
    expect(await sentFor({ private: [], shared: { executionRole, list: [efs] } })).toEqual({
      DomainId: 'd-abc',
      DefaultUserSettings: { CustomFileSystemConfigs: [] },
      DefaultSpaceSettings: { ExecutionRole: executionRole, ...settings },
    })
  })
})

describe('replies', () => {
  test.each<[string, object]>([
    ['status', { Status: 5 }],
    ['ARN', { UserProfileArn: 5 }],
    ['name', { UserProfileName: 5 }],
    ['security groups', { UserSettings: { SecurityGroups: 5 } }],
  ])('a number as %s is no bug, and the name is the one that was asked for', async (_, reply) => {
    mock.on(DescribeUserProfileCommand).resolves(reply as never)
    const profile = (await describeUserProfile(call, ref))._unsafeUnwrap()
    expect(profile).toMatchObject({ userProfileName: 'alice', securityGroupIds: [] })
  })

  test('a profile without settings has no owner and no file systems', async () => {
    mock.on(DescribeUserProfileCommand).resolves({ Status: 'Pending', UserProfileName: 'Alice' })
    expect((await describeUserProfile(call, ref))._unsafeUnwrap()).toEqual({
      domainId: 'd-abc',
      userProfileName: 'Alice',
      readAt: 1000,
      status: 'Pending',
      failureReason: undefined,
      posixOwner: undefined,
      customFileSystems: [],
      securityGroupIds: [],
    })
  })

  test('a name in the reply that is not another spelling of the asked one is not believed', async () => {
    mock.on(DescribeUserProfileCommand).resolves({ Status: 'InService', UserProfileName: '../../etc' })
    expect((await describeUserProfile(call, ref))._unsafeUnwrap().userProfileName).toBe('alice')
  })

  test("a domain's owner and file systems are those of its default user settings", async () => {
    mock.on(DescribeDomainCommand).resolves({
      Status: 'InService',
      DefaultUserSettings: { CustomPosixUserConfig: { Uid: 10_001, Gid: 1002 }, CustomFileSystemConfigs: [efs] },
    })
    expect((await describeDomain(call, 'd-abc' as DomainId))._unsafeUnwrap()).toMatchObject({
      posixOwner: { uid: 10_001, gid: 1002 },
      customFileSystems: [efs],
    })
  })
})

const metadata = (httpStatusCode: number) => ({ httpStatusCode, requestId: 'r-1' })
const modelled = (name: string, status = 400, message = 'said AWS') =>
  new SageMakerServiceException({
    name,
    message,
    $fault: status < 500 ? 'client' : 'server',
    $metadata: metadata(status),
  })
const socket = (code: string) => Object.assign(new Error(`read ${code}`), { code })

describe('an exception becomes a typed error', () => {
  test.each<[string, Error, string, boolean]>([
    [
      'ResourceNotFound',
      new ResourceNotFound({ message: 'gone', $metadata: metadata(400) }),
      'ResourceNotFoundError',
      false,
    ],
    ['ResourceInUse', new ResourceInUse({ message: 'busy', $metadata: metadata(400) }), 'ResourceInUseError', true],
    ['ResourceLimitExceeded', modelled('ResourceLimitExceeded'), 'ResourceLimitExceededError', false],
    ['ValidationException', modelled('ValidationException'), 'RequestRefusedError', false],
    ['ValidationError', modelled('ValidationError'), 'RequestRefusedError', false],
    ['ThrottlingException', modelled('ThrottlingException'), 'ThrottledError', true],
    ['an unlisted code with status 429', modelled('SlowDown', 429), 'ThrottledError', true],
    ['AccessDeniedException', modelled('AccessDeniedException'), 'AccessDeniedError', false],
    ['AccessDeniedException with 403', modelled('AccessDeniedException', 403), 'AccessDeniedError', false],
    ['UnrecognizedClientException', modelled('UnrecognizedClientException', 403), 'CredentialsError', false],
    ['ExpiredTokenException', modelled('ExpiredTokenException', 403), 'CredentialsError', false],
    ['InternalFailure', modelled('InternalFailure', 500), 'ServiceFailureError', true],
    ['ServiceUnavailable', modelled('ServiceUnavailable', 503), 'ServiceFailureError', true],
    ['an unlisted server error', modelled('Teapot', 502), 'ServiceFailureError', true],
    ['an unlisted client error', modelled('Teapot', 418), 'RequestRefusedError', false],
    ['ECONNRESET', socket('ECONNRESET'), 'ConnectionError', true],
    ['ETIMEDOUT', socket('ETIMEDOUT'), 'ConnectionError', true],
    ['ENOTFOUND', socket('ENOTFOUND'), 'ConnectionError', true],
    ['TimeoutError', Object.assign(new Error('timed out'), { name: 'TimeoutError' }), 'ConnectionError', true],
    [
      'CredentialsProviderError',
      Object.assign(new Error('none'), { name: 'CredentialsProviderError' }),
      'CredentialsError',
      false,
    ],
  ])('%s', async (_, thrown, name, retryable) => {
    mock.on(DescribeUserProfileCommand).rejects(thrown)
    const error = (await describeUserProfile(call, ref))._unsafeUnwrapErr()
    expect(error).toMatchObject({
      name,
      retryable,
      operation: 'DescribeUserProfile',
      resource: 'user profile d-abc/alice',
    })
    expect(error.cause).toBe(thrown)
  })

  test('a denial says which action to allow', async () => {
    const message = 'User: alice is not authorized to perform: sagemaker:UpdateUserProfile on resource: bob'
    mock.on(UpdateUserProfileCommand).rejects(modelled('AccessDeniedException', 400, message))
    const error = (await updateProfileFileSystems(call, ref, []))._unsafeUnwrapErr()
    expect(error.message).toContain('Allow sagemaker:UpdateUserProfile')
    expect(error.message).toContain('d-abc/alice')
  })

  test('a bug is thrown', async () => {
    mock.on(DescribeUserProfileCommand).rejects(new TypeError('x is undefined'))
    await expect(describeUserProfile(call, ref)).rejects.toThrow(TypeError)
  })
})
