import { CloudTrailClient } from '@aws-sdk/client-cloudtrail'
import { EC2Client } from '@aws-sdk/client-ec2'
import { EFSClient } from '@aws-sdk/client-efs'
import { LambdaClient } from '@aws-sdk/client-lambda'
import { SageMakerClient } from '@aws-sdk/client-sagemaker'
import { assertErr } from '@studio-efs/testing'
import { describe, expect, test } from 'vitest'
import { endlessCall } from '../../../test/endless-call.js'
import type { AccessPointId, MountTargetId } from '../../model/efs.js'
import type { DomainId, FileSystemId, UserProfileRef } from '../../model/ids.js'
import type { SecurityGroupId, SubnetId } from '../../model/network.js'
import { createLookupGuard, lookupEventsPage } from '../cloudtrail.js'
import { describeNetworkInterfaces, describeSecurityGroups, describeSubnets } from '../ec2/network.js'
import { deleteSecurityGroup } from '../ec2/security-groups.js'
import { deleteAccessPoint, describeAccessPoints } from '../efs/access-points.js'
import { deleteFileSystem, describeFileSystems, putLifecyclePolicies } from '../efs/file-systems.js'
import { deleteMountTarget, describeMountTargetSecurityGroups, describeMountTargets } from '../efs/mount-targets.js'
import { invokeFunction } from '../lambda.js'
import { describeDomain, describeUserProfile, updateProfileFileSystems } from '../sagemaker/describe-and-update.js'
import { listDomains, listUserProfiles } from '../sagemaker/lists.js'
import type { AwsResult } from './aws-error.js'

const ref = { domainId: 'd-abc', userProfileName: 'alice' } as UserProfileRef
const fileSystemId = 'fs-0123456789abcdef0' as FileSystemId

/** A call whose clients have this provider, and reach nothing. */
function callWith(credentials: () => Promise<never>, more: object = {}) {
  const handle = async () => {
    throw new Error('sent')
  }
  const config = { region: 'eu-west-1', credentials, requestHandler: { handle }, ...more }
  return {
    ...endlessCall(),
    sagemaker: new SageMakerClient(config),
    efs: new EFSClient(config),
    ec2: new EC2Client(config),
    lambda: new LambdaClient(config),
    cloudTrail: new CloudTrailClient(config),
  }
}
type AnyCall = ReturnType<typeof callWith>

const failing = (thrown: unknown) => async (): Promise<never> => {
  throw thrown
}

const reads: Record<string, (call: AnyCall) => AwsResult<unknown>> = {
  DescribeUserProfile: (call) => describeUserProfile(call, ref),
  DescribeDomain: (call) => describeDomain(call, ref.domainId),
  UpdateUserProfile: (call) => updateProfileFileSystems(call, ref, []),
  ListDomains: (call) => listDomains(call),
  ListUserProfiles: (call) => listUserProfiles(call, 'd-abc' as DomainId),
  DescribeFileSystems: (call) => describeFileSystems(call, {}),
  DeleteFileSystem: (call) => deleteFileSystem(call, fileSystemId),
  PutLifecycleConfiguration: (call) => putLifecyclePolicies(call, fileSystemId, {}),
  DescribeMountTargets: (call) => describeMountTargets(call, fileSystemId),
  DeleteMountTarget: (call) => deleteMountTarget(call, 'fsmt-1' as MountTargetId),
  DescribeMountTargetSecurityGroups: (call) => describeMountTargetSecurityGroups(call, 'fsmt-1' as MountTargetId),
  DescribeAccessPoints: (call) => describeAccessPoints(call, { fileSystemId }),
  DeleteAccessPoint: (call) => deleteAccessPoint(call, 'fsap-1' as AccessPointId),
  DescribeSubnets: (call) => describeSubnets(call, ['subnet-1' as SubnetId]),
  DescribeSecurityGroups: (call) => describeSecurityGroups(call, { tag: 'a', value: 'b' }),
  DescribeNetworkInterfaces: (call) => describeNetworkInterfaces(call, { networkInterfaceIds: ['eni-1'] }),
  DeleteSecurityGroup: (call) => deleteSecurityGroup(call, 'sg-1' as SecurityGroupId),
  Invoke: (call) => invokeFunction(call, { functionName: 'directories', payload: '{}' }),
  LookupEvents: (call) =>
    lookupEventsPage(call, {
      eventName: 'CreateUserProfile',
      from: new Date(0),
      to: new Date(1),
      next: undefined,
      guard: createLookupGuard('CreateUserProfile'),
    }),
}

test.each(Object.entries(reads))('%s: a provider of credentials that throws is a CredentialsError', async (_, run) => {
  const thrown = new Error('the vault is sealed')
  const error = assertErr(await run(callWith(failing(thrown))), 'CredentialsError')
  expect(error).toMatchObject({ retryable: false, message: expect.stringContaining('the vault is sealed') })
  expect((error.cause as Error).cause).toBe(thrown)
})

describe('a provider may throw anything', () => {
  test.each<[string, unknown]>([
    ['a TypeError', new TypeError('fetch failed', { cause: Object.assign(new Error('no'), { code: 'ENOTFOUND' }) })],
    ['a refusal of another service', Object.assign(new Error('denied'), { name: 'AccessDenied', $fault: 'client' })],
    ['a throttle of another service', Object.assign(new Error('slow'), { name: 'ThrottlingException' })],
    ['a text', 'no token'],
    ['nothing', undefined],
    ["the SDK's own error", Object.assign(new Error('none'), { name: 'CredentialsProviderError' })],
  ])('%s', async (_, thrown) => {
    const error = assertErr(await describeUserProfile(callWith(failing(thrown)), ref), 'CredentialsError')
    expect([error.operation, error.resource]).toEqual(['DescribeUserProfile', 'user profile d-abc/alice'])
  })
})

test('a Region that is not configured is named', async () => {
  const identity = { accessKeyId: 'a', secretAccessKey: 'b' }
  const region = failing(new Error('Region is missing'))
  const call = callWith((async () => identity) as never, { region })
  const error = assertErr(await describeUserProfile(call, ref), 'RegionError')
  expect(error.message).toMatch(/Region is missing\. Set AWS_REGION/)
})

test('an error after the identity is known is no lack of credentials', async () => {
  const call = { ...callWith((async () => ({ accessKeyId: 'a', secretAccessKey: 'b' })) as never), maxRetryMs: 0 }
  assertErr(await describeUserProfile(call, ref), 'ServiceFailureError')
  const broken = {
    get EFSFileSystemConfig(): never {
      throw new TypeError('a bug')
    },
  }
  await expect(updateProfileFileSystems(call, ref, [broken])).rejects.toThrow('a bug')
})
