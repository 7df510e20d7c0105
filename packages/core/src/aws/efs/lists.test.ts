import {
  DescribeAccessPointsCommand,
  DescribeFileSystemsCommand,
  DescribeMountTargetsCommand,
  EFSClient,
} from '@aws-sdk/client-efs'
import { mockClient } from 'aws-sdk-client-mock'
import { afterEach, describe, expect, test } from 'vitest'
import { endlessCall } from '../../../test/endless-call.js'
import type { AccessPointId } from '../../model/efs.js'
import type { FileSystemId } from '../../model/ids.js'
import type { SubnetId } from '../../model/network.js'
import { describeAccessPoints } from './access-points.js'
import { describeFileSystems } from './file-systems.js'
import { describeMountTargets } from './mount-targets.js'

const mock = mockClient(EFSClient)
const call = { ...endlessCall(), efs: new EFSClient({}) }
const fileSystemId = 'fs-0123456789abcdef0' as FileSystemId
const subnetId = 'subnet-0123456789abcdef0' as SubnetId
const accessPointId = 'fsap-0123456789abcdef0' as AccessPointId

afterEach(() => {
  mock.reset()
})

describe('lists are read page by page', () => {
  test('mount targets by Marker, with no page size, which EFS fixes at 10', async () => {
    mock
      .on(DescribeMountTargetsCommand, { FileSystemId: fileSystemId, Marker: 'm' })
      .resolves({ MountTargets: [target('fsmt-2')] })
      .on(DescribeMountTargetsCommand, { FileSystemId: fileSystemId }, true)
      .resolves({ MountTargets: [target('fsmt-1')], NextMarker: 'm' })
    const found = (await describeMountTargets(call, fileSystemId))._unsafeUnwrap()
    expect(found.map((one) => one.mountTargetId)).toEqual(['fsmt-1', 'fsmt-2'])
  })

  test('access points by NextToken, 100 a page, an empty page included', async () => {
    const first = { FileSystemId: fileSystemId, MaxResults: 100 }
    mock
      .on(DescribeAccessPointsCommand, { ...first, NextToken: 't' })
      .resolves({ AccessPoints: [{ AccessPointId: accessPointId, ClientToken: 'c' }] })
      .on(DescribeAccessPointsCommand, first, true)
      .resolves({ AccessPoints: [], NextToken: 't' })
    const found = (await describeAccessPoints(call, { fileSystemId }))._unsafeUnwrap()
    expect(found).toMatchObject([{ accessPointId, clientToken: 'c', path: '/', posixUser: undefined }])
  })

  test('file systems up to the page on which enough is known', async () => {
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
})

const target = (MountTargetId: string) => ({
  MountTargetId,
  FileSystemId: fileSystemId,
  SubnetId: subnetId,
  LifeCycleState: 'available' as const,
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
    tags: { Name: 'data' },
  })
})
