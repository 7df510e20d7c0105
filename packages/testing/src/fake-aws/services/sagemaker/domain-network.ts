import type { IpPermission } from '../../state/ec2.js'
import type { DomainRecord } from '../../state/sagemaker.js'
import { validationError } from '../../wire/errors.js'
import type { World } from '../../world/world.js'
import { newFileSystemRecord } from '../efs/file-system-record.js'
import { mountTargetsOf } from '../efs/lookup.js'
import { addMountTarget, type NewMountTarget, removeMountTarget } from '../efs/mount-target-record.js'

const MANAGED_BY = 'ManagedByAmazonSageMakerResource'

function inboundGroupName(domainId: string): string {
  return `security-group-for-inbound-nfs-${domainId}`
}

type Optional<T> = T | null | undefined

export function checkNetwork(world: World, vpcId: Optional<string>, subnetIds: Optional<readonly string[]>): void {
  if (vpcId == null || subnetIds == null) {
    throw validationError('The fake AWS makes domains in a VPC only: VpcId and SubnetIds are required.')
  }
  if (!world.state.ec2.vpcs.has(vpcId)) throw validationError(`The VPC ${vpcId} does not exist.`)
  for (const id of subnetIds) {
    if (world.state.ec2.subnets.get(id)?.VpcId === vpcId) continue
    throw validationError(`The subnet ${id} does not exist in the VPC ${vpcId}.`)
  }
}

/** Creates what SageMaker creates along with a domain: two NFS security groups and the home file system. */
export function createDomainNetwork(world: World, domain: DomainRecord): void {
  if (domain.VpcId === undefined) return
  const hasHome = domain.HomeEfsFileSystemCreation === 'Enabled'
  const { nfsSecurityGroups } = world.settings.undocumented
  const hasGroups = nfsSecurityGroups === 'always' || (nfsSecurityGroups === 'with-home-file-system' && hasHome)
  const inboundGroup = hasGroups ? createNfsGroups(world, domain) : undefined
  if (hasHome) domain.HomeEfsFileSystemId = createHomeFileSystem(world, domain, inboundGroup)
}

function createNfsGroups(world: World, domain: DomainRecord): string {
  const name = inboundGroupName(domain.DomainId)
  const existing = [...world.state.ec2.securityGroups.values()].find(
    ({ GroupName, VpcId }) => GroupName === name && VpcId === domain.VpcId,
  )
  if (existing !== undefined) return existing.GroupId
  const inbound = `sg-${world.ids.hex(17)}`
  const outbound = `sg-${world.ids.hex(17)}`
  addNfsGroup(world, domain, { direction: 'inbound', groupId: inbound, peerId: outbound })
  addNfsGroup(world, domain, { direction: 'outbound', groupId: outbound, peerId: inbound })
  return inbound
}

interface NfsGroup {
  readonly direction: 'inbound' | 'outbound'
  readonly groupId: string
  /** The domain's other NFS group, to or from which the rules allow traffic. */
  readonly peerId: string
}

function addNfsGroup(world: World, domain: DomainRecord, { direction, groupId, peerId }: NfsGroup): void {
  const { DomainId, DomainArn, VpcId = '' } = domain
  const rules = nfsRules(world, peerId)
  world.state.ec2.securityGroups.set(groupId, {
    GroupId: groupId,
    GroupName: `security-group-for-${direction}-nfs-${DomainId}`,
    Description: `[DO NOT DELETE] Security Group that allows ${direction} NFS traffic for SageMaker Notebooks Domain [${DomainId}]`,
    VpcId,
    OwnerId: world.settings.account,
    IpPermissions: direction === 'inbound' ? rules : [],
    IpPermissionsEgress: direction === 'outbound' ? rules : [],
    Tags: [{ Key: MANAGED_BY, Value: DomainArn }],
  })
}

function nfsRules(world: World, peerId: string): IpPermission[] {
  const lustre = world.settings.undocumented.nfsSecurityGroupRules === 'lustre'
  const ports = lustre
    ? [
        [988, 988],
        [1018, 1023],
        [2049, 2049],
      ]
    : [[2049, 2049]]
  const UserIdGroupPairs = [{ GroupId: peerId, UserId: world.settings.account }]
  return ports.map(([FromPort = 0, ToPort = 0]) => ({ IpProtocol: 'tcp', FromPort, ToPort, UserIdGroupPairs }))
}

function createHomeFileSystem(world: World, domain: DomainRecord, inboundGroup: string | undefined): string {
  const record = newFileSystemRecord(world, {
    ...(domain.HomeEfsFileSystemId !== undefined && { FileSystemId: domain.HomeEfsFileSystemId }),
    CreationToken: domain.DomainId,
    Encrypted: true,
    Tags: [{ Key: MANAGED_BY, Value: domain.DomainArn }],
  })
  world.state.efs.fileSystems.set(record.FileSystemId, record)
  const { FileSystemId } = record
  addMountTargets(world, domain, { FileSystemId, SecurityGroups: inboundGroup === undefined ? [] : [inboundGroup] })
  return FileSystemId
}

function addMountTargets(world: World, domain: DomainRecord, wanted: NewMountTarget): void {
  const zones = new Set<string>()
  for (const subnetId of domain.SubnetIds ?? []) {
    const subnet = world.state.ec2.subnets.get(subnetId)
    if (subnet === undefined || zones.has(subnet.AvailabilityZoneId)) continue
    zones.add(subnet.AvailabilityZoneId)
    addMountTarget(world, subnet, wanted)
  }
}

export function deleteHomeFileSystem(world: World, fileSystemId: string): void {
  for (const target of mountTargetsOf(world, fileSystemId)) removeMountTarget(world, target)
  world.state.efs.fileSystems.delete(fileSystemId)
}
