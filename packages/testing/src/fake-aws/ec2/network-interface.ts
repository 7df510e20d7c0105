import type { World } from '../world.js'
import { freeAddress } from './addresses.js'
import type { NetworkInterfaceRecord, SubnetRecord } from './state.js'

export interface NewNetworkInterface {
  readonly NetworkInterfaceId?: string
  readonly Description: string
  readonly RequesterId?: string
  /** Default: the lowest free one of the subnet. */
  readonly PrivateIpAddress?: string
  readonly SecurityGroups: string[]
}

/** Puts a network interface into the subnet, which has one free address less afterwards. */
export function addNetworkInterface(
  world: World,
  subnet: SubnetRecord,
  wanted: NewNetworkInterface,
): NetworkInterfaceRecord {
  const { state, ids } = world
  const record: NetworkInterfaceRecord = {
    NetworkInterfaceId: `eni-${ids.hex(17)}`,
    PrivateIpAddress: freeAddress(state.ec2, subnet),
    ...wanted,
    SubnetId: subnet.SubnetId,
    VpcId: subnet.VpcId,
    OwnerId: state.account,
    AvailabilityZone: subnet.AvailabilityZone,
    AvailabilityZoneId: subnet.AvailabilityZoneId,
    MacAddress: `02:${ids.hex(10).match(/../g)?.join(':')}`,
    Tags: [],
  }
  state.ec2.networkInterfaces.set(record.NetworkInterfaceId, record)
  subnet.AvailableIpAddressCount -= 1
  return record
}

/** Deletes the network interface and gives its address back. */
export function removeNetworkInterface({ state }: World, id: string): void {
  const record = state.ec2.networkInterfaces.get(id)
  if (record === undefined) return
  state.ec2.networkInterfaces.delete(id)
  const subnet = state.ec2.subnets.get(record.SubnetId)
  if (subnet !== undefined) subnet.AvailableIpAddressCount += 1
}
