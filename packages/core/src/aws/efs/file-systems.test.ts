import {
  CreateFileSystemCommand,
  DeleteFileSystemCommand,
  DescribeFileSystemsCommand,
  EFSClient,
  FileSystemAlreadyExists,
  PutLifecycleConfigurationCommand,
} from '@aws-sdk/client-efs'
import { mockClient } from 'aws-sdk-client-mock'
import { afterEach, expect, test } from 'vitest'
import { endlessCall } from '../../../test/endless-call.js'
import type { FileSystemId, KmsKeyId } from '../../model/ids.js'
import { createFileSystem, deleteFileSystem, describeFileSystems, putLifecyclePolicies } from './file-systems.js'

const mock = mockClient(EFSClient)
const call = { ...endlessCall(), efs: new EFSClient({}) }
const fileSystemId = 'fs-0123456789abcdef0' as FileSystemId
const $metadata = { httpStatusCode: 409 }

afterEach(() => {
  mock.reset()
})

function sent(): unknown {
  return mock.calls()[0]?.args[0].input
}

test('CreateFileSystem asks for encryption, elastic throughput and backups, and carries the token and the tags', async () => {
  mock.on(CreateFileSystemCommand).resolves({ FileSystemId: fileSystemId })
  const wanted = { creationToken: 'token', tags: { Name: 'data' }, kmsKeyId: 'alias/data' as KmsKeyId }
  await createFileSystem(call, wanted)
  expect(sent()).toEqual({
    CreationToken: 'token',
    PerformanceMode: 'generalPurpose',
    ThroughputMode: 'elastic',
    Encrypted: true,
    KmsKeyId: 'alias/data',
    Backup: true,
    Tags: [{ Key: 'Name', Value: 'data' }],
  })
})

test('CreateFileSystem leaves the key to EFS when none is named', async () => {
  mock.on(CreateFileSystemCommand).resolves({ FileSystemId: fileSystemId })
  await createFileSystem(call, { creationToken: 'token', tags: {}, kmsKeyId: undefined })
  expect(sent()).not.toHaveProperty('KmsKeyId')
})

test('PutLifecycleConfiguration carries one transition per element, and only those that are named', async () => {
  mock.on(PutLifecycleConfigurationCommand).resolves({})
  const policies = { transitionToIA: 'AFTER_30_DAYS', transitionToPrimaryStorageClass: 'AFTER_1_ACCESS' }
  await putLifecyclePolicies(call, fileSystemId, policies)
  expect(sent()).toEqual({
    FileSystemId: fileSystemId,
    LifecyclePolicies: [{ TransitionToIA: 'AFTER_30_DAYS' }, { TransitionToPrimaryStorageClass: 'AFTER_1_ACCESS' }],
  })
})

test('DeleteFileSystem carries the id', async () => {
  mock.on(DeleteFileSystemCommand).resolves({})
  await deleteFileSystem(call, fileSystemId)
  expect(sent()).toEqual({ FileSystemId: fileSystemId })
})

test('a repeated creation is an outcome and no error, with the id that EFS names', async () => {
  const thrown = new FileSystemAlreadyExists({ message: '', ErrorCode: '', FileSystemId: fileSystemId, $metadata })
  mock.on(CreateFileSystemCommand).rejects(thrown)
  const created = await createFileSystem(call, { creationToken: 't', tags: {}, kmsKeyId: undefined })
  expect(created._unsafeUnwrap()).toEqual({ outcome: 'exists', id: fileSystemId, made: false })
})

const description = {
  OwnerId: '111122223333',
  CreationToken: 'token',
  FileSystemId: fileSystemId,
  FileSystemArn: `arn:aws:elasticfilesystem:eu-west-1:111122223333:file-system/${fileSystemId}`,
  CreationTime: new Date(0),
  LifeCycleState: 'available' as const,
  Name: 'data',
  NumberOfMountTargets: 0,
  SizeInBytes: { Value: 6144 },
  PerformanceMode: 'generalPurpose' as const,
  Encrypted: true,
  KmsKeyId: 'arn:aws:kms:eu-west-1:111122223333:key/1',
  AvailabilityZoneId: 'euw1-az1',
  AvailabilityZoneName: 'eu-west-1a',
  Tags: [{ Key: 'Name', Value: 'data' }],
}

test('a file system is read with its tags, its size and the zone of a One Zone one', async () => {
  mock.on(DescribeFileSystemsCommand, { FileSystemId: fileSystemId }).resolves({ FileSystems: [description] })
  const [found] = (await describeFileSystems(call, { fileSystemId }))._unsafeUnwrap()
  expect(found).toEqual({
    fileSystemId,
    fileSystemArn: description.FileSystemArn,
    name: 'data',
    lifeCycleState: 'available',
    creationToken: 'token',
    encrypted: true,
    kmsKeyId: description.KmsKeyId,
    oneZone: { zoneId: 'euw1-az1', zoneName: 'eu-west-1a' },
    sizeInBytes: 6144,
    createdAt: '1970-01-01T00:00:00.000Z',
    tags: { Name: 'data' },
  })
})

test('file systems are read up to the page on which enough is known', async () => {
  mock.on(DescribeFileSystemsCommand).resolves({ FileSystems: [description], NextMarker: 'more' })
  const found = await describeFileSystems(call, { isEnough: (all) => all.length === 2 })
  expect(found._unsafeUnwrap()).toHaveLength(2)
  expect(mock.calls().map(({ args }) => args[0].input)).toEqual([{}, { Marker: 'more' }])
})

test('a page that is throttled is read again, and those before it are not', async () => {
  const throttled = Object.assign(new Error('Rate exceeded'), { name: 'ThrottlingException' })
  mock
    .on(DescribeFileSystemsCommand)
    .resolvesOnce({ FileSystems: [description], NextMarker: 'm' })
    .rejectsOnce(throttled)
    .resolves({ FileSystems: [] })
  expect((await describeFileSystems(call, {}))._unsafeUnwrap()).toHaveLength(1)
  expect(mock.calls().map(({ args }) => args[0].input)).toEqual([{}, { Marker: 'm' }, { Marker: 'm' }])
})
