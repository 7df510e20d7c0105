import type { SubnetRecord } from '../../state/ec2.js'
import type { FileSystemRecord, MountTargetRecord } from '../../state/efs.js'
import { FakeAwsError } from '../../wire/errors.js'
import type { World } from '../../world/world.js'
import { isInBlock, isReserved } from '../ec2/addresses.js'
import { badRequest, mountTargetConflict } from './errors.js'

/** Refuses a second VPC, a second mount target in an Availability Zone, and another zone of a One Zone file system. */
export function checkSubnet(
  { AvailabilityZoneName: ownZone }: FileSystemRecord,
  existing: readonly MountTargetRecord[],
  subnet: SubnetRecord,
): void {
  if (ownZone !== undefined && ownZone !== subnet.AvailabilityZone) {
    const message = `The file system is in ${ownZone} alone, the subnet in ${subnet.AvailabilityZone}.`
    throw new FakeAwsError('AvailabilityZonesMismatch', message)
  }
  if (existing.some(({ VpcId }) => VpcId !== subnet.VpcId)) {
    throw mountTargetConflict('requested subnet for new mount target is not in the same VPC as existing mount targets')
  }
  if (existing.some(({ AvailabilityZoneId }) => AvailabilityZoneId === subnet.AvailabilityZoneId)) {
    throw mountTargetConflict('mount target already exists in this AZ')
  }
}

/** Refuses an address that is outside the subnet, reserved or in use, and a subnet without free addresses. */
export function checkAddress({ state }: World, subnet: SubnetRecord, address: string | undefined): void {
  if (subnet.AvailableIpAddressCount < 1) {
    throw new FakeAwsError('NoFreeAddressesInSubnet', `The subnet '${subnet.SubnetId}' has no free addresses.`)
  }
  if (address === undefined) return
  if (!isInBlock(address, subnet.CidrBlock)) throw badRequest(`${address} is not an address of ${subnet.CidrBlock}.`)
  if (isReserved(address, subnet.CidrBlock)) throw badRequest(`${address} is reserved by AWS.`)
  const isTaken = [...state.ec2.networkInterfaces.values()].some(
    ({ SubnetId, PrivateIpAddress }) => SubnetId === subnet.SubnetId && PrivateIpAddress === address,
  )
  if (isTaken) throw new FakeAwsError('IpAddressInUse', `The address ${address} is in use.`)
}

/** Checks the number of groups and their VPC, and returns them without repetitions. */
export function securityGroupsFor(world: World, vpcId: string, wanted: readonly string[]): string[] {
  const { mountTargetSecurityGroupLimit: limit, repeatedSecurityGroups } = world.settings.undocumented
  const groupIds = [...new Set(wanted)]
  if (groupIds.length < wanted.length && repeatedSecurityGroups === 'refuse') {
    throw badRequest('A security group is given more than once.')
  }
  if (groupIds.length > limit) {
    throw new FakeAwsError('SecurityGroupLimitExceeded', `A mount target has at most ${limit} security groups.`)
  }
  for (const id of groupIds) {
    if (world.state.ec2.securityGroups.get(id)?.VpcId === vpcId) continue
    throw new FakeAwsError('SecurityGroupNotFound', `The security group '${id}' does not exist in ${vpcId}.`)
  }
  return groupIds
}
