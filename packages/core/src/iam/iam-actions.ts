import { everywhere, type IamAction, on, onlyWith } from './iam-action.js'
import {
  changeSpaces,
  checkFileSystem,
  createFileSystem,
  createMountTargets,
  createProfile,
  createSecurityGroup,
  deleteOwnResources,
  listRegion,
  readEveryProfile,
  readForDiagnosis,
  readForeignSettings,
  readMountTargets,
  readProfile,
  readProfiles,
  readRegion,
  readSpacesOfDomain,
  restoreFromRecoveryPoint,
  updateDomain,
  updateProfile,
} from './iam-action-groups.js'

/** An operation, or a driver or source that operations work through. */
export type IamNeed =
  | 'provisionUserDirectory'
  | 'attachToProfile'
  | 'detachFromProfile'
  | 'detachProfiles'
  | 'offboardProfile'
  | 'archiveLeavers'
  | 'listArchives'
  | 'purgeArchives'
  | 'restoreDirectory'
  | 'restoreFromBackup'
  | 'onboardProfile'
  | 'onboardProfiles'
  | 'backfillProfiles'
  | 'replayCloudTrail'
  | 'adoptDirectories'
  | 'allocateIdentity'
  | 'createUserProfile'
  | 'reportIdentities'
  | 'setDomainDefault'
  | 'clearDomainDefault'
  | 'shareAcrossVpcDomains'
  | 'unshareAcrossVpcDomains'
  | 'describeSharing'
  | 'diagnose'
  | 'ensureFileSystemForDomain'
  | 'removeFileSystem'
  | 'attachToSpaces'
  | 'detachFromSpaces'
  | 'measureUsage'
  | 'describeStudio'
  | 'posixDirectoryDriver'
  | 'lambdaDirectoryDriver'
  | 'findDirectoryFunctions'
  | 'lookupEventsSource'
  | 'logFilesSource'

/**
 * IAM actions of each operation: the calls that it makes, and the actions that AWS demands besides for letting them
 * through. A test compares the table with the calls that the operations make.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
export const iamActions: Readonly<Record<IamNeed, readonly IamAction[]>> = {
  provisionUserDirectory: readProfile,
  attachToProfile: [...readProfile, ...checkFileSystem, ...updateProfile],
  detachFromProfile: [...readProfile, ...updateProfile, ...readSpacesOfDomain],
  detachProfiles: [...listRegion, ...readProfile, ...updateProfile, ...readSpacesOfDomain],
  offboardProfile: [
    ...on('user-profile', 'sagemaker:DescribeUserProfile'),
    ...on('domain', 'sagemaker:DescribeDomain'),
    ...on('any', 'sagemaker:ListDomains'),
  ],
  archiveLeavers: [
    ...listRegion,
    ...on('user-profile', 'sagemaker:DescribeUserProfile'),
    ...on('domain', 'sagemaker:DescribeDomain'),
  ],
  listArchives: [],
  purgeArchives: on('any', 'sagemaker:ListDomains'),
  restoreDirectory: readProfile,
  restoreFromBackup: [...readProfile, ...restoreFromRecoveryPoint],
  onboardProfile: [...readProfile, ...checkFileSystem, ...updateProfile],
  onboardProfiles: [...readProfile, ...checkFileSystem, ...updateProfile],
  backfillProfiles: [...listRegion, ...readProfile, ...checkFileSystem, ...updateProfile],
  replayCloudTrail: [...readProfile, ...checkFileSystem, ...updateProfile],
  adoptDirectories: [...listRegion, ...readProfile],
  allocateIdentity: [...readProfile, ...onlyWith("crossCheck: 'profiles'", readEveryProfile)],
  createUserProfile: [
    ...readProfile,
    ...checkFileSystem,
    ...onlyWith("crossCheck: 'profiles'", readEveryProfile),
    ...createProfile,
    ...updateProfile,
  ],
  reportIdentities: readEveryProfile,
  setDomainDefault: [
    ...readProfile,
    ...checkFileSystem,
    ...on('any', 'sagemaker:ListUserProfiles'),
    ...updateDomain,
    ...onlyWith('reachProfiles', updateProfile),
  ],
  clearDomainDefault: [...on('domain', 'sagemaker:DescribeDomain'), ...updateDomain, ...readSpacesOfDomain],
  shareAcrossVpcDomains: [
    ...on('any', 'sagemaker:ListDomains'),
    ...on('every-domain', 'sagemaker:DescribeDomain'),
    ...everywhere(updateDomain),
    ...onlyWith("hiddenProfiles: 'report'", readProfiles),
    ...onlyWith('reachProfiles', [...readProfiles, ...everywhere(updateProfile)]),
    ...on('any', 'ec2:DescribeSubnets'),
    ...on('file-system', 'elasticfilesystem:DescribeFileSystems'),
    ...readMountTargets,
    ...createMountTargets,
    ...createSecurityGroup,
  ],
  unshareAcrossVpcDomains: [
    ...on('any', 'sagemaker:ListDomains'),
    ...on('every-domain', 'sagemaker:DescribeDomain'),
    ...everywhere(updateDomain),
    ...on('any', 'sagemaker:ListSpaces'),
    ...on('every-space', 'sagemaker:DescribeSpace'),
  ],
  describeSharing: [
    ...readRegion,
    ...on('any', 'ec2:DescribeSubnets'),
    ...on('file-system', 'elasticfilesystem:DescribeFileSystems'),
    ...readMountTargets,
  ],
  diagnose: readForDiagnosis,
  ensureFileSystemForDomain: [
    ...on('domain', 'sagemaker:DescribeDomain'),
    ...on('any', 'ec2:DescribeSubnets', 'elasticfilesystem:DescribeFileSystems'),
    ...readMountTargets,
    ...on('file-system', 'elasticfilesystem:DescribeAccessPoints'),
    ...readForeignSettings,
    ...createFileSystem,
    ...onlyWith("missingSecurityGroup: 'create'", createSecurityGroup),
    ...createMountTargets,
    ...on('file-system', 'elasticfilesystem:CreateAccessPoint'),
    ...on('every-access-point', 'elasticfilesystem:DescribeAccessPoints'),
  ],
  removeFileSystem: [
    ...readRegion,
    ...on('file-system', 'elasticfilesystem:DescribeFileSystems', 'elasticfilesystem:DescribeAccessPoints'),
    ...readMountTargets,
    ...onlyWith('deleteData', on('file-system', 'elasticfilesystem:DescribeReplicationConfigurations')),
    ...deleteOwnResources,
  ],
  attachToSpaces: [...changeSpaces, ...on('user-profile', 'sagemaker:DescribeUserProfile')],
  detachFromSpaces: changeSpaces,
  measureUsage: [
    ...onlyWith('domainIds', on('any', 'sagemaker:ListUserProfiles')),
    ...onlyWith('domainIds', on('domain', 'sagemaker:DescribeDomain')),
    ...onlyWith('fileSystemId', on('file-system', 'elasticfilesystem:DescribeFileSystems')),
  ],
  describeStudio: [
    ...listRegion,
    ...on('any', 'sagemaker:ListSpaces'),
    ...on('every-domain', 'sagemaker:DescribeDomain'),
    ...on('every-user-profile', 'sagemaker:DescribeUserProfile'),
    ...on('every-space', 'sagemaker:DescribeSpace'),
    ...on('every-file-system', 'elasticfilesystem:DescribeFileSystems', 'elasticfilesystem:DescribeMountTargets'),
  ],
  posixDirectoryDriver: [
    'elasticfilesystem:ClientMount',
    'elasticfilesystem:ClientWrite',
    'elasticfilesystem:ClientRootAccess',
  ].map((action) => ({ action, resources: ['file-system'], neededFor: 'mounting through the access point' })),
  lambdaDirectoryDriver: on('function', 'lambda:InvokeFunction'),
  findDirectoryFunctions: on('any', 'cloudformation:ListExports'),
  lookupEventsSource: on('any', 'cloudtrail:LookupEvents'),
  logFilesSource: [...on('log-bucket', 's3:ListBucket'), ...on('log-files', 's3:GetObject')],
}
