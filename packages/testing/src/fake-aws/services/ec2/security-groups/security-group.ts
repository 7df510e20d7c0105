import { DEFAULT_VPC_ID, type Ec2State, type IpPermission, type SecurityGroupRecord } from '../../../state/ec2.js'
import type { Tag } from '../../../state/record.js'
import { FakeAwsError } from '../../../wire/errors.js'
import type { Output } from '../../../wire/wire.js'
import type { World } from '../../../world/world.js'
import { invalidParameter, missingParameter, vpcNotFound } from '../errors.js'
import { type TagSpecification, tagsFor } from '../tags.js'
import { groupArn } from './describe-security-groups.js'
import { defaultVpcId, findGroupFor, type GroupInput } from './find-group.js'
import { forgetGroup } from './rule-record.js'

/** Members of a security group to add. */
export interface NewSecurityGroup {
  readonly GroupId?: string
  readonly GroupName?: string
  readonly Description?: string
  /** Default: the default VPC. */
  readonly VpcId?: string
  readonly IpPermissions?: readonly IpPermission[]
  readonly IpPermissionsEgress?: readonly IpPermission[]
  readonly Tags?: readonly Tag[]
}

const ANYWHERE: IpPermission = { IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] }

/** Makes a security group with AWS's default rules, all egress and no ingress, without adding it to the state. */
export function newSecurityGroupRecord(world: World, wanted: NewSecurityGroup): SecurityGroupRecord {
  const { GroupId = `sg-${world.ids.hex(17)}`, GroupName = `group-${GroupId}` } = wanted
  return {
    GroupId,
    GroupName,
    Description: wanted.Description ?? GroupName,
    VpcId: wanted.VpcId ?? DEFAULT_VPC_ID,
    OwnerId: world.settings.account,
    IpPermissions: [...(wanted.IpPermissions ?? [])],
    IpPermissionsEgress: [...(wanted.IpPermissionsEgress ?? [ANYWHERE])],
    Tags: [...(wanted.Tags ?? [])],
  }
}

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
  const reply = { GroupId: group.GroupId, SecurityGroupArn: groupArn(world, group.GroupId) }
  return Tags.length === 0 ? reply : { ...reply, Tags }
}

function checkText(name: string, text: string): void {
  if (text === '') throw missingParameter(name)
  if (text.length <= 255 && /^[\w .\-:/()#,@[\]+=&;{}!$*]*$/.test(text)) return
  throw invalidParameter(
    `Value (${text}) for parameter ${name} is invalid. Character sets beyond ASCII are not supported.`,
  )
}

// EC2 compares names without case.
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
  forgetGroup(world, GroupId)
  return { Return: true, GroupId }
}

/** True if a network interface has the group, or a rule of another group names it. */
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
