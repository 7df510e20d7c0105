import {
  AccessPointAlreadyExists,
  CreateAccessPointCommand,
  CreateFileSystemCommand,
  CreateMountTargetCommand,
  DeleteAccessPointCommand,
  DeleteFileSystemCommand,
  DeleteMountTargetCommand,
  DescribeAccessPointsCommand,
  DescribeMountTargetSecurityGroupsCommand,
  EFSClient,
  FileSystemAlreadyExists,
  ModifyMountTargetSecurityGroupsCommand,
  MountTargetConflict,
  PutLifecycleConfigurationCommand,
} from '@aws-sdk/client-efs'
import { mockClient } from 'aws-sdk-client-mock'
import { afterEach, describe, expect, test } from 'vitest'
import { endlessCall } from '../../../test/endless-call.js'
import type { AccessPointId, MountTargetId } from '../../model/efs.js'
import type { FileSystemId, KmsKeyId } from '../../model/ids.js'
import type { SecurityGroupId, SubnetId } from '../../model/network.js'
import { createAccessPoint, deleteAccessPoint, describeAccessPoints } from './access-points.js'
import { createFileSystem, deleteFileSystem, putLifecyclePolicies } from './file-systems.js'
import {
  createMountTarget,
  deleteMountTarget,
  describeMountTargetSecurityGroups,
  replaceMountTargetSecurityGroups,
} from './mount-targets.js'

const mock = mockClient(EFSClient)
const call = { ...endlessCall(), efs: new EFSClient({}) }
const fileSystemId = 'fs-0123456789abcdef0' as FileSystemId
const subnetId = 'subnet-0123456789abcdef0' as SubnetId
const mountTargetId = 'fsmt-0123456789abcdef0' as MountTargetId
const accessPointId = 'fsap-0123456789abcdef0' as AccessPointId
const groupId = 'sg-0123456789abcdef0' as SecurityGroupId
const $metadata = { httpStatusCode: 409 }

afterEach(() => {
  mock.reset()
})

function sent(): unknown {
  return mock.calls()[0]?.args[0].input
}

describe('requests', () => {
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

  test('CreateMountTarget names the group, so that EFS does not take the default one of the VPC', async () => {
    mock.on(CreateMountTargetCommand).resolves({ MountTargetId: mountTargetId })
    await createMountTarget(call, { fileSystemId, subnetId, securityGroupIds: [groupId] })
    expect(sent()).toEqual({ FileSystemId: fileSystemId, SubnetId: subnetId, SecurityGroups: [groupId] })
  })

  test('ModifyMountTargetSecurityGroups carries the whole set', async () => {
    mock.on(ModifyMountTargetSecurityGroupsCommand).resolves({})
    await replaceMountTargetSecurityGroups(call, mountTargetId, ['sg-1' as SecurityGroupId, groupId])
    expect(sent()).toEqual({ MountTargetId: mountTargetId, SecurityGroups: ['sg-1', groupId] })
  })

  test('CreateAccessPoint carries identity, path, token and tags', async () => {
    mock.on(CreateAccessPointCommand).resolves({ AccessPointId: accessPointId })
    const wanted = { fileSystemId, clientToken: 'token', posixUser: { uid: 0, gid: 0 }, path: '/', tags: { a: 'b' } }
    await createAccessPoint(call, wanted)
    expect(sent()).toEqual({
      ClientToken: 'token',
      FileSystemId: fileSystemId,
      PosixUser: { Uid: 0, Gid: 0 },
      RootDirectory: { Path: '/' },
      Tags: [{ Key: 'a', Value: 'b' }],
    })
  })

  test('deletions and descriptions by id carry the id', async () => {
    mock.onAnyCommand().resolves({})
    await deleteFileSystem(call, fileSystemId)
    await deleteMountTarget(call, mountTargetId)
    await deleteAccessPoint(call, accessPointId)
    await describeMountTargetSecurityGroups(call, mountTargetId)
    await describeAccessPoints(call, { accessPointId })
    expect(mock.commandCalls(DeleteFileSystemCommand)[0]?.args[0].input).toEqual({ FileSystemId: fileSystemId })
    expect(mock.commandCalls(DeleteMountTargetCommand)[0]?.args[0].input).toEqual({ MountTargetId: mountTargetId })
    expect(mock.commandCalls(DeleteAccessPointCommand)[0]?.args[0].input).toEqual({ AccessPointId: accessPointId })
    expect(mock.commandCalls(DescribeMountTargetSecurityGroupsCommand)[0]?.args[0].input).toEqual({
      MountTargetId: mountTargetId,
    })
    expect(mock.commandCalls(DescribeAccessPointsCommand)[0]?.args[0].input).toEqual({ AccessPointId: accessPointId })
  })
})

describe('a repeated creation is an outcome and no error', () => {
  test('of a file system, with the id that EFS names', async () => {
    const thrown = new FileSystemAlreadyExists({ message: '', ErrorCode: '', FileSystemId: fileSystemId, $metadata })
    mock.on(CreateFileSystemCommand).rejects(thrown)
    const created = await createFileSystem(call, { creationToken: 't', tags: {}, kmsKeyId: undefined })
    expect(created._unsafeUnwrap()).toEqual({ outcome: 'exists', id: fileSystemId, made: false })
  })

  test('of an access point, with the id that EFS names', async () => {
    const thrown = new AccessPointAlreadyExists({ message: '', ErrorCode: '', AccessPointId: accessPointId, $metadata })
    mock.on(CreateAccessPointCommand).rejects(thrown)
    const wanted = { fileSystemId, clientToken: 't', posixUser: { uid: 0, gid: 0 }, path: '/', tags: {} }
    expect((await createAccessPoint(call, wanted))._unsafeUnwrap()).toEqual({
      outcome: 'exists',
      id: accessPointId,
      made: false,
    })
  })

  test('of a mount target, without an id', async () => {
    mock.on(CreateMountTargetCommand).rejects(new MountTargetConflict({ message: '', ErrorCode: '', $metadata }))
    const created = await createMountTarget(call, { fileSystemId, subnetId, securityGroupIds: [groupId] })
    expect(created._unsafeUnwrap()).toEqual({ outcome: 'exists', id: undefined, made: false })
  })
})
