import type { Clock } from '@studio-efs/core/directories'
import type { TestClock } from '../clock/test-clock.js'
import { type MemoryDirectoryDriver, memoryDirectoryDriver } from '../directories/memory-directory-driver.js'
import { timestamp } from '../fake-aws/state/record.js'
import type { AppRecord, DomainRecord, SpaceRecord, UserProfileRecord } from '../fake-aws/state/sagemaker.js'
import { efsEntry } from './custom-file-systems.js'
import { type ReadyStudio, type ReadyStudioOptions, readyStudio } from './ready-studio.js'

/** Options of {@link workingStudio}. */
export type WorkingStudioOptions<C extends Clock = TestClock> = Omit<
  ReadyStudioOptions<C>,
  'userProfileNames' | 'mountTargets'
>

/** A {@link ReadyStudio} in which a user sees her files. The records are those of the state. */
export interface WorkingStudio<C extends Clock = TestClock> extends ReadyStudio<C> {
  readonly domain: DomainRecord
  readonly userProfile: UserProfileRecord
  /** Private space of the profile; it mounts the file system. */
  readonly space: SpaceRecord
  /** Running app of the space. */
  readonly app: AppRecord
  /** Directories of the file system: `/alice` and `/team`, of the default owner 200001:1001. */
  readonly directories: MemoryDirectoryDriver
  /** Name of the domain's execution role. */
  readonly roleName: string
}

const HOUR_MS = 3_600_000

/**
 * Creates a fake AWS where everything works: the profile `alice` is offered the file system with the path `/alice`,
 * shared spaces with `/team`; her space `alice-lab` mounts it, its app runs and writes logs. `stage` breaks one thing.
 */
export function workingStudio<C extends Clock = TestClock>(options: WorkingStudioOptions<C> = {}): WorkingStudio<C> {
  const ready = readyStudio<C>({ ...options, userProfileNames: ['alice'] })
  const { fake, domainId: DomainId, fileSystemId: FileSystemId } = ready
  const { Arn: ExecutionRole, RoleName } = fake.seed.role({ RoleName: 'StudioExecution' })
  const domain = found(fake.state.sagemaker.domains.get(DomainId))
  domain.DefaultUserSettings = { ExecutionRole, ...domain.DefaultUserSettings }
  const shared = [efsEntry(FileSystemId, '/team')]
  domain.DefaultSpaceSettings = { ExecutionRole, CustomFileSystemConfigs: shared, ...domain.DefaultSpaceSettings }
  const UserSettings = { CustomFileSystemConfigs: [efsEntry(FileSystemId, '/alice')] }
  const userProfile = fake.seed.userProfile({ DomainId, UserProfileName: 'alice', UserSettings })
  const anHourAgo = timestamp(fake.clock.now() - HOUR_MS)
  const space = fake.seed.space({
    DomainId,
    SpaceName: 'alice-lab',
    SpaceSettings: { AppType: 'JupyterLab', CustomFileSystems: [{ EFSFileSystem: { FileSystemId } }] },
    OwnershipSettings: { OwnerUserProfileName: 'alice' },
    SpaceSharingSettings: { SharingType: 'Private' },
    CreationTime: anHourAgo,
    LastModifiedTime: anHourAgo,
  })
  const app = fake.seed.app({ DomainId, SpaceName: 'alice-lab' })
  for (const [MetricName, value] of Object.entries({ PercentIOLimit: 2, BurstCreditBalance: 2.3e12 })) {
    fake.seed.metric({ MetricName, Dimensions: { FileSystemId }, value })
  }
  const directories = memoryDirectoryDriver()
  directories.put('/alice', { uid: 200_001, gid: 1001, mode: '0700' })
  directories.put('/team', { uid: 200_001, gid: 1001, mode: '0770' })
  return { ...ready, domain, userProfile, space, app, directories, roleName: RoleName }
}

function found<T>(record: T | undefined): T {
  if (record === undefined) throw new Error('The ready studio lacks its domain.')
  return record
}
