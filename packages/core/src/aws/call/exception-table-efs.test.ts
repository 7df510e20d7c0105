import { EFSClient, EFSServiceException, PutLifecycleConfigurationCommand } from '@aws-sdk/client-efs'
import { mockClient } from 'aws-sdk-client-mock'
import { afterEach, expect, test } from 'vitest'
import { endlessCall } from '../../../test/endless-call.js'
import type { FileSystemId } from '../../model/ids.js'
import { putLifecyclePolicies } from '../efs/file-systems.js'

const mock = mockClient(EFSClient)
/** Without retries. */
const call = { ...endlessCall(), efs: new EFSClient({}), maxRetryMs: 0 }
const fileSystemId = 'fs-0123456789abcdef0' as FileSystemId

afterEach(() => {
  mock.reset()
})

test.each([
  ['FileSystemNotFound', 404, 'ResourceNotFoundError', false],
  ['MountTargetNotFound', 404, 'ResourceNotFoundError', false],
  ['AccessPointNotFound', 404, 'ResourceNotFoundError', false],
  ['SubnetNotFound', 400, 'ResourceNotFoundError', false],
  ['SecurityGroupNotFound', 400, 'ResourceNotFoundError', false],
  ['PolicyNotFound', 404, 'ResourceNotFoundError', false],
  ['IncorrectFileSystemLifeCycleState', 409, 'ResourceInUseError', true],
  ['IncorrectMountTargetState', 409, 'ResourceInUseError', true],
  ['FileSystemInUse', 409, 'ResourceInUseError', true],
  ['FileSystemAlreadyExists', 409, 'AlreadyExistsError', false],
  ['AccessPointAlreadyExists', 409, 'AlreadyExistsError', false],
  ['MountTargetConflict', 409, 'AlreadyExistsError', false],
  ['FileSystemLimitExceeded', 403, 'ResourceLimitExceededError', false],
  ['AccessPointLimitExceeded', 403, 'ResourceLimitExceededError', false],
  ['NetworkInterfaceLimitExceeded', 409, 'ResourceLimitExceededError', false],
  ['NoFreeAddressesInSubnet', 409, 'ResourceLimitExceededError', false],
  ['SecurityGroupLimitExceeded', 400, 'ResourceLimitExceededError', false],
  ['ThroughputLimitExceeded', 400, 'ResourceLimitExceededError', false],
  ['InsufficientThroughputCapacity', 503, 'ServiceFailureError', true],
  ['DependencyTimeout', 504, 'ServiceFailureError', true],
  ['InternalServerError', 500, 'ServiceFailureError', true],
  ['ThrottlingException', 429, 'ThrottledError', true],
  ['TooManyRequests', 429, 'ThrottledError', true],
  ['BadRequest', 400, 'RequestRefusedError', false],
  ['UnsupportedAvailabilityZone', 400, 'RequestRefusedError', false],
  ['AvailabilityZonesMismatch', 400, 'RequestRefusedError', false],
  ['AccessDeniedException', 403, 'AccessDeniedError', false],
])('%s (%i) becomes %s', async (name, httpStatusCode, expected, retryable) => {
  const $fault = httpStatusCode < 500 ? 'client' : 'server'
  mock
    .on(PutLifecycleConfigurationCommand)
    .rejects(new EFSServiceException({ name, message: 'said EFS', $fault, $metadata: { httpStatusCode } }))
  const error = (await putLifecyclePolicies(call, fileSystemId, {}))._unsafeUnwrapErr()
  expect(error).toMatchObject({
    name: expected,
    retryable,
    operation: 'PutLifecycleConfiguration',
    resource: fileSystemId,
  })
})

test('a denial says which action to allow', async () => {
  const denied = { name: 'AccessDeniedException', message: 'no', $fault: 'client' as const, $metadata: {} }
  mock.on(PutLifecycleConfigurationCommand).rejects(new EFSServiceException(denied))
  const error = (await putLifecyclePolicies(call, fileSystemId, {}))._unsafeUnwrapErr()
  expect(error.message).toContain('elasticfilesystem:PutLifecycleConfiguration')
})
