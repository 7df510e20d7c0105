import {
  CreateSecurityGroupCommand,
  DeleteSecurityGroupCommand,
  DescribeNetworkInterfacesCommand,
  type DescribeNetworkInterfacesCommandOutput,
} from '@aws-sdk/client-ec2'
import {
  CreateFileSystemCommand,
  CreateMountTargetCommand,
  DeleteFileSystemCommand,
  DeleteMountTargetCommand,
} from '@aws-sdk/client-efs'
import type { Session } from './session.js'

/** Describes a mount target's network interface through EC2. */
export async function runNetworkInterfaces(session: Session): Promise<void> {
  const { efs, ec2, record, waitUntilReady, subnetIds, vpcId } = session
  const [SubnetId = ''] = subnetIds
  const group = new CreateSecurityGroupCommand({ GroupName: 'attached', Description: 'NFS', VpcId: vpcId })
  const { GroupId = '' } = await ec2.send(group)
  const { FileSystemId = '' } = await efs.send(new CreateFileSystemCommand({ CreationToken: 'interfaces' }))
  await waitUntilReady()
  const SecurityGroups = [GroupId]
  const create = new CreateMountTargetCommand({ FileSystemId, SubnetId, SecurityGroups })
  const { MountTargetId, NetworkInterfaceId = '' } = await efs.send(create)
  const describe = (input: object) => ec2.send(new DescribeNetworkInterfacesCommand(input))
  await record('DescribeNetworkInterfaces by id', describe({ NetworkInterfaceIds: [NetworkInterfaceId] }))
  const byGroup = { Filters: [{ Name: 'group-id', Values: [GroupId] }] }
  await record('DescribeNetworkInterfaces by group', describe(byGroup).then(count))
  await record('DescribeNetworkInterfaces of an unknown id', describe({ NetworkInterfaceIds: ['eni-00000000'] }))
  const remove = new DeleteSecurityGroupCommand({ GroupId })
  await record('DeleteSecurityGroup that a network interface has', ec2.send(remove))
  await efs.send(new DeleteMountTargetCommand({ MountTargetId }))
  await waitUntilReady()
  await efs.send(new DeleteFileSystemCommand({ FileSystemId }))
  await waitUntilReady()
  await record('DescribeNetworkInterfaces after the deletion', describe(byGroup).then(count))
}

function count({ NetworkInterfaces }: DescribeNetworkInterfacesCommandOutput) {
  return { count: NetworkInterfaces?.length }
}
