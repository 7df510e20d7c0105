import type { IpPermission } from '../../../state/ec2.js'
import type { Output } from '../../../wire/wire.js'
import { arnOf, type World } from '../../../world/world.js'
import type { RuleSet } from './rule.js'
import { ruleRecord } from './rule-record.js'

export function ruleOutput(world: World, set: RuleSet, rule: IpPermission): Output {
  const pair = rule.UserIdGroupPairs?.[0]
  const { SecurityGroupRuleId, Tags } = ruleRecord(world, set, rule)
  return {
    ...membersOf(set, rule),
    SecurityGroupRuleId,
    Tags,
    GroupOwnerId: set.group.OwnerId,
    SecurityGroupRuleArn: arnOf(world, 'ec2', `security-group-rule/${SecurityGroupRuleId}`),
    ...(pair && { ReferencedGroupInfo: { GroupId: pair.GroupId, UserId: pair.UserId } }),
  }
}

export function revokedRuleOutput(world: World, set: RuleSet, rule: IpPermission): Output {
  const { SecurityGroupRuleId } = ruleRecord(world, set, rule)
  return { ...membersOf(set, rule), SecurityGroupRuleId, ReferencedGroupId: rule.UserIdGroupPairs?.[0]?.GroupId }
}

function membersOf(set: RuleSet, rule: IpPermission) {
  const { UserIdGroupPairs, IpRanges, Ipv6Ranges, PrefixListIds } = rule
  const [peer] = [...(UserIdGroupPairs ?? []), ...(IpRanges ?? []), ...(Ipv6Ranges ?? []), ...(PrefixListIds ?? [])]
  return {
    GroupId: set.group.GroupId,
    IsEgress: set.direction === 'egress',
    IpProtocol: rule.IpProtocol,
    FromPort: rule.FromPort ?? -1,
    ToPort: rule.ToPort ?? -1,
    CidrIpv4: IpRanges?.[0]?.CidrIp,
    CidrIpv6: Ipv6Ranges?.[0]?.CidrIpv6,
    PrefixListId: PrefixListIds?.[0]?.PrefixListId,
    Description: peer?.Description,
  }
}
