import { EC2Client } from '@aws-sdk/client-ec2'
import { EFSClient } from '@aws-sdk/client-efs'
import { SageMakerClient } from '@aws-sdk/client-sagemaker'
import {
  createFakeAws,
  domainFileSystems,
  type FakeAwsOptions,
  memoryDirectoryDriver,
  type TestClock,
  writesIn,
} from '@studio-efs/testing'
import { createStudioEfs } from '../src/index.js'

export const fileSystemId = 'fs-0123456789abcdef0'
export const role = 'arn:aws:iam::111122223333:role/SharedSpaces'

export interface VpcOptions extends FakeAwsOptions<TestClock> {
  /** Number of domains, or the zones (from 0) of each. Default: 2 domains in zones 0 to 2. */
  readonly domains?: number | readonly (readonly number[])[]
  readonly zones?: number
  /** Domains (from 0) with a group of studio-efs in place of SageMaker's; it admits nothing yet. Default: none. */
  readonly ownGroups?: readonly number[]
}

/** A VPC with a file system that has no mount target yet, and domains in some of its zones. */
export function vpcOfDomains({ domains = 2, zones = 3, ownGroups = [], ...options }: VpcOptions = {}) {
  const fake = createFakeAws<TestClock>(options)
  const { vpc, subnets } = fake.seed.vpc({ zones })
  const layout = typeof domains === 'number' ? Array.from({ length: domains }, () => [0, 1, 2]) : domains
  const domainIds = layout.map((zonesOf, n) => {
    const DomainId = `d-team${n}`
    const SubnetIds = zonesOf.map((zone) => subnets[zone]?.SubnetId ?? '')
    fake.seed.domain({
      DomainId,
      DomainName: `team-${n}`,
      VpcId: vpc.VpcId,
      SubnetIds,
      DefaultUserSettings: { ExecutionRole: role },
      DefaultSpaceSettings: { ExecutionRole: role },
    })
    return DomainId
  })
  const { securityGroups } = fake.state.ec2
  for (const DomainId of ownGroups.flatMap((n) => domainIds[n] ?? [])) {
    for (const { GroupId, GroupName } of [...securityGroups.values()])
      if (GroupName.endsWith(`bound-nfs-${DomainId}`)) securityGroups.delete(GroupId)
    const Tags = [{ Key: 'studio-efs:owner', Value: 'studio-efs' }]
    fake.seed.securityGroup({ VpcId: vpc.VpcId, GroupName: `studio-efs-inbound-nfs-${DomainId}`, Tags })
  }
  fake.seed.fileSystem({ FileSystemId: fileSystemId })
  const config = { ...fake.clientConfig(), maxAttempts: 1 }
  const directories = memoryDirectoryDriver()
  const studioEfs = createStudioEfs({
    sagemaker: new SageMakerClient(config),
    efs: new EFSClient(config),
    ec2: new EC2Client(config),
    clock: fake.clock,
    directories,
  })
  const nameOf = (groupId: string) => fake.state.ec2.securityGroups.get(groupId)?.GroupName ?? groupId
  const targets = () =>
    [...fake.state.efs.mountTargets.values()]
      .filter(({ FileSystemId }) => FileSystemId === fileSystemId)
      .toSorted((a, b) => a.AvailabilityZoneId.localeCompare(b.AvailabilityZoneId))
      .map(({ AvailabilityZoneId, SecurityGroups, LifeCycleState }) => ({
        zone: AvailabilityZoneId,
        groups: SecurityGroups.map(nameOf).toSorted(),
        state: LifeCycleState,
      }))
  return {
    fake,
    studioEfs,
    directories,
    vpcId: vpc.VpcId,
    subnets,
    domainIds,
    targets,
    listsOf: (DomainId: string) => domainFileSystems(fake, DomainId),
    domain: (DomainId: string) => fake.state.sagemaker.domains.get(DomainId),
    share: { vpcId: vpc.VpcId, fileSystemId, fileSystemPath: '/shared' },
    writes: (from = 0) => writesIn(fake.calls.slice(from)),
    callsOf: (from: number) =>
      fake.calls.slice(from).reduce<Record<string, number>>((counts, { operation }) => {
        counts[operation] = (counts[operation] ?? 0) + 1
        return counts
      }, {}),
  }
}
