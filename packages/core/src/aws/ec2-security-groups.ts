import {
  AuthorizeSecurityGroupIngressCommand,
  CreateSecurityGroupCommand,
  DeleteSecurityGroupCommand,
  type EC2Client,
} from '@aws-sdk/client-ec2'
import type { SecurityGroupId, VpcId } from '../model/network.js'
import type { Tags } from '../model/tags.js'
import type { Patience } from '../patience.js'
import { callAws } from './calls.js'
import { type Creation, orExists } from './creation.js'
import { type Ec2Reply, ec2Call } from './ec2.js'
import { singleAttempt } from './single-attempt.js'

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

/** Who is to be admitted: address ranges, or whatever carries one of these groups. */
export type NfsSources = { readonly cidrs: readonly string[] } | { readonly groupIds: readonly SecurityGroupId[] }

/** Lets the group admit these on TCP 2049. `exists`: one of them is admitted already, and none was added. Sent once. */
export function admitNfs(
  client: EC2Client,
  groupId: SecurityGroupId,
  rule: NfsSources & { readonly description: string },
  patience: Patience,
): Ec2Reply<Creation<SecurityGroupId>> {
  const { description: Description } = rule
  const from =
    'cidrs' in rule
      ? { IpRanges: rule.cidrs.map((CidrIp) => ({ CidrIp, Description })) }
      : { UserIdGroupPairs: rule.groupIds.map((GroupId) => ({ GroupId, Description })) }
  const command = new AuthorizeSecurityGroupIngressCommand({
    GroupId: groupId,
    IpPermissions: [{ IpProtocol: 'tcp', FromPort: 2049, ToPort: 2049, ...from }],
  })
  const call = ec2Call('AuthorizeSecurityGroupIngress', `the security group ${groupId}`)
  const admitted = callAws(patience, call, (abortSignal) => client.send(singleAttempt(command), { abortSignal }))
  return orExists(
    admitted.map(() => groupId),
    'InvalidPermission.Duplicate',
  )
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
