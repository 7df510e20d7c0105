import {
  AuthorizeSecurityGroupIngressCommand,
  CreateSecurityGroupCommand,
  DeleteSecurityGroupCommand,
  type EC2Client,
  type IpPermission,
} from '@aws-sdk/client-ec2'
import type { Patience } from '../../call.js'
import type { SecurityGroupId, VpcId } from '../../model/network.js'
import type { Tags } from '../../model/tags.js'
import { callAws } from '../call/call-aws.js'
import { type Creation, orExists } from '../call/creation.js'
import { singleAttempt } from '../call/single-attempt.js'
import { type Ec2Reply, ec2Call } from './network.js'

/** What a new security group is to be. */
export interface NewSecurityGroup {
  readonly groupName: string
  readonly description: string
  readonly vpcId: VpcId
  readonly tags: Tags
}

/** Makes a security group that admits nothing yet. EC2 does not name the existing one. Sent once. */
export function createSecurityGroup(
  client: EC2Client,
  wanted: NewSecurityGroup,
  patience: Patience,
): Ec2Reply<Creation<SecurityGroupId>> {
  const Tags = Object.entries(wanted.tags).map(([Key, Value]) => ({ Key, Value }))
  const command = new CreateSecurityGroupCommand({
    GroupName: wanted.groupName,
    Description: wanted.description,
    VpcId: wanted.vpcId,
    TagSpecifications: [{ ResourceType: 'security-group', Tags }],
  })
  const call = ec2Call('CreateSecurityGroup', `the security group ${wanted.groupName}`)
  const created = callAws(patience, call, (abortSignal) => client.send(singleAttempt(command), { abortSignal })).map(
    ({ GroupId }) => GroupId as SecurityGroupId,
  )
  return orExists(created, 'InvalidGroup.Duplicate')
}

/** Who is to be admitted. */
export interface NfsSources {
  /** Address ranges, or groups: whatever carries one of these. */
  readonly sources: readonly string[]
  readonly description: string
}

/** Lets the group admit these on TCP 2049. `exists`: one of them is admitted already, and none was added. Sent once. */
export function admitNfs(
  client: EC2Client,
  groupId: SecurityGroupId,
  rule: NfsSources,
  patience: Patience,
): Ec2Reply<Creation<SecurityGroupId>> {
  const command = new AuthorizeSecurityGroupIngressCommand({
    GroupId: groupId,
    IpPermissions: [{ IpProtocol: 'tcp', FromPort: 2049, ToPort: 2049, ...peersOf(rule) }],
  })
  const call = ec2Call('AuthorizeSecurityGroupIngress', `the security group ${groupId}`)
  const admitted = callAws(patience, call, (abortSignal) => client.send(singleAttempt(command), { abortSignal }))
  return orExists(
    admitted.map(() => groupId),
    'InvalidPermission.Duplicate',
  )
}

function peersOf({ sources, description: Description }: NfsSources): Partial<IpPermission> {
  const groups = sources.filter((source) => source.startsWith('sg-'))
  const [ipv6, ipv4] = [
    sources.filter((source) => source.includes(':')),
    sources.filter((source) => source.includes('.')),
  ]
  return {
    ...(groups.length > 0 && { UserIdGroupPairs: groups.map((GroupId) => ({ GroupId, Description })) }),
    ...(ipv4.length > 0 && { IpRanges: ipv4.map((CidrIp) => ({ CidrIp, Description })) }),
    ...(ipv6.length > 0 && { Ipv6Ranges: ipv6.map((CidrIpv6) => ({ CidrIpv6, Description })) }),
  }
}

export function deleteSecurityGroup(
  client: EC2Client,
  groupId: SecurityGroupId,
  patience: Patience,
): Ec2Reply<unknown> {
  return callAws(patience, ec2Call('DeleteSecurityGroup', `the security group ${groupId}`), (abortSignal) =>
    client.send(new DeleteSecurityGroupCommand({ GroupId: groupId }), { abortSignal }),
  )
}
