import { type IamAction, on, onlyWith } from './iam-action.js'
import {
  deleteWhatWeMade,
  makeFileSystem,
  makeMountTargets,
  makeSecurityGroup,
  readMountTargets,
} from './iam-file-system-actions.js'
import {
  everywhere,
  listRegion,
  readProfile,
  readProfiles,
  readRegion,
  updateDomain,
  updateProfile,
} from './iam-studio-actions.js'

/** What calls for a policy: an operation, or a driver or source that operations work through. */
export type IamNeed =
  | 'provisionUserDirectory'
  | 'attachToProfile'
  | 'detachFromProfile'
  | 'onboardProfile'
  | 'onboardProfiles'
  | 'backfillProfiles'
  | 'replayCloudTrail'
  | 'setDomainDefault'
  | 'clearDomainDefault'
  | 'shareAcrossVpcDomains'
  | 'unshareAcrossVpcDomains'
  | 'describeSharing'
  | 'ensureFileSystemForDomain'
  | 'removeFileSystem'
  | 'posixDirectoryDriver'
  | 'lambdaDirectoryDriver'
  | 'lookupEventsSource'
  | 'logFilesSource'

/**
 * What each operation needs of IAM: the calls that it makes, and what AWS demands besides for letting them through. A
 * test compares it with the calls that the operations make.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
export const iamActions: Readonly<Record<IamNeed, readonly IamAction[]>> = {
  provisionUserDirectory: readProfile,
  attachToProfile: [...readProfile, ...updateProfile],
  detachFromProfile: [...readProfile, ...updateProfile],
  onboardProfile: [...readProfile, ...updateProfile],
  onboardProfiles: [...readProfile, ...updateProfile],
  backfillProfiles: [...listRegion, ...readProfile, ...updateProfile],
  replayCloudTrail: [...readProfile, ...updateProfile],
  setDomainDefault: [
    ...readProfile,
    ...on('any', 'sagemaker:ListUserProfiles'),
    ...updateDomain,
    ...onlyWith('reachProfiles', updateProfile),
  ],
  clearDomainDefault: [...on('domain', 'sagemaker:DescribeDomain'), ...updateDomain],
  shareAcrossVpcDomains: [
    ...on('any', 'sagemaker:ListDomains'),
    ...on('every-domain', 'sagemaker:DescribeDomain'),
    ...everywhere(updateDomain),
    ...onlyWith("hiddenProfiles: 'report'", readProfiles),
    ...onlyWith('reachProfiles', [...readProfiles, ...everywhere(updateProfile)]),
    ...on('any', 'ec2:DescribeSubnets'),
    ...on('file-system', 'elasticfilesystem:DescribeFileSystems'),
    ...readMountTargets,
    ...makeMountTargets,
    ...makeSecurityGroup,
  ],
  unshareAcrossVpcDomains: [
    ...on('any', 'sagemaker:ListDomains'),
    ...on('every-domain', 'sagemaker:DescribeDomain'),
    ...everywhere(updateDomain),
  ],
  describeSharing: [
    ...readRegion,
    ...on('any', 'ec2:DescribeSubnets'),
    ...on('file-system', 'elasticfilesystem:DescribeFileSystems'),
    ...readMountTargets,
  ],
  ensureFileSystemForDomain: [
    ...on('domain', 'sagemaker:DescribeDomain'),
    ...on('any', 'ec2:DescribeSubnets', 'elasticfilesystem:DescribeFileSystems'),
    ...readMountTargets,
    ...on('file-system', 'elasticfilesystem:DescribeAccessPoints'),
    ...makeFileSystem,
    ...onlyWith("missingSecurityGroup: 'create'", makeSecurityGroup),
    ...makeMountTargets,
    ...on('file-system', 'elasticfilesystem:CreateAccessPoint'),
    ...on('every-access-point', 'elasticfilesystem:DescribeAccessPoints'),
  ],
  removeFileSystem: [
    ...readRegion,
    ...on('file-system', 'elasticfilesystem:DescribeFileSystems', 'elasticfilesystem:DescribeAccessPoints'),
    ...readMountTargets,
    ...deleteWhatWeMade,
  ],
  posixDirectoryDriver: [
    'elasticfilesystem:ClientMount',
    'elasticfilesystem:ClientWrite',
    'elasticfilesystem:ClientRootAccess',
  ].map((action) => ({ action, resources: ['file-system'], neededFor: 'mounting through the access point' })),
  lambdaDirectoryDriver: on('function', 'lambda:InvokeFunction'),
  lookupEventsSource: on('any', 'cloudtrail:LookupEvents'),
  logFilesSource: [...on('log-bucket', 's3:ListBucket'), ...on('log-files', 's3:GetObject')],
}
