import type { NetworkAclEntry, SecurityGroupRecord, VpcRecord } from '../../fake-aws/state/ec2.js'
import type { MountTargetRecord } from '../../fake-aws/state/efs.js'
import type { StagedStudio, StageTable } from './staged-studio.js'

/** Faults between the spaces and the mount targets. */
export const networkFaults = {
  /** One zone of the domain's subnets has no mount target. */
  noMountTargetInZone(studio: StagedStudio): void {
    const { MountTargetId, NetworkInterfaceId } = firstTarget(studio)
    studio.fake.state.efs.mountTargets.delete(MountTargetId)
    studio.fake.state.ec2.networkInterfaces.delete(NetworkInterfaceId)
  },

  /** One mount target is not `available`. */
  mountTargetNotAvailable(studio: StagedStudio): void {
    firstTarget(studio).LifeCycleState = 'error'
  },

  /** The mount targets are in another VPC than the domain. */
  mountTargetsInOtherVpc(studio: StagedStudio): void {
    const { fake, fileSystemId } = studio
    for (const { MountTargetId, NetworkInterfaceId } of targetsOf(studio)) {
      fake.state.efs.mountTargets.delete(MountTargetId)
      fake.state.ec2.networkInterfaces.delete(NetworkInterfaceId)
    }
    for (const { SubnetId } of fake.seed.vpc().subnets) fake.seed.mountTarget({ FileSystemId: fileSystemId, SubnetId })
  },

  /** The mount targets' groups do not admit the domain's spaces: the most frequent reason. */
  mountTargetsRefuseSpaces(studio: StagedStudio): void {
    const { GroupId } = studio.fake.seed.securityGroup({ VpcId: studio.vpcId })
    for (const target of targetsOf(studio)) target.SecurityGroups = [GroupId]
  },

  /** The rule for outgoing NFS is missing in the group of the domain's spaces. */
  outboundRuleMissing(studio: StagedStudio): void {
    nfsGroup(studio, 'outbound').IpPermissionsEgress = []
  },

  /** The network ACL of one subnet refuses NFS. */
  networkAclRefusesNfs({ fake, vpcId, subnetIds }: StagedStudio): void {
    const everyone = { CidrBlock: '0.0.0.0/0', Egress: true } as const
    const nfs = {
      ...everyone,
      RuleNumber: 90,
      Protocol: '6',
      RuleAction: 'deny',
      PortRange: { From: 2049, To: 2049 },
    } as const
    const open = { ...everyone, RuleNumber: 100, Protocol: '-1', RuleAction: 'allow' } as const
    const Entries: readonly NetworkAclEntry[] = [nfs, open, { ...open, Egress: false }]
    fake.seed.networkAcl({ VpcId: vpcId, SubnetIds: subnetIds.slice(0, 1), Entries })
  },

  /** The VPC resolves no names. */
  dnsSupportOff(studio: StagedStudio): void {
    vpcOf(studio).enableDnsSupport = false
  },

  /** The VPC gives no names to addresses. */
  dnsHostnamesOff(studio: StagedStudio): void {
    vpcOf(studio).enableDnsHostnames = false
  },

  /** The VPC uses a DNS server of its own, which may not know EFS. */
  ownDnsServer(studio: StagedStudio): void {
    const { DhcpOptionsId } = studio.fake.seed.dhcpOptions({ options: { 'domain-name-servers': ['10.0.0.10'] } })
    vpcOf(studio).DhcpOptionsId = DhcpOptionsId
  },

  /** The domain has no home file system and no NFS groups; the mount targets keep a group that admits nobody. */
  domainWithoutHomeFileSystem(studio: StagedStudio): void {
    const { fake, domain } = studio
    const inbound = nfsGroup(studio, 'inbound')
    const outbound = nfsGroup(studio, 'outbound')
    const home = domain.HomeEfsFileSystemId
    delete domain.HomeEfsFileSystemId
    domain.HomeEfsFileSystemCreation = 'Disabled'
    fake.state.efs.fileSystems.delete(home ?? '')
    for (const target of [...fake.state.efs.mountTargets.values()]) {
      if (target.FileSystemId !== home) continue
      fake.state.efs.mountTargets.delete(target.MountTargetId)
      fake.state.ec2.networkInterfaces.delete(target.NetworkInterfaceId)
    }
    networkFaults.mountTargetsRefuseSpaces(studio)
    for (const { GroupId } of [inbound, outbound]) fake.state.ec2.securityGroups.delete(GroupId)
  },
} as const satisfies StageTable

function vpcOf({ fake, vpcId }: StagedStudio): VpcRecord {
  const record = fake.state.ec2.vpcs.get(vpcId)
  if (record === undefined) throw new Error(`There is no VPC ${vpcId}.`)
  return record
}

function targetsOf({ fake, fileSystemId }: StagedStudio): readonly MountTargetRecord[] {
  return [...fake.state.efs.mountTargets.values()].filter(({ FileSystemId }) => FileSystemId === fileSystemId)
}

function firstTarget(studio: StagedStudio): MountTargetRecord {
  const [first] = targetsOf(studio)
  if (first === undefined) throw new Error('The file system has no mount target.')
  return first
}

function nfsGroup({ fake, domainId }: StagedStudio, direction: 'inbound' | 'outbound'): SecurityGroupRecord {
  const name = `security-group-for-${direction}-nfs-${domainId}`
  const group = [...fake.state.ec2.securityGroups.values()].find(({ GroupName }) => GroupName === name)
  if (group === undefined) throw new Error(`There is no security group ${name}.`)
  return group
}
