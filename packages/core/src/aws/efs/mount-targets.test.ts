import {
  CreateMountTargetCommand,
  DeleteMountTargetCommand,
  DescribeMountTargetSecurityGroupsCommand,
  DescribeMountTargetsCommand,
  EFSClient,
  ModifyMountTargetSecurityGroupsCommand,
  MountTargetConflict,
} from '@aws-sdk/client-efs'
import { mockClient } from 'aws-sdk-client-mock'
import { afterEach, expect, test } from 'vitest'
import { endlessCall } from '../../../test/endless-call.js'
import type { MountTargetId } from '../../model/efs.js'
import type { FileSystemId } from '../../model/ids.js'
import type { SecurityGroupId, SubnetId } from '../../model/network.js'
import {
  createMountTarget,
  deleteMountTarget,
  describeMountTargetSecurityGroups,
  describeMountTargets,
  replaceMountTargetSecurityGroups,
} from './mount-targets.js'

const mock = mockClient(EFSClient)
const call = { ...endlessCall(), efs: new EFSClient({}) }
const fileSystemId = 'fs-0123456789abcdef0' as FileSystemId
const subnetId = 'subnet-0123456789abcdef0' as SubnetId
const mountTargetId = 'fsmt-0123456789abcdef0' as MountTargetId
const groupId = 'sg-0123456789abcdef0' as SecurityGroupId
const $metadata = { httpStatusCode: 409 }

afterEach(() => {
  mock.reset()
})

function sent(): unknown {
  return mock.calls()[0]?.args[0].input
}

test('CreateMountTarget names the group, so that EFS does not take the default one of the VPC', async () => {
  mock.on(CreateMountTargetCommand).resolves({ MountTargetId: mountTargetId })
  await createMountTarget(call, { fileSystemId, subnetId, securityGroupIds: [groupId] })
  expect(sent()).toEqual({ FileSystemId: fileSystemId, SubnetId: subnetId, SecurityGroups: [groupId] })
})

test('ModifyMountTargetSecurityGroups carries the whole set', async () => {
  mock.on(ModifyMountTargetSecurityGroupsCommand).resolves({})
  await replaceMountTargetSecurityGroups(call, mountTargetId, ['sg-00000001' as SecurityGroupId, groupId])
  expect(sent()).toEqual({ MountTargetId: mountTargetId, SecurityGroups: ['sg-00000001', groupId] })
})

test('DeleteMountTarget carries the id', async () => {
  mock.on(DeleteMountTargetCommand).resolves({})
  await deleteMountTarget(call, mountTargetId)
  expect(sent()).toEqual({ MountTargetId: mountTargetId })
})

test('DescribeMountTargetSecurityGroups carries the id', async () => {
  mock.on(DescribeMountTargetSecurityGroupsCommand).resolves({})
  await describeMountTargetSecurityGroups(call, mountTargetId)
  expect(sent()).toEqual({ MountTargetId: mountTargetId })
})

test('a repeated creation is an outcome and no error, without an id', async () => {
  mock.on(CreateMountTargetCommand).rejects(new MountTargetConflict({ message: '', ErrorCode: '', $metadata }))
  const created = await createMountTarget(call, { fileSystemId, subnetId, securityGroupIds: [groupId] })
  expect(created._unsafeUnwrap()).toEqual({ outcome: 'exists', id: undefined, made: false })
})

const target = (MountTargetId: string) => ({
  MountTargetId,
  FileSystemId: fileSystemId,
  SubnetId: subnetId,
  VpcId: 'vpc-0123456789abcdef0',
  AvailabilityZoneId: 'euw1-az1',
  LifeCycleState: 'available' as const,
})

test('mount targets are read by Marker, with no page size, which EFS fixes at 10', async () => {
  mock
    .on(DescribeMountTargetsCommand, { FileSystemId: fileSystemId, Marker: 'm' })
    .resolves({ MountTargets: [target('fsmt-00000002')] })
    .on(DescribeMountTargetsCommand, { FileSystemId: fileSystemId }, true)
    .resolves({ MountTargets: [target('fsmt-00000001')], NextMarker: 'm' })
  const found = (await describeMountTargets(call, fileSystemId))._unsafeUnwrap()
  expect(found.map((one) => one.mountTargetId)).toEqual(['fsmt-00000001', 'fsmt-00000002'])
})
