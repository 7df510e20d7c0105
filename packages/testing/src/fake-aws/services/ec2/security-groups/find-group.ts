import type { SecurityGroupRecord } from '../../../state/ec2.js'
import type { World } from '../../../world/world.js'
import { groupNameNotFound, groupNotFound, missingParameter, noDefaultVpc } from '../errors.js'

export interface GroupInput {
  readonly GroupId?: string
  readonly GroupName?: string
}

export function findGroup({ state }: World, id: string): SecurityGroupRecord {
  const group = state.ec2.securityGroups.get(id)
  if (group === undefined) throw groupNotFound(id)
  return group
}

/** Looks the name up in the default VPC only, as EC2 does. */
export function findGroupByName(world: World, name: string): SecurityGroupRecord {
  const vpcId = defaultVpcId(world)
  const group = [...world.state.ec2.securityGroups.values()].find(
    ({ VpcId, GroupName }) => VpcId === vpcId && GroupName === name,
  )
  if (group === undefined) throw groupNameNotFound(name, vpcId)
  return group
}

export function findGroupFor(world: World, { GroupId, GroupName }: GroupInput): SecurityGroupRecord {
  if (GroupId !== undefined) return findGroup(world, GroupId)
  if (GroupName !== undefined) return findGroupByName(world, GroupName)
  throw missingParameter('GroupName or GroupId')
}

export function defaultVpcId({ state }: World): string {
  const vpc = [...state.ec2.vpcs.values()].find(({ IsDefault }) => IsDefault)
  if (vpc === undefined) throw noDefaultVpc()
  return vpc.VpcId
}
