import type {
  DomainId,
  FileSystemId,
  MountTargetId,
  SecurityGroupId,
  SubnetId,
  UserProfileRef,
  VpcId,
} from '@studio-efs/core'
import type { Clock } from '@studio-efs/core/directories'
import type { TestClock } from '../clock/test-clock.js'
import { createFakeAws, type FakeAws } from '../fake-aws/create-fake-aws.js'
import type { NewFileSystem } from '../fake-aws/services/efs/file-system-record.js'
import type { DomainSeed } from '../fake-aws/services/sagemaker/seed.js'
import type { FakeAwsOptions } from '../fake-aws/settings/options.js'

/** Options of {@link readyStudio}. */
export interface ReadyStudioOptions<C extends Clock = TestClock> extends FakeAwsOptions<C> {
  /** Number of Availability Zones of the VPC, each with one subnet, all of them the domain's. Default 3. */
  readonly zones?: number
  /** Members of the domain that differ from the defaults, such as `DomainId` (default `d-studio`) and settings. */
  readonly domain?: Omit<DomainSeed, 'VpcId' | 'SubnetIds'>
  /** Default `alice` and `bob`, without settings. */
  readonly userProfileNames?: readonly string[]
  /** Members of the file system that differ from the defaults, such as `FileSystemId`. */
  readonly fileSystem?: NewFileSystem
  /** `none` leaves the file system without mount targets. Default `every-zone`. */
  readonly mountTargets?: 'every-zone' | 'none'
}

/** Studio of {@link readyStudio}, with its ids. */
export interface ReadyStudio<C extends Clock = TestClock> {
  readonly fake: FakeAws<C>
  readonly vpcId: VpcId
  /** One in each zone, in the order of the zones. */
  readonly subnetIds: readonly SubnetId[]
  readonly domainId: DomainId
  readonly userProfiles: readonly UserProfileRef[]
  /** The custom file system, not the domain's home file system. */
  readonly fileSystemId: FileSystemId
  readonly mountTargetIds: readonly MountTargetId[]
  /** The domain's group for mount targets; undefined when `undocumented.nfsSecurityGroups` leaves it out. */
  readonly mountTargetGroupId: SecurityGroupId | undefined
}

/**
 * Creates a fake AWS with a VPC, a domain in it, user profiles, and a custom EFS file system with a mount target in every
 * zone, which admits the domain's spaces. Everything is `InService` or `available`; no call was made.
 */
export function readyStudio<C extends Clock = TestClock>(options: ReadyStudioOptions<C> = {}): ReadyStudio<C> {
  const { zones = 3, userProfileNames = ['alice', 'bob'], mountTargets = 'every-zone', ...fakeOptions } = options
  const fake = createFakeAws<C>(fakeOptions)
  const { vpc, subnets } = fake.seed.vpc({ zones })
  const subnetIds = subnets.map(({ SubnetId }) => SubnetId)
  const place = { VpcId: vpc.VpcId, SubnetIds: subnetIds }
  const domain = fake.seed.domain({ DomainId: 'd-studio', DomainName: 'studio', ...options.domain, ...place })
  const domainId = domain.DomainId as DomainId
  for (const UserProfileName of userProfileNames) fake.seed.userProfile({ DomainId: domainId, UserProfileName })
  const { FileSystemId } = fake.seed.fileSystem({ Encrypted: true, ...options.fileSystem })
  const mountTargetGroupId = groupNamed(fake, `security-group-for-inbound-nfs-${domainId}`)
  const SecurityGroups = mountTargetGroupId === undefined ? [] : [mountTargetGroupId]
  const targets = (mountTargets === 'none' ? [] : subnetIds).map((SubnetId) =>
    fake.seed.mountTarget({ FileSystemId, SubnetId, SecurityGroups }),
  )
  return {
    fake,
    vpcId: vpc.VpcId as VpcId,
    subnetIds: subnetIds as SubnetId[],
    domainId,
    userProfiles: userProfileNames.map((name) => ({
      domainId,
      userProfileName: name as UserProfileRef['userProfileName'],
    })),
    fileSystemId: FileSystemId as FileSystemId,
    mountTargetIds: targets.map(({ MountTargetId }) => MountTargetId as MountTargetId),
    mountTargetGroupId,
  }
}

function groupNamed({ state }: Pick<FakeAws, 'state'>, name: string): SecurityGroupId | undefined {
  const group = [...state.ec2.securityGroups.values()].find(({ GroupName }) => GroupName === name)
  return group?.GroupId as SecurityGroupId | undefined
}
