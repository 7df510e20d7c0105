import { CloudTrailClient } from '@aws-sdk/client-cloudtrail'
import { EC2Client } from '@aws-sdk/client-ec2'
import { EFSClient } from '@aws-sdk/client-efs'
import { LambdaClient } from '@aws-sdk/client-lambda'
import { S3Client } from '@aws-sdk/client-s3'
import { SageMakerClient } from '@aws-sdk/client-sagemaker'
import { assertErr, assertOk } from '@studio-efs/testing'
import { describe, expect, test } from 'vitest'
import { endlessCall } from '../../../test/endless-call.js'
import { studio } from '../../../test/studio.js'
import { silentLogger } from '../../logger.js'
import type { DomainId, FileSystemId, UserProfileRef } from '../../model/ids.js'
import { createLookupGuard, lookupEventsPage } from '../cloudtrail.js'
import { describeSubnets } from '../ec2/network.js'
import { describeFileSystems } from '../efs/file-systems.js'
import { invokeFunction } from '../lambda.js'
import { createReplyTimer } from '../pace/reply-timer.js'
import { connectS3, createKeyGuard, listKeysPage } from '../s3.js'
import { describeDomain, describeUserProfile } from '../sagemaker/describe-and-update.js'
import { listDomains } from '../sagemaker/lists.js'
import type { AwsResult } from './aws-error.js'

const credentials = { accessKeyId: 'a', secretAccessKey: 'b' }
const handle = async () => {
  throw new Error('sent')
}

/** Clients that reach nothing, with this provider of the Region. */
function callIn(region: () => Promise<string>) {
  const config = { region, credentials, requestHandler: { handle } }
  const { clock, ...call } = endlessCall()
  return {
    ...{ ...call, clock, logger: silentLogger },
    sagemaker: new SageMakerClient(config),
    efs: new EFSClient(config),
    ec2: new EC2Client(config),
    lambda: new LambdaClient(config),
    cloudTrail: new CloudTrailClient(config),
    ...connectS3(new S3Client(config), clock),
    timer: createReplyTimer(clock, 1000),
  }
}
type AnyCall = ReturnType<typeof callIn>

const domainId = 'd-abc' as DomainId
const requests: Readonly<Record<string, (call: AnyCall) => AwsResult<unknown>>> = {
  sagemaker: (call) => describeDomain(call, domainId),
  'sagemaker, a list': (call) => listDomains(call),
  efs: (call) => describeFileSystems(call, { fileSystemId: 'fs-0123456789abcdef0' as FileSystemId }),
  ec2: (call) => describeSubnets(call, []),
  lambda: (call) => invokeFunction(call, { functionName: 'directories', payload: '{}' }),
  s3: (call) => listKeysPage(call, { bucket: 'b', prefix: '', next: undefined, guard: createKeyGuard('b', '') }),
  cloudtrail: (call) =>
    lookupEventsPage(call, {
      eventName: 'CreateUserProfile',
      from: new Date(0),
      to: new Date(1),
      next: undefined,
      guard: createLookupGuard('CreateUserProfile'),
    }),
}

describe.each(Object.entries(requests))('a client of %s', (_, request) => {
  test('without a Region is a typed error that says where to set it', async () => {
    const missing = async () => {
      throw new Error('Region is missing')
    }
    const error = assertErr(await request(callIn(missing)), 'RegionError')
    expect(error).toMatchObject({ retryable: false, code: 'RegionMissing' })
    expect(error.message).toContain('Region is missing. Set AWS_REGION, or give the client its Region')
  })

  test('with a Region that is none is that error too', async () => {
    const error = assertErr(await request(callIn(async () => 'eu west 1')), 'RegionError')
    expect(error.message).toContain('eu west 1')
  })
})

describe('what does not exist', () => {
  const nobody = { domainId: 'd-science', userProfileName: 'nobody' } as UserProfileRef

  test('is named with the Region that was asked', async () => {
    const send = async () => {
      throw Object.assign(new Error('gone'), { name: 'ResourceNotFound', $fault: 'client' })
    }
    const config = { region: async () => 'eu-west-1' }
    const call = { ...endlessCall(), sagemaker: { send, config } as never }
    const error = assertErr(await describeDomain(call, 'd-nowhere' as DomainId), 'ResourceNotFoundError')
    expect(error).toMatchObject({ region: 'eu-west-1', accountId: undefined })
    expect(error.message).toContain('It was looked for in Region eu-west-1. Check the id, the name, the Region and the')
  })

  test.each<[string, (call: AnyCall) => AwsResult<unknown>]>([
    ['a domain', (call: AnyCall) => describeDomain(call, 'd-nowhere' as DomainId)],
    ['a profile', (call: AnyCall) => describeUserProfile(call, nobody)],
    [
      'a file system',
      (call: AnyCall) => describeFileSystems(call, { fileSystemId: 'fs-0123456789abcdef0' as FileSystemId }),
    ],
    ['a function', (call: AnyCall) => invokeFunction(call, { functionName: 'nowhere', payload: '{}' })],
  ])('names the Region for %s', async (_, request) => {
    const { fake } = studio()
    const [sagemaker, efs] = [new SageMakerClient(fake.clientConfig()), new EFSClient(fake.clientConfig())]
    const [ec2, lambda] = [new EC2Client(fake.clientConfig()), new LambdaClient(fake.clientConfig())]
    const call = { ...callIn(async () => 'eu-west-1'), sagemaker, efs, ec2, lambda }
    const error = assertErr(await request(call), 'ResourceNotFoundError')
    expect(error.hint).toContain('It was looked for in Region eu-west-1')
  })

  test('is named with the account, once a reply has named it, and nothing more is asked', async () => {
    const { fake } = studio()
    const call = { ...endlessCall(), sagemaker: new SageMakerClient(fake.clientConfig()) }
    assertOk(await describeDomain(call, nobody.domainId))
    const error = assertErr(await describeUserProfile(call, nobody), 'ResourceNotFoundError')
    expect(error.hint).toContain('It was looked for in Region eu-west-1, account 111122223333.')
    expect(fake.calls.map(({ operation }) => operation)).toEqual(['DescribeDomain', 'DescribeUserProfile'])
  })

  test('is named with the account of an ARN in the text of the refusal', async () => {
    const { fake } = studio()
    const call = { ...endlessCall(), lambda: new LambdaClient(fake.clientConfig()) }
    const error = assertErr(
      await invokeFunction(call, { functionName: 'nowhere', payload: '{}' }),
      'ResourceNotFoundError',
    )
    expect(error).toMatchObject({ region: 'eu-west-1', accountId: '111122223333' })
  })

  test('has neither where the client does not say', async () => {
    const send = async () => {
      throw Object.assign(new Error('gone'), { name: 'ResourceNotFound', $fault: 'client' })
    }
    const error = assertErr(
      await describeDomain({ ...endlessCall(), sagemaker: { send } as never }, domainId),
      'ResourceNotFoundError',
    )
    expect(error.hint).toBe(
      'Check the id, the name, the Region and the account; it may have been deleted in the meantime.',
    )
  })
})

test('a client that is not installed is a typed error that names its package', async () => {
  const send = async () => {
    throw Object.assign(new Error("Cannot find package '@aws-sdk/client-s3' imported from /x/index.js"), {
      code: 'ERR_MODULE_NOT_FOUND',
    })
  }
  const region = async () => send()
  const error = assertErr(
    await describeDomain({ ...endlessCall(), sagemaker: { send, config: { region } } as never }, domainId),
    'ClientNotInstalledError',
  )
  expect(error.message).toContain('the package @aws-sdk/client-s3 is not installed. Install it: npm install @aws')
})
