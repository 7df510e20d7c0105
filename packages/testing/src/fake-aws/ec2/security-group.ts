import { FakeAwsError } from '../fake-aws-error.js'
import type { Output } from '../wire.js'
import type { World } from '../world.js'
import { groupArn } from './describe-security-groups.js'
import { invalidParameter, vpcNotFound } from './refusals.js'
import { defaultVpcId, findGroupFor, type GroupInput } from './security-group-lookup.js'
import { newSecurityGroupRecord } from './security-group-record.js'
import type { Ec2State, SecurityGroupRecord } from './state.js'
import { type TagSpecification, tagsFor } from './tags.js'

interface CreateSecurityGroupInput {
  readonly GroupName: string
  readonly Description: string
  readonly VpcId?: string
  readonly TagSpecifications?: readonly TagSpecification[]
}

export function createSecurityGroup(world: World, input: CreateSecurityGroupInput): Output {
  const { GroupName, Description, VpcId = defaultVpcId(world) } = input
  const { vpcs, securityGroups } = world.state.ec2
  checkText('groupName', GroupName)
  checkText('groupDescription', Description)
  if (/^sg-/i.test(GroupName)) throw invalidParameter('Group names may not be in the format sg-*.')
  if (!vpcs.has(VpcId)) throw vpcNotFound(VpcId)
  if (GroupName === 'default') throw new FakeAwsError('InvalidGroup.Reserved', "The name 'default' is reserved.")
  if (isTaken(world.state.ec2, VpcId, GroupName)) {
    const message = `The security group '${GroupName}' already exists for VPC '${VpcId}'`
    throw new FakeAwsError('InvalidGroup.Duplicate', message)
  }
  const Tags = tagsFor('security-group', input.TagSpecifications)
  const group = newSecurityGroupRecord(world, { GroupName, Description, VpcId, Tags })
  securityGroups.set(group.GroupId, group)
  return { GroupId: group.GroupId, SecurityGroupArn: groupArn(world, group.GroupId), Tags }
}

function checkText(name: string, text: string): void {
  if (text.length > 0 && text.length <= 255 && /^[\w .\-:/()#,@[\]+=&;{}!$*]*$/.test(text)) return
  throw invalidParameter(
    `Value (${text}) for parameter ${name} is invalid. Character sets beyond ASCII are not supported.`,
  )
}

// Names are not case-sensitive.
function isTaken({ securityGroups }: Ec2State, vpcId: string, name: string): boolean {
  return [...securityGroups.values()].some(
    ({ VpcId, GroupName }) => VpcId === vpcId && GroupName.toLowerCase() === name.toLowerCase(),
  )
}

export function deleteSecurityGroup(world: World, input: GroupInput): Output {
  const group = findGroupFor(world, input)
  const { GroupId, GroupName } = group
  if (GroupName === 'default') {
    const message = `the specified group: "${GroupId}" name: "default" cannot be deleted by a user`
    throw new FakeAwsError('CannotDelete', message)
  }
  if (isUsed(world.state.ec2, group)) {
    throw new FakeAwsError('DependencyViolation', `resource ${GroupId} has a dependent object`)
  }
  world.state.ec2.securityGroups.delete(GroupId)
  return { Return: true, GroupId }
}

/** By a network interface, or by a rule of another group. */
function isUsed({ networkInterfaces, securityGroups }: Ec2State, { GroupId }: SecurityGroupRecord): boolean {
  for (const { SecurityGroups } of networkInterfaces.values()) if (SecurityGroups.includes(GroupId)) return true
  for (const other of securityGroups.values()) {
    if (other.GroupId === GroupId) continue
    const rules = [...other.IpPermissions, ...other.IpPermissionsEgress]
    if (rules.some(({ UserIdGroupPairs = [] }) => UserIdGroupPairs.some((pair) => pair.GroupId === GroupId)))
      return true
  }
  return false
}
