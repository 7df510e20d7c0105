import type { KnownDifference } from './known-difference.js'

const API = 'https://docs.aws.amazon.com/AWSEC2/latest/APIReference'
const CLI = 'https://docs.aws.amazon.com/cli/latest/reference/ec2'

const network: readonly KnownDifference[] = [
  {
    reason: 'A VPC has the id of its DHCP options; a VPC without IPv6 has no list of IPv6 blocks.',
    document: `${CLI}/describe-vpcs.html`,
    lines: [
      'DescribeVpcs by filter: Vpcs[0].DhcpOptionsId "<dopt 1>", moto "default"',
      'DescribeVpcs by filter: Vpcs[0].Ipv6CidrBlockAssociationSet.length absent, moto 0',
    ],
  },
  {
    reason: 'A subnet says that it has neither DNS64 nor customer-owned addresses.',
    document: `${CLI}/describe-subnets.html`,
    lines: [
      'DescribeSubnets by filter: Subnets[0].EnableDns64 false, moto absent',
      'DescribeSubnets by filter: Subnets[0].MapCustomerOwnedIpOnLaunch false, moto absent',
    ],
  },
  {
    reason:
      "A mount target's network interface is EFS's own, in use and described; AWS words it as account dumps show.",
    document: 'https://docs.aws.amazon.com/efs/latest/ug/API_CreateMountTarget.html',
    lines: [
      'DescribeNetworkInterfaces by id: NetworkInterfaces[0].Description "EFS mount target for <fs 4> (<fsmt 2>)", moto ""',
      'DescribeNetworkInterfaces by id: NetworkInterfaces[0].RequesterId "EFS", moto "AIDAIT2UOQQY3AUEMOTO"',
      'DescribeNetworkInterfaces by id: NetworkInterfaces[0].RequesterManaged true, moto false',
      'DescribeNetworkInterfaces by id: NetworkInterfaces[0].Status "in-use", moto "available"',
    ],
  },
  {
    reason: 'A network interface names its zone by id too.',
    document: `${API}/API_NetworkInterface.html`,
    lines: ['DescribeNetworkInterfaces by id: NetworkInterfaces[0].AvailabilityZoneId "euw1-az1", moto absent'],
  },
  {
    reason: 'Only in us-east-1 the domain of private names is ec2.internal.',
    document: 'https://docs.aws.amazon.com/vpc/latest/userguide/vpc-dns.html',
    lines: [
      'DescribeNetworkInterfaces by id: NetworkInterfaces[0].PrivateDnsName "ip-172-31-0-4.eu-west-1.compute.internal", moto "ip-172-31-0-4.ec2.internal"',
      'DescribeNetworkInterfaces by id: NetworkInterfaces[0].PrivateIpAddresses[0].PrivateDnsName "ip-172-31-0-4.eu-west-1.compute.internal", moto "ip-172-31-0-4.ec2.internal"',
    ],
  },
]

const DEFAULT_GROUP = 'DescribeSecurityGroups of the default group: SecurityGroups[0].IpPermissions'

const replies: readonly KnownDifference[] = [
  {
    reason: "A VPC's default group lets its own members in.",
    document: 'https://docs.aws.amazon.com/vpc/latest/userguide/default-security-group.html',
    lines: [
      `${DEFAULT_GROUP}.length 1, moto 0`,
      `${DEFAULT_GROUP}[0].IpProtocol "-1", moto absent`,
      `${DEFAULT_GROUP}[0].UserIdGroupPairs.length 1, moto absent`,
      `${DEFAULT_GROUP}[0].UserIdGroupPairs[0].GroupId "<sg 1>", moto absent`,
      `${DEFAULT_GROUP}[0].UserIdGroupPairs[0].UserId "123456789012", moto absent`,
      `${DEFAULT_GROUP}[0].IpRanges.length 0, moto absent`,
      `${DEFAULT_GROUP}[0].Ipv6Ranges.length 0, moto absent`,
      `${DEFAULT_GROUP}[0].PrefixListIds.length 0, moto absent`,
    ],
  },
  {
    reason: 'The reply has the tags of the group.',
    document: `${API}/API_CreateSecurityGroup.html`,
    lines: [
      'CreateSecurityGroup: Tags.length 1, moto absent',
      'CreateSecurityGroup: Tags[0].Key "team", moto absent',
      'CreateSecurityGroup: Tags[0].Value "a", moto absent',
    ],
  },
  {
    reason: 'The reply has the group.',
    document: `${API}/API_DeleteSecurityGroup.html`,
    lines: ['DeleteSecurityGroup: Return true, moto absent', 'DeleteSecurityGroup: GroupId "<sg 2>", moto absent'],
  },
  {
    reason: 'The reply has the rules with their owner and their ARN, and no tags when none were given.',
    document: `${CLI}/authorize-security-group-ingress.html`,
    lines: [
      ['AuthorizeSecurityGroupIngress from a group', 1],
      ['AuthorizeSecurityGroupIngress from a block', 2],
      ['AuthorizeSecurityGroupEgress', 3],
    ].flatMap(([step, number]) => [
      `${step}: SecurityGroupRules[0].GroupOwnerId "123456789012", moto absent`,
      `${step}: SecurityGroupRules[0].SecurityGroupRuleArn "arn:aws:ec2:eu-west-1:123456789012:security-group-rule/<sgr ${number}>", moto absent`,
    ]),
  },
  {
    reason: 'The reply has the rules that were revoked and those that were not there.',
    document: `${API}/API_RevokeSecurityGroupIngress.html`,
    lines: [
      'RevokeSecurityGroupIngress: UnknownIpPermissions.length 0, moto absent',
      'RevokeSecurityGroupIngress: RevokedSecurityGroupRules.length 1, moto absent',
      'RevokeSecurityGroupIngress: RevokedSecurityGroupRules[0].SecurityGroupRuleId "<sgr 2>", moto absent',
      'RevokeSecurityGroupIngress: RevokedSecurityGroupRules[0].GroupId "<sg 2>", moto absent',
      'RevokeSecurityGroupIngress: RevokedSecurityGroupRules[0].IsEgress false, moto absent',
      'RevokeSecurityGroupIngress: RevokedSecurityGroupRules[0].IpProtocol "tcp", moto absent',
      'RevokeSecurityGroupIngress: RevokedSecurityGroupRules[0].FromPort 2049, moto absent',
      'RevokeSecurityGroupIngress: RevokedSecurityGroupRules[0].ToPort 2049, moto absent',
      'RevokeSecurityGroupIngress: RevokedSecurityGroupRules[0].CidrIpv4 "10.0.0.0/8", moto absent',
    ],
  },
]

const refusals: readonly KnownDifference[] = [
  {
    reason:
      'In the default VPC it is no error to revoke a rule that is not there; elsewhere it is InvalidPermission.NotFound.',
    document: `${API}/API_RevokeSecurityGroupIngress.html`,
    lines: [
      'RevokeSecurityGroupIngress again, in the default VPC: success (200), moto InvalidPermission.NotFound (400)',
    ],
  },
  {
    reason: 'A group that a network interface has or that a rule of another group names cannot be deleted.',
    document: `${API}/API_DeleteSecurityGroup.html`,
    lines: [
      'DeleteSecurityGroup that a network interface has: DependencyViolation (400), moto success (200)',
      'DeleteSecurityGroup that a rule names: DependencyViolation (400), moto success (200)',
    ],
  },
  {
    reason: "A VPC's default group cannot be deleted.",
    document: 'https://docs.aws.amazon.com/vpc/latest/userguide/deleting-security-groups.html',
    lines: ['DeleteSecurityGroup of the default group: CannotDelete (400), moto success (200)'],
  },
  {
    reason: 'The VPC has to exist, and a name cannot begin with sg-.',
    document: `${API}/API_CreateSecurityGroup.html`,
    lines: [
      'CreateSecurityGroup in an unknown VPC: InvalidVpcID.NotFound (400), moto success (200)',
      'CreateSecurityGroup with a name like an id: InvalidParameterValue (400), moto success (200)',
    ],
  },
  {
    reason: 'A filter that does not exist is a client error, and so is an id that is malformed.',
    document: `${API}/errors-overview.html`,
    lines: [
      'DescribeSecurityGroups by an unknown filter: InvalidParameterValue (400), moto Error (500)',
      'DescribeSecurityGroups by a malformed id: InvalidGroupId.Malformed (400), moto InvalidGroup.NotFound (400)',
    ],
  },
  {
    reason: 'A page has 5 to 1000 groups.',
    document: `${API}/API_DescribeSecurityGroups.html`,
    lines: ['DescribeSecurityGroups with a page too small: InvalidParameterValue (400), moto success (200)'],
  },
]

export const knownEc2: readonly KnownDifference[] = [...network, ...replies, ...refusals]
