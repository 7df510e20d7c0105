import type { IpPermission, SecurityGroupRecord } from '../../../state/ec2.js'
import type { Output } from '../../../wire/wire.js'
import { arnOf, type World } from '../../../world/world.js'
import { groupNotFound } from '../errors.js'
import type { FilterTable } from '../filters.js'
import { type SelectionInput, select } from '../selection.js'
import { findGroupByName } from './find-group.js'

const filters: FilterTable<SecurityGroupRecord> = {
  description: ({ Description }) => [Description],
  'group-id': ({ GroupId }) => [GroupId],
  'group-name': ({ GroupName }) => [GroupName],
  'owner-id': ({ OwnerId }) => [OwnerId],
  'vpc-id': ({ VpcId }) => [VpcId],
  ...ruleFilters('ip-permission', ({ IpPermissions }) => IpPermissions),
  ...ruleFilters('egress.ip-permission', ({ IpPermissionsEgress }) => IpPermissionsEgress),
}

function ruleFilters(
  prefix: string,
  rulesOf: (group: SecurityGroupRecord) => readonly IpPermission[],
): FilterTable<SecurityGroupRecord> {
  const from =
    (values: (rule: IpPermission) => readonly (string | number | undefined)[]) => (group: SecurityGroupRecord) =>
      rulesOf(group)
        .flatMap(values)
        .filter((value) => value !== undefined)
  return {
    [`${prefix}.cidr`]: from(({ IpRanges = [] }) => IpRanges.map(({ CidrIp }) => CidrIp)),
    [`${prefix}.from-port`]: from(({ FromPort }) => [FromPort]),
    [`${prefix}.group-id`]: from(({ UserIdGroupPairs = [] }) => UserIdGroupPairs.map(({ GroupId }) => GroupId)),
    [`${prefix}.ipv6-cidr`]: from(({ Ipv6Ranges = [] }) => Ipv6Ranges.map(({ CidrIpv6 }) => CidrIpv6)),
    [`${prefix}.prefix-list-id`]: from(({ PrefixListIds = [] }) => PrefixListIds.map((list) => list.PrefixListId)),
    [`${prefix}.protocol`]: from(({ IpProtocol }) => [IpProtocol]),
    [`${prefix}.to-port`]: from(({ ToPort }) => [ToPort]),
    [`${prefix}.user-id`]: from(({ UserIdGroupPairs = [] }) => UserIdGroupPairs.map(({ UserId }) => UserId)),
  }
}

interface DescribeSecurityGroupsInput extends SelectionInput {
  readonly GroupIds?: readonly string[]
  readonly GroupNames?: readonly string[]
}

export function describeSecurityGroups(world: World, input: DescribeSecurityGroupsInput): Output {
  const named = input.GroupNames?.map((name) => findGroupByName(world, name).GroupId) ?? []
  const idOf = ({ GroupId }: SecurityGroupRecord) => GroupId
  const collection = { records: world.state.ec2.securityGroups, idOf, filters, notFound: groupNotFound }
  const { items, NextToken } = select(collection, [...named, ...(input.GroupIds ?? [])], input)
  return { SecurityGroups: items.map((group) => groupOutput(world, group)), NextToken }
}

function groupOutput(world: World, group: SecurityGroupRecord): Output {
  return {
    ...group,
    SecurityGroupArn: groupArn(world, group.GroupId),
    IpPermissions: group.IpPermissions.map(withEveryList),
    IpPermissionsEgress: group.IpPermissionsEgress.map(withEveryList),
  }
}

export function groupArn(world: World, groupId: string): string {
  return arnOf(world, 'ec2', `security-group/${groupId}`)
}

// EC2 returns empty lists too.
function withEveryList(rule: IpPermission): IpPermission {
  return { UserIdGroupPairs: [], IpRanges: [], Ipv6Ranges: [], PrefixListIds: [], ...rule }
}
