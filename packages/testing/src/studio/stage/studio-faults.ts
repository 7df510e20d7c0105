import { sagemakerTrust } from '../../fake-aws/services/iam/seed.js'
import { timestamp } from '../../fake-aws/state/record.js'
import { userProfileKey } from '../../fake-aws/state/sagemaker.js'
import { efsEntry } from '../custom-file-systems.js'
import { OTHER_FILE_SYSTEM, type StagedStudio, type StageTable } from './staged-studio.js'

/** Faults of the profile, the domain's lists, the space and its app. */
export const studioFaults = {
  /** The user profile was deleted. */
  profileMissing({ fake, domainId }: StagedStudio): void {
    fake.state.sagemaker.userProfiles.delete(userProfileKey(domainId, 'alice'))
  },

  /** The last update of the profile failed. */
  profileUpdateFailed({ userProfile }: StagedStudio): void {
    userProfile.Status = 'Update_Failed'
    userProfile.FailureReason = 'InternalFailure'
  },

  /** Neither the profile nor the domain offers the file system. */
  fileSystemNotOffered({ userProfile }: StagedStudio): void {
    userProfile.UserSettings = {}
  },

  /** The domain offers the file system, and a list of the profile that lacks it hides that. */
  profileHidesDomainList({ domain, userProfile, fileSystemId }: StagedStudio): void {
    const CustomFileSystemConfigs = [efsEntry(fileSystemId, '/alice')]
    domain.DefaultUserSettings = { ...domain.DefaultUserSettings, CustomFileSystemConfigs }
    userProfile.UserSettings = { CustomFileSystemConfigs: [efsEntry(OTHER_FILE_SYSTEM)] }
  },

  /** Shared spaces are not offered the file system: DefaultSpaceSettings lack it. */
  sharedSpacesNotOffered({ domain }: StagedStudio): void {
    domain.DefaultSpaceSettings = { ...domain.DefaultSpaceSettings, CustomFileSystemConfigs: [] }
  },

  /** The profile's list has the file system twice, with two paths. */
  fileSystemListedTwice({ userProfile, fileSystemId }: StagedStudio): void {
    const CustomFileSystemConfigs = [efsEntry(fileSystemId, '/alice'), efsEntry(fileSystemId, '/team')]
    userProfile.UserSettings = { CustomFileSystemConfigs }
  },

  /** The space does not list the file system that it is offered. */
  spaceWithoutFileSystem({ space }: StagedStudio): void {
    space.SpaceSettings = { ...space.SpaceSettings, CustomFileSystems: [] }
  },

  /** The space got the file system after its app had started. */
  appOlderThanSpace({ space, app }: StagedStudio): void {
    space.LastModifiedTime = timestamp(app.CreationTime.ms + 60_000)
  },

  /** The space's app cannot mount custom file systems. */
  unsupportedApp({ space }: StagedStudio): void {
    space.SpaceSettings = { ...space.SpaceSettings, AppType: 'Canvas' }
  },

  /** The app does not start; SageMaker gives no reason. */
  appFailed({ app }: StagedStudio): void {
    app.Status = 'Failed'
    app.FailureReason = 'InternalFailure'
  },

  /** The app does not start because of the volume of the space, which is not about EFS. */
  appFailedByVolume({ app }: StagedStudio): void {
    app.Status = 'Failed'
    app.FailureReason =
      'VolumeModificationRateExceeded: You have reached the maximum modification rate per volume limit.'
  },

  /** The app wrote no logs, as with a role that may not. */
  noAppLogs({ fake }: StagedStudio): void {
    for (const streams of fake.state.logs.groups.values()) streams.clear()
  },

  /** SageMaker may assume the execution role, but set no source identity. */
  roleTrustIncomplete({ fake, roleName }: StagedStudio): void {
    fake.seed.role({ RoleName: roleName, trustPolicy: sagemakerTrust('sts:AssumeRole') })
  },

  /** The space uses a lifecycle configuration that was deleted, which is not about EFS. */
  lifecycleConfigDeleted({ fake, space }: StagedStudio): void {
    const { account, region } = fake.state
    const LifecycleConfigArn = `arn:aws:sagemaker:${region}:${account}:studio-lifecycle-config/gone`
    const JupyterLabAppSettings = { DefaultResourceSpec: { LifecycleConfigArn } }
    space.SpaceSettings = { ...space.SpaceSettings, JupyterLabAppSettings }
  },
} as const satisfies StageTable
