import type { AccessPoint, EfsFileSystem, MountTargetId, MountTargetWithGroups } from '../src/model/efs.js'
import type { DomainId, FileSystemId } from '../src/model/ids.js'
import type { SecurityGroup, SecurityGroupId, Subnet, SubnetId, VpcId } from '../src/model/network.js'
import type { Domain } from '../src/model/studio-resource.js'
import { creationTokenFor, DOMAIN_TAG, OWNER, OWNER_TAG, SAGEMAKER_TAG } from '../src/network/plan/ownership.js'

// Short ids that only tests may make, for the pure parts that never parse them.

export const domainId = 'd-science' as DomainId
export const vpcId = 'vpc-1' as VpcId

export const aDomain: Domain = {
  domainId,
  domainName: 'science',
  readAt: 0,
  status: 'InService',
  failureReason: undefined,
  posixOwner: undefined,
  customFileSystems: [],
  spaceFileSystems: [],
  spacePosixOwner: undefined,
  spaceExecutionRole: undefined,
  isUnifiedStudio: false,
  vpcId,
  subnetIds: ['subnet-a', 'subnet-b'] as SubnetId[],
}

/** `subnet-a` lies in zone `z-a`. */
export function subnet(id: string, zone = id.slice(-1), free = 100): Subnet {
  return {
    subnetId: id as SubnetId,
    vpcId,
    zoneId: `z-${zone}`,
    zoneName: `region-${zone}`,
    cidrBlocks: [`10.0.${id.charCodeAt(id.length - 1)}.0/24`],
    availableIpAddressCount: free,
  }
}

export function fileSystem(id: string, overrides: Partial<EfsFileSystem> = {}): EfsFileSystem {
  return {
    fileSystemId: id as FileSystemId,
    fileSystemArn: `arn:aws:elasticfilesystem:eu-west-1:111122223333:file-system/${id}`,
    name: id,
    lifeCycleState: 'available',
    creationToken: id,
    encrypted: true,
    kmsKeyId: undefined,
    oneZone: undefined,
    sizeInBytes: 6144,
    createdAt: undefined,
    tags: {},
    ...overrides,
  }
}

/** The file system that a run for the domain makes. */
export const ours = (id: string, overrides: Partial<EfsFileSystem> = {}): EfsFileSystem =>
  fileSystem(id, { creationToken: creationTokenFor(domainId), tags: { [DOMAIN_TAG]: domainId }, ...overrides })

/** A mount target in `subnet-a`, zone `z-a`. */
export function target(zone: string, overrides: Partial<MountTargetWithGroups> = {}): MountTargetWithGroups {
  return {
    mountTargetId: `fsmt-${zone}` as MountTargetId,
    fileSystemId: 'fs-1' as FileSystemId,
    subnetId: `subnet-${zone}` as SubnetId,
    vpcId,
    zoneId: `z-${zone}`,
    zoneName: `region-${zone}`,
    networkInterfaceId: `eni-${zone}`,
    ipAddress: '10.0.0.10',
    lifeCycleState: 'available',
    securityGroupIds: [],
    ...overrides,
  }
}

export function accessPoint(id: string, overrides: Partial<AccessPoint> = {}): AccessPoint {
  return {
    accessPointId: id as AccessPoint['accessPointId'],
    accessPointArn: `arn:aws:elasticfilesystem:eu-west-1:111122223333:access-point/${id}`,
    fileSystemId: 'fs-1' as FileSystemId,
    name: id,
    clientToken: id,
    posixUser: { uid: 0, gid: 0 },
    path: '/',
    lifeCycleState: 'available',
    tags: {},
    ...overrides,
  }
}

export const groupId = (id: string) => id as SecurityGroupId

export function group(id: string, groupName: string, overrides: Partial<SecurityGroup> = {}): SecurityGroup {
  return { groupId: groupId(id), groupName, vpcId, tags: {}, nfsCidrs: [], nfsSourceIds: [], ...overrides }
}

export const madeBySageMaker = { [SAGEMAKER_TAG]: `arn:aws:sagemaker:eu-west-1:111122223333:domain/${domainId}` }
export const madeByUs = { [OWNER_TAG]: OWNER }
