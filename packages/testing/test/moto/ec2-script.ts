import {
  AuthorizeSecurityGroupEgressCommand,
  AuthorizeSecurityGroupIngressCommand,
  CreateSecurityGroupCommand,
  CreateTagsCommand,
  DeleteSecurityGroupCommand,
  DeleteTagsCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  DescribeVpcsCommand,
  type IpPermission,
  RevokeSecurityGroupIngressCommand,
} from '@aws-sdk/client-ec2'
import { runNetworkInterfaces } from './network-interface-script.js'
import type { Session } from './session.js'

export async function runEc2(session: Session): Promise<void> {
  await runNetwork(session)
  const { GroupId, peer } = await runGroups(session)
  await runRules(session, GroupId, peer)
  await runNetworkInterfaces(session)
  await runGroupDeletion(session, GroupId, peer)
  await runRefusedCreations(session)
}

async function runNetwork({ ec2, record }: Session): Promise<void> {
  const isDefault = [{ Name: 'is-default', Values: ['true'] }]
  await record('DescribeVpcs by filter', ec2.send(new DescribeVpcsCommand({ Filters: isDefault })))
  await record('DescribeVpcs of an unknown id', ec2.send(new DescribeVpcsCommand({ VpcIds: ['vpc-00000000'] })))
  const zone = [{ Name: 'availability-zone', Values: ['eu-west-1b'] }]
  await record('DescribeSubnets by filter', ec2.send(new DescribeSubnetsCommand({ Filters: zone })))
  const unknown = new DescribeSubnetsCommand({ SubnetIds: ['subnet-00000000'] })
  await record('DescribeSubnets of an unknown id', ec2.send(unknown))
}

async function runGroups({ ec2, record, vpcId, defaultGroupId }: Session): Promise<{ GroupId: string; peer: string }> {
  const create = (GroupName: string, more: object = {}) =>
    ec2.send(new CreateSecurityGroupCommand({ GroupName, Description: 'NFS', VpcId: vpcId, ...more }))
  const TagSpecifications = [{ ResourceType: 'security-group' as const, Tags: [{ Key: 'team', Value: 'a' }] }]
  const group = await record('CreateSecurityGroup', create('nfs-in', { TagSpecifications }))
  const peer = await record('CreateSecurityGroup without a VPC', create('nfs-out', { VpcId: undefined }))
  await record('CreateSecurityGroup with a name that is taken', create('nfs-in'))
  const { GroupId = '' } = group ?? {}
  const describe = (input: object) => ec2.send(new DescribeSecurityGroupsCommand(input))
  await record('DescribeSecurityGroups of the default group', describe({ GroupIds: [defaultGroupId] }))
  const named = (...Values: string[]) => ({ Filters: [{ Name: 'group-name', Values }] })
  await record('DescribeSecurityGroups by id', describe({ GroupIds: [GroupId] }))
  await record('DescribeSecurityGroups by name', describe({ GroupNames: ['nfs-in'] }))
  await record('DescribeSecurityGroups by an unknown name', describe({ GroupNames: ['none'] }))
  await record('DescribeSecurityGroups by wildcard', describe(named('nfs-*')))
  await record('DescribeSecurityGroups by tag', describe({ Filters: [{ Name: 'tag:team', Values: ['a'] }] }))
  await record('DescribeSecurityGroups by a filter that nothing passes', describe(named('none')))
  await record('DescribeSecurityGroups by an unknown filter', describe({ Filters: [{ Name: 'x', Values: ['y'] }] }))
  await record('DescribeSecurityGroups by an unknown id', describe({ GroupIds: ['sg-00000000'] }))
  await record('DescribeSecurityGroups by a malformed id', describe({ GroupIds: ['nfs-in'] }))
  await record('DescribeSecurityGroups with a page too small', describe({ MaxResults: 4 }))
  const Tags = [{ Key: 'team', Value: 'b' }]
  await record('CreateTags', ec2.send(new CreateTagsCommand({ Resources: [GroupId], Tags })))
  await record('DeleteTags', ec2.send(new DeleteTagsCommand({ Resources: [GroupId], Tags: [{ Key: 'team' }] })))
  return { GroupId, peer: peer?.GroupId ?? '' }
}

async function runRules({ ec2, record }: Session, GroupId: string, peer: string): Promise<void> {
  const authorize = (...IpPermissions: IpPermission[]) =>
    ec2.send(new AuthorizeSecurityGroupIngressCommand({ GroupId, IpPermissions }))
  const revoke = (...IpPermissions: IpPermission[]) =>
    ec2.send(new RevokeSecurityGroupIngressCommand({ GroupId, IpPermissions }))
  const nfs = (from: object): IpPermission => ({ IpProtocol: 'tcp', FromPort: 2049, ToPort: 2049, ...from })
  const fromPeer = nfs({ UserIdGroupPairs: [{ GroupId: peer }] })
  await record('AuthorizeSecurityGroupIngress from a group', authorize(fromPeer))
  await record('AuthorizeSecurityGroupIngress again', authorize(fromPeer))
  await record('AuthorizeSecurityGroupIngress from a block', authorize(nfs({ IpRanges: [{ CidrIp: '10.0.0.0/8' }] })))
  const unknown = nfs({ UserIdGroupPairs: [{ GroupId: 'sg-00000000' }] })
  await record('AuthorizeSecurityGroupIngress from an unknown group', authorize(unknown))
  const malformed = nfs({ IpRanges: [{ CidrIp: '10.0.0.0/99' }] })
  await record('AuthorizeSecurityGroupIngress from a malformed block', authorize(malformed))
  const read = new DescribeSecurityGroupsCommand({ GroupIds: [GroupId] })
  await record('DescribeSecurityGroups with rules', ec2.send(read))
  await record('RevokeSecurityGroupIngress', revoke(nfs({ IpRanges: [{ CidrIp: '10.0.0.0/8' }] })))
  await record(
    'RevokeSecurityGroupIngress again, in the default VPC',
    revoke(nfs({ IpRanges: [{ CidrIp: '10.0.0.0/8' }] })),
  )
  const IpPermissions = [fromPeer]
  const egress = new AuthorizeSecurityGroupEgressCommand({ GroupId, IpPermissions })
  await record('AuthorizeSecurityGroupEgress', ec2.send(egress))
}

async function runGroupDeletion(session: Session, GroupId: string, peer: string): Promise<void> {
  const { ec2, record, defaultGroupId } = session
  const remove = (id: string) => ec2.send(new DeleteSecurityGroupCommand({ GroupId: id }))
  await record('DeleteSecurityGroup of the default group', remove(defaultGroupId))
  await record('DeleteSecurityGroup that a rule names', remove(peer))
  await record('DeleteSecurityGroup', remove(GroupId))
  await record('DeleteSecurityGroup of a deleted one', remove(GroupId))
}

// Runs last, because moto creates these groups.
async function runRefusedCreations({ ec2, record, vpcId }: Session): Promise<void> {
  const create = (GroupName: string, VpcId: string) =>
    ec2.send(new CreateSecurityGroupCommand({ GroupName, Description: 'NFS', VpcId }))
  await record('CreateSecurityGroup in an unknown VPC', create('x', 'vpc-00000000'))
  await record('CreateSecurityGroup with a name like an id', create('sg-x', vpcId))
}
