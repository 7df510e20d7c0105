import { type MountTarget, type MountTargetId, parseMountTargetId } from '../../model/efs.js'
import { type FileSystemId, parseFileSystemId } from '../../model/ids.js'
import {
  parseNetworkInterfaceId,
  parseSecurityGroupId,
  parseSubnetId,
  parseVpcId,
  parseZone,
  type SecurityGroupId,
  type SubnetId,
} from '../../model/network.js'
import { type FieldParser, optional } from '../../model/parse/parse-input.js'
import { membersOf, optionalList, shownText } from '../../model/parse/parse-member.js'
import type { AwsResult } from '../call/aws-error.js'
import { callAws, retry } from '../call/call-aws.js'
import { type Created, type Deletion, existsAsOutcome, retryCreate, retryDelete } from '../call/create-and-delete.js'
import { nameCredentialsErrors } from '../call/credentials.js'
import { rethrow } from '../call/late-client.js'
import { parseReply, readList } from '../call/read-list.js'
import { singleAttempt } from '../call/single-attempt.js'
import { type EfsCall, efsRequest } from './file-systems.js'

/** The file system's mount targets. A page holds 10, and no input changes that. */
export function describeMountTargets(call: EfsCall, fileSystemId: FileSystemId): AwsResult<readonly MountTarget[]> {
  const request = efsRequest('DescribeMountTargets', `the mount targets of ${fileSystemId}`)
  const filter = { FileSystemId: fileSystemId }
  return readList(call, {
    request,
    command: async (next) => {
      const { DescribeMountTargetsCommand } = await import('@aws-sdk/client-efs').catch(rethrow)
      return new DescribeMountTargetsCommand(next === undefined ? filter : { ...filter, Marker: next })
    },
    send: (command, abortSignal) => call.efs.send(command, { abortSignal }),
    items: ({ MountTargets }) => ['MountTargets', MountTargets],
    next: ({ NextMarker }) => NextMarker,
    parse: parseMountTarget,
  })
}

export interface NewMountTarget {
  readonly fileSystemId: FileSystemId
  readonly subnetId: SubnetId
  readonly securityGroupIds: readonly SecurityGroupId[]
}

/** Creates a mount target. `exists`, without an id: there is one in the same zone, or one in another VPC. */
export function createMountTarget(call: EfsCall, wanted: NewMountTarget): AwsResult<Created<MountTargetId>> {
  const { fileSystemId, subnetId, securityGroupIds } = wanted
  const request = efsRequest('CreateMountTarget', `the mount target of ${fileSystemId} in ${subnetId}`)
  return retryCreate(call, `making the mount target in ${subnetId}`, () => {
    const send = async (abortSignal: AbortSignal) => {
      const { CreateMountTargetCommand } = await import('@aws-sdk/client-efs').catch(rethrow)
      const command = new CreateMountTargetCommand({
        FileSystemId: fileSystemId,
        SubnetId: subnetId,
        SecurityGroups: [...securityGroupIds],
      })
      return call.efs.send(singleAttempt(command), { abortSignal })
    }
    const created = callAws(call, request, send).andThen(({ MountTargetId: id }) =>
      parseReply(request, parseMountTargetId(id, 'MountTargetId')),
    )
    return existsAsOutcome(created, 'MountTargetConflict')
  })
}

export function deleteMountTarget(call: EfsCall, mountTargetId: MountTargetId): AwsResult<Deletion> {
  const request = efsRequest('DeleteMountTarget', mountTargetId)
  const send = async (abortSignal: AbortSignal) => {
    const { DeleteMountTargetCommand } = await import('@aws-sdk/client-efs').catch(rethrow)
    const command = new DeleteMountTargetCommand({ MountTargetId: mountTargetId })
    return call.efs.send(nameCredentialsErrors(command), { abortSignal })
  }
  return retryDelete(call, `deleting ${mountTargetId}`, () => callAws(call, request, send))
}

/** Security groups of a mount target, from EFS itself; EC2's view of the network interface may lag behind. */
export function describeMountTargetSecurityGroups(
  call: EfsCall,
  mountTargetId: MountTargetId,
): AwsResult<readonly SecurityGroupId[]> {
  const request = efsRequest('DescribeMountTargetSecurityGroups', mountTargetId)
  const send = async (abortSignal: AbortSignal) => {
    const { DescribeMountTargetSecurityGroupsCommand } = await import('@aws-sdk/client-efs').catch(rethrow)
    const command = new DescribeMountTargetSecurityGroupsCommand({ MountTargetId: mountTargetId })
    return call.efs.send(nameCredentialsErrors(command), { abortSignal })
  }
  return retry(call, `reading the security groups of ${mountTargetId}`, () =>
    callAws(call, request, send).andThen(({ SecurityGroups }) =>
      parseReply(request, parseGroupIds(SecurityGroups, 'SecurityGroups')),
    ),
  )
}

/** Replaces the whole set of groups of a mount target. Sent once; see {@link singleAttempt}. */
export function replaceMountTargetSecurityGroups(
  call: EfsCall,
  mountTargetId: MountTargetId,
  securityGroupIds: readonly SecurityGroupId[],
): AwsResult<unknown> {
  const SecurityGroups = [...securityGroupIds]
  return callAws(call, efsRequest('ModifyMountTargetSecurityGroups', mountTargetId), async (abortSignal) => {
    const { ModifyMountTargetSecurityGroupsCommand } = await import('@aws-sdk/client-efs').catch(rethrow)
    const command = new ModifyMountTargetSecurityGroupsCommand({ MountTargetId: mountTargetId, SecurityGroups })
    return call.efs.send(singleAttempt(command), { abortSignal })
  })
}

const parseGroupIds = optionalList(parseSecurityGroupId)

const parseDescription = membersOf({
  MountTargetId: parseMountTargetId,
  FileSystemId: parseFileSystemId,
  SubnetId: parseSubnetId,
  VpcId: parseVpcId,
  AvailabilityZoneId: parseZone,
  AvailabilityZoneName: optional(parseZone, undefined),
  NetworkInterfaceId: optional(parseNetworkInterfaceId, undefined),
  IpAddress: shownText,
  LifeCycleState: shownText,
})

const parseMountTarget: FieldParser<MountTarget> = (value, field) =>
  parseDescription(value, field).map((description) => ({
    mountTargetId: description.MountTargetId,
    fileSystemId: description.FileSystemId,
    subnetId: description.SubnetId,
    vpcId: description.VpcId,
    zoneId: description.AvailabilityZoneId,
    zoneName: description.AvailabilityZoneName ?? '',
    networkInterfaceId: description.NetworkInterfaceId,
    ipAddress: description.IpAddress,
    lifeCycleState: description.LifeCycleState ?? 'unknown',
  }))
