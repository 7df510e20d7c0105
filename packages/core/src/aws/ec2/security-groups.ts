import type { IpPermission } from '@aws-sdk/client-ec2'
import { parseSecurityGroupId, type SecurityGroupId, type VpcId } from '../../model/network.js'
import type { Tags } from '../../model/tags.js'
import type { AwsResult } from '../call/aws-error.js'
import { callAws } from '../call/call-aws.js'
import { type Created, type Deletion, existsAsOutcome, retryCreate, retryDelete } from '../call/create-and-delete.js'
import { nameCredentialsErrors } from '../call/credentials.js'
import { rethrow } from '../call/late-client.js'
import { parseReply } from '../call/read-list.js'
import { singleAttempt } from '../call/single-attempt.js'
import { type Ec2Call, ec2Request } from './network.js'

export interface NewSecurityGroup {
  readonly groupName: string
  readonly description: string
  readonly vpcId: VpcId
  readonly tags: Tags
}

/** Creates a security group that admits nothing yet. `exists` comes without an id: EC2 does not name the existing one. */
export function createSecurityGroup(call: Ec2Call, wanted: NewSecurityGroup): AwsResult<Created<SecurityGroupId>> {
  const { groupName, description, vpcId, tags } = wanted
  const request = ec2Request('CreateSecurityGroup', `the security group ${groupName}`)
  const Tags = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }))
  return retryCreate(call, `making the security group ${groupName}`, () => {
    const send = async (abortSignal: AbortSignal) => {
      const { CreateSecurityGroupCommand } = await import('@aws-sdk/client-ec2').catch(rethrow)
      const command = new CreateSecurityGroupCommand({
        GroupName: groupName,
        Description: description,
        VpcId: vpcId,
        TagSpecifications: [{ ResourceType: 'security-group', Tags }],
      })
      return call.ec2.send(singleAttempt(command), { abortSignal })
    }
    const created = callAws(call, request, send).andThen(({ GroupId }) =>
      parseReply(request, parseSecurityGroupId(GroupId, 'GroupId')),
    )
    return existsAsOutcome(created, 'InvalidGroup.Duplicate')
  })
}

export interface NfsRule {
  readonly groupId: SecurityGroupId
  /** Address ranges, and ids of security groups. */
  readonly sources: readonly string[]
  readonly description: string
}

/** Admits the sources on TCP 2049. `exists`: one of them is admitted already, and EC2 added none. */
export function admitNfs(call: Ec2Call, rule: NfsRule): AwsResult<Created<SecurityGroupId>> {
  const { groupId } = rule
  const request = ec2Request('AuthorizeSecurityGroupIngress', `the security group ${groupId}`)
  return retryCreate(call, `admitting NFS in ${groupId}`, () => {
    const send = async (abortSignal: AbortSignal) => {
      const { AuthorizeSecurityGroupIngressCommand } = await import('@aws-sdk/client-ec2').catch(rethrow)
      const command = new AuthorizeSecurityGroupIngressCommand({
        GroupId: groupId,
        IpPermissions: [{ IpProtocol: 'tcp', FromPort: 2049, ToPort: 2049, ...peersOf(rule) }],
      })
      return call.ec2.send(singleAttempt(command), { abortSignal })
    }
    const admitted = callAws(call, request, send).map(() => groupId)
    return existsAsOutcome(admitted, 'InvalidPermission.Duplicate')
  })
}

function peersOf({ sources, description: Description }: NfsRule): Partial<IpPermission> {
  const groups = sources.filter((source) => source.startsWith('sg-'))
  const ipv6 = sources.filter((source) => source.includes(':'))
  const ipv4 = sources.filter((source) => source.includes('.'))
  return {
    ...(groups.length > 0 && { UserIdGroupPairs: groups.map((GroupId) => ({ GroupId, Description })) }),
    ...(ipv4.length > 0 && { IpRanges: ipv4.map((CidrIp) => ({ CidrIp, Description })) }),
    ...(ipv6.length > 0 && { Ipv6Ranges: ipv6.map((CidrIpv6) => ({ CidrIpv6, Description })) }),
  }
}

export function deleteSecurityGroup(call: Ec2Call, groupId: SecurityGroupId): AwsResult<Deletion> {
  const request = ec2Request('DeleteSecurityGroup', `the security group ${groupId}`)
  const send = async (abortSignal: AbortSignal) => {
    const { DeleteSecurityGroupCommand } = await import('@aws-sdk/client-ec2').catch(rethrow)
    const command = new DeleteSecurityGroupCommand({ GroupId: groupId })
    return call.ec2.send(nameCredentialsErrors(command), { abortSignal })
  }
  return retryDelete(call, `deleting the security group ${groupId}`, () => callAws(call, request, send))
}
