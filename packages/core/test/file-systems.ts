import { EC2Client } from '@aws-sdk/client-ec2'
import { EFSClient } from '@aws-sdk/client-efs'
import { SageMakerClient } from '@aws-sdk/client-sagemaker'
import { assertOk, createFakeAws, type FakeAws, type FakeAwsOptions } from '@studio-efs/testing'
import { createStudioEfs, type EnsureFileSystemForDomainInput, type RemoveFileSystemInput } from '../src/index.js'

export const domainId = 'd-science'
export const inboundName = `security-group-for-inbound-nfs-${domainId}`

/** A VPC with one subnet per zone, a domain in it, and the two operations bound to them. */
export function fileSystems({ zones = 3, ...options }: FakeAwsOptions & { readonly zones?: number } = {}) {
  const fake = createFakeAws(options)
  const { vpc, subnets } = fake.seed.vpc({ zones })
  const subnetIds = subnets.map(({ SubnetId }) => SubnetId)
  fake.seed.domain({ DomainId: domainId, DomainName: 'science', VpcId: vpc.VpcId, SubnetIds: subnetIds })
  const studioEfs = operationsOn(fake)
  return {
    fake,
    subnetIds,
    vpcId: vpc.VpcId,
    ensure: (input: Omit<EnsureFileSystemForDomainInput, 'domainId'> = {}) =>
      studioEfs.ensureFileSystemForDomain({ domainId, ...input }),
    remove: (input: Omit<RemoveFileSystemInput, 'fileSystemId'> & { readonly fileSystemId?: string } = {}) =>
      studioEfs.removeFileSystem({ fileSystemId: ourFileSystems(fake)[0]?.FileSystemId ?? '', ...input }),
    groupNamed: (name: string) => groupNamed(fake, name),
    world: () => worldOf(fake),
  }
}

/** A domain after `ensureFileSystemForDomain`. `own`: with an NFS group of studio-efs in place of SageMaker's. */
export async function finishedDomain(group: 'domain' | 'own' = 'domain') {
  const studio = fileSystems(group === 'own' ? { undocumented: { nfsSecurityGroups: 'never' } } : {})
  const input = group === 'own' ? ({ missingSecurityGroup: 'create' } as const) : {}
  const fileSystemId = assertOk(await studio.ensure(input)).fileSystem?.fileSystemId ?? ''
  const destroy = { fileSystemId, deleteData: true, confirmFileSystemId: fileSystemId }
  return { ...studio, fileSystemId, destroy }
}

export function operationsOn(fake: FakeAws) {
  const config = { ...fake.clientConfig(), maxAttempts: 1 }
  return createStudioEfs({
    sagemaker: new SageMakerClient(config),
    efs: new EFSClient(config),
    ec2: new EC2Client(config),
    clock: fake.clock,
  })
}

/** All but the home file systems of domains. */
export function ourFileSystems({ state }: FakeAws) {
  return [...state.efs.fileSystems.values()].filter(
    ({ Tags }) => !Tags.some(({ Key }) => Key === 'ManagedByAmazonSageMakerResource'),
  )
}

export function groupNamed({ state }: FakeAws, name: string) {
  return [...state.ec2.securityGroups.values()].find(({ GroupName }) => GroupName === name)
}

/** Resources that the operations make, without ids, which differ from one fake to the next. */
export function worldOf(fake: FakeAws) {
  const { efs, ec2 } = fake.state
  const nameOf = (groupId: string) => ec2.securityGroups.get(groupId)?.GroupName
  const ours = new Set(ourFileSystems(fake).map(({ FileSystemId }) => FileSystemId))
  const on = (record: { readonly FileSystemId: string }) => ours.has(record.FileSystemId)
  return {
    fileSystems: ourFileSystems(fake).map((one) => ({
      state: one.LifeCycleState,
      token: one.CreationToken,
      encrypted: one.Encrypted,
      throughput: one.ThroughputMode,
      backup: one.backupPolicy,
      lifecycle: one.lifecyclePolicies,
      tags: one.Tags,
    })),
    mountTargets: [...efs.mountTargets.values()]
      .filter(on)
      .map((one) => ({
        state: one.LifeCycleState,
        zone: one.AvailabilityZoneId,
        subnet: one.SubnetId,
        groups: one.SecurityGroups.map(nameOf).sort(),
      }))
      .sort((a, b) => a.zone.localeCompare(b.zone)),
    accessPoints: [...efs.accessPoints.values()].filter(on).map((one) => ({
      state: one.LifeCycleState,
      user: one.PosixUser,
      path: one.RootDirectory.Path,
      tags: one.Tags,
    })),
    groups: [...ec2.securityGroups.values()]
      .filter(({ GroupName }) => GroupName.startsWith('studio-efs'))
      .map(({ GroupName, IpPermissions }) => ({ name: GroupName, rules: IpPermissions })),
  }
}
