import { okAsync } from 'neverthrow'
import { describeSecurityGroups, describeSubnets } from '../../aws/ec2/network.js'
import {
  describeNetworkAcls,
  type NetworkAcl,
  readDnsServers,
  readVpcAttribute,
  type VpcDnsAttribute,
} from '../../aws/ec2/vpc-settings.js'
import type { MountTargetWithGroups } from '../../model/efs.js'
import type { SecurityGroup, Subnet, VpcId } from '../../model/network.js'
import { withSecurityGroups } from '../../network/read.js'
import type { DiagnosisCall } from './diagnosis-call.js'
import { type Look, type Looker, lacking, notAsked } from './look.js'
import type { StorageReads } from './storage-reads.js'
import type { StudioReads } from './studio-reads.js'

export interface NetworkReads {
  /** VPC of the domain. Skipped for a domain without one. */
  vpcId(): Look<VpcId>
  /** Existing subnets of the domain. */
  subnets(): Look<readonly Subnet[]>
  /** Every security group of the domain's VPC. */
  securityGroups(): Look<readonly SecurityGroup[]>
  mountTargetsWithGroups(): Look<readonly MountTargetWithGroups[]>
  networkAcls(): Look<readonly NetworkAcl[]>
  vpcAttribute(attribute: VpcDnsAttribute): Look<boolean | undefined>
  dnsServers(): Look<readonly string[]>
}

const EC2 = 'ec2: an EC2Client of @aws-sdk/client-ec2'

export function networkReads(
  call: DiagnosisCall,
  { once, aws }: Looker,
  { domain, mountTargets }: Pick<StudioReads, 'domain'> & Pick<StorageReads, 'mountTargets'>,
): NetworkReads {
  const { ec2, efs } = call
  const withEc2 = ec2 && { ...call, ec2 }

  const vpcId = once(() =>
    domain().andThen(
      ({ vpcId: id, domainId }): Look<VpcId> =>
        id === undefined ? notAsked(`Domain ${domainId} names no VPC.`) : okAsync(id),
    ),
  )
  const subnets = once((): Look<readonly Subnet[]> => {
    if (withEc2 === undefined) return lacking(EC2)
    return domain().andThen(({ subnetIds }) => aws(() => describeSubnets(withEc2, subnetIds)))
  })
  const securityGroups = once((): Look<readonly SecurityGroup[]> => {
    if (withEc2 === undefined) return lacking(EC2)
    return vpcId().andThen((id) => aws(() => describeSecurityGroups(withEc2, { vpcId: id })))
  })
  const mountTargetsWithGroups = once((): Look<readonly MountTargetWithGroups[]> => {
    if (withEc2 === undefined || efs === undefined) return lacking(EC2)
    return mountTargets().andThen((targets) => aws(() => withSecurityGroups({ ...withEc2, efs }, targets)))
  })
  const networkAcls = once((): Look<readonly NetworkAcl[]> => {
    if (withEc2 === undefined) return lacking(EC2)
    return vpcId().andThen((id) => aws(() => describeNetworkAcls(withEc2, id)))
  })
  const vpcAttribute = (attribute: VpcDnsAttribute): Look<boolean | undefined> => {
    if (withEc2 === undefined) return lacking(EC2)
    return vpcId().andThen((id) => aws(() => readVpcAttribute(withEc2, id, attribute)))
  }
  const dnsServers = once((): Look<readonly string[]> => {
    if (withEc2 === undefined) return lacking(EC2)
    return vpcId().andThen((id) => aws(() => readDnsServers(withEc2, id)))
  })
  return { vpcId, subnets, securityGroups, mountTargetsWithGroups, networkAcls, vpcAttribute, dnsServers }
}
