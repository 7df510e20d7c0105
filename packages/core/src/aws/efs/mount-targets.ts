import {
  CreateMountTargetCommand,
  DeleteMountTargetCommand,
  DescribeMountTargetSecurityGroupsCommand,
  DescribeMountTargetsCommand,
  type EFSClient,
  ModifyMountTargetSecurityGroupsCommand,
  type MountTargetDescription,
} from '@aws-sdk/client-efs'
import type { Patience } from '../../call.js'
import type { MountTarget, MountTargetId } from '../../model/efs.js'
import type { FileSystemId } from '../../model/ids.js'
import type { SecurityGroupId, SubnetId, VpcId } from '../../model/network.js'
import { callAws } from '../call/call-aws.js'
import { type Creation, orExists } from '../call/creation.js'
import { readPages } from '../call/pages.js'
import { singleAttempt } from '../call/single-attempt.js'
import { type EfsContext, type EfsReply, efsCall } from './file-systems.js'

/** The file system's mount targets. A page holds 10, and no input changes that. */
export function describeMountTargets(
  context: EfsContext,
  fileSystemId: FileSystemId,
  patience: Patience,
): EfsReply<readonly MountTarget[]> {
  const call = efsCall('DescribeMountTargets', `the mount targets of ${fileSystemId}`)
  const filter = { FileSystemId: fileSystemId }
  const readPage = (next: string | undefined) =>
    callAws(patience, call, (abortSignal) =>
      context.efs.send(new DescribeMountTargetsCommand(next === undefined ? filter : { ...filter, Marker: next }), {
        abortSignal,
      }),
    ).map(({ MountTargets = [], NextMarker }) => ({ items: MountTargets.map(mountTargetOf), next: NextMarker }))
  return readPages({ ...context, patience, pending: `reading ${call.resource}` }, readPage)
}

/** Makes a mount target in a subnet. `exists` is the conflict with one of the same zone or in another VPC. Sent once. */
export function createMountTarget(
  client: EFSClient,
  wanted: {
    readonly fileSystemId: FileSystemId
    readonly subnetId: SubnetId
    readonly securityGroupIds: readonly SecurityGroupId[]
  },
  patience: Patience,
): EfsReply<Creation<MountTargetId>> {
  const command = new CreateMountTargetCommand({
    FileSystemId: wanted.fileSystemId,
    SubnetId: wanted.subnetId,
    SecurityGroups: [...wanted.securityGroupIds],
  })
  const call = efsCall('CreateMountTarget', `the mount target of ${wanted.fileSystemId} in ${wanted.subnetId}`)
  const created = callAws(patience, call, (abortSignal) => client.send(singleAttempt(command), { abortSignal })).map(
    ({ MountTargetId: id }) => id as MountTargetId,
  )
  return orExists(created, 'MountTargetConflict')
}

export function deleteMountTarget(
  client: EFSClient,
  mountTargetId: MountTargetId,
  patience: Patience,
): EfsReply<unknown> {
  return callAws(patience, efsCall('DeleteMountTarget', mountTargetId), (abortSignal) =>
    client.send(new DeleteMountTargetCommand({ MountTargetId: mountTargetId }), { abortSignal }),
  )
}

/** The groups that guard a mount target, as EFS itself knows them. */
export function describeMountTargetSecurityGroups(
  client: EFSClient,
  mountTargetId: MountTargetId,
  patience: Patience,
): EfsReply<readonly SecurityGroupId[]> {
  return callAws(patience, efsCall('DescribeMountTargetSecurityGroups', mountTargetId), (abortSignal) =>
    client.send(new DescribeMountTargetSecurityGroupsCommand({ MountTargetId: mountTargetId }), { abortSignal }),
  ).map(({ SecurityGroups = [] }) => SecurityGroups as SecurityGroupId[])
}

/** Replaces the whole set of groups of a mount target. Sent once; see {@link singleAttempt}. */
export function replaceMountTargetSecurityGroups(
  client: EFSClient,
  mountTargetId: MountTargetId,
  securityGroupIds: readonly SecurityGroupId[],
  patience: Patience,
): EfsReply<unknown> {
  const command = new ModifyMountTargetSecurityGroupsCommand({
    MountTargetId: mountTargetId,
    SecurityGroups: [...securityGroupIds],
  })
  return callAws(patience, efsCall('ModifyMountTargetSecurityGroups', mountTargetId), (abortSignal) =>
    client.send(singleAttempt(command), { abortSignal }),
  )
}

function mountTargetOf(description: MountTargetDescription): MountTarget {
  return {
    mountTargetId: description.MountTargetId as MountTargetId,
    fileSystemId: description.FileSystemId as FileSystemId,
    subnetId: description.SubnetId as SubnetId,
    vpcId: description.VpcId as VpcId,
    zoneId: description.AvailabilityZoneId ?? '',
    zoneName: description.AvailabilityZoneName ?? '',
    networkInterfaceId: description.NetworkInterfaceId,
    ipAddress: description.IpAddress,
    lifeCycleState: description.LifeCycleState ?? 'unknown',
  }
}
