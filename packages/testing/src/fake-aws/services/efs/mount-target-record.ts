import type { SubnetRecord } from '../../state/ec2.js'
import type { MountTargetRecord } from '../../state/efs.js'
import type { World } from '../../world/world.js'
import { addNetworkInterface, removeNetworkInterface } from '../ec2/network-interfaces.js'

export interface NewMountTarget {
  readonly FileSystemId: string
  readonly IpAddress?: string
  readonly SecurityGroups: readonly string[]
}

/** Adds an `available` mount target and its network interface to the subnet. */
export function addMountTarget(world: World, subnet: SubnetRecord, wanted: NewMountTarget): MountTargetRecord {
  const { FileSystemId, IpAddress } = wanted
  const MountTargetId = `fsmt-${world.ids.hex(17)}`
  const networkInterface = addNetworkInterface(world, subnet, {
    Description: `EFS mount target for ${FileSystemId} (${MountTargetId})`,
    RequesterId: 'EFS',
    ...(IpAddress !== undefined && { PrivateIpAddress: IpAddress }),
    SecurityGroups: [...wanted.SecurityGroups],
  })
  const record: MountTargetRecord = {
    MountTargetId,
    FileSystemId,
    SubnetId: subnet.SubnetId,
    VpcId: subnet.VpcId,
    OwnerId: world.settings.account,
    IpAddress: networkInterface.PrivateIpAddress,
    NetworkInterfaceId: networkInterface.NetworkInterfaceId,
    AvailabilityZoneId: subnet.AvailabilityZoneId,
    AvailabilityZoneName: subnet.AvailabilityZone,
    LifeCycleState: 'available',
    // Reads and writes the network interface's list, so that the two cannot differ.
    get SecurityGroups() {
      return networkInterface.SecurityGroups
    },
    set SecurityGroups(groups) {
      networkInterface.SecurityGroups = groups
    },
  }
  world.state.efs.mountTargets.set(MountTargetId, record)
  return record
}

export function removeMountTarget(world: World, { MountTargetId, NetworkInterfaceId }: MountTargetRecord): void {
  world.state.efs.mountTargets.delete(MountTargetId)
  removeNetworkInterface(world, NetworkInterfaceId)
}
