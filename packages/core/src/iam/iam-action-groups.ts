import { OWNER, OWNER_TAG } from '../network/plan/ownership.js'
import { type IamAction, on, onAnyFor, onFor, onlyWith } from './iam-action.js'

export const readProfile = [
  ...on('domain', 'sagemaker:DescribeDomain'),
  ...on('user-profile', 'sagemaker:DescribeUserProfile'),
]

/** In the caller's name, SageMaker looks up the mount targets of every file system in the list. */
export const updateProfile: readonly IamAction[] = [
  ...on('user-profile', 'sagemaker:UpdateUserProfile'),
  {
    action: 'elasticfilesystem:DescribeMountTargets',
    resources: ['every-file-system'],
    neededFor: 'UpdateUserProfile',
  },
]

/** In the caller's name, SageMaker looks up the mount targets of every file system in the list. */
export const createProfile: readonly IamAction[] = [
  ...on('user-profile', 'sagemaker:CreateUserProfile'),
  {
    action: 'elasticfilesystem:DescribeMountTargets',
    resources: ['every-file-system'],
    neededFor: 'CreateUserProfile',
  },
  {
    action: 'iam:PassRole',
    resources: ['execution-role'],
    neededFor: 'CreateUserProfile',
    onlyWith: 'executionRole',
    condition: { StringEquals: { 'iam:PassedToService': 'sagemaker.amazonaws.com' } },
  },
  { action: 'sagemaker:AddTags', resources: ['user-profile'], neededFor: 'CreateUserProfile', onlyWith: 'tags' },
]

/** The check of the file system before the first change; without this permission it is left out with a warning. */
export const checkFileSystem = onlyWith(
  "checkFileSystem: 'check'",
  on('file-system', 'elasticfilesystem:DescribeMountTargets'),
)

/** The settings for shared spaces must carry their execution role, and sending a role takes the right to pass it. */
export const updateDomain: readonly IamAction[] = [
  ...on('domain', 'sagemaker:UpdateDomain'),
  { action: 'elasticfilesystem:DescribeMountTargets', resources: ['every-file-system'], neededFor: 'UpdateDomain' },
  {
    action: 'iam:PassRole',
    resources: ['execution-role'],
    neededFor: 'UpdateDomain of the settings for shared spaces',
    condition: { StringEquals: { 'iam:PassedToService': 'sagemaker.amazonaws.com' } },
  },
]

export const listRegion = on('any', 'sagemaker:ListDomains', 'sagemaker:ListUserProfiles')

/** Identities are settings, which List calls do not return. */
export const readEveryProfile = [
  ...listRegion,
  ...on('every-domain', 'sagemaker:DescribeDomain'),
  ...on('every-user-profile', 'sagemaker:DescribeUserProfile'),
]

export const readRegion = [
  ...listRegion,
  ...on('any', 'sagemaker:ListSpaces', 'sagemaker:ListApps'),
  ...on('every-domain', 'sagemaker:DescribeDomain'),
  ...on('every-user-profile', 'sagemaker:DescribeUserProfile'),
  ...on('every-space', 'sagemaker:DescribeSpace'),
]

/** In the caller's name, SageMaker looks up the mount targets of every file system in the list. */
export const changeSpaces: readonly IamAction[] = [
  ...on('any', 'sagemaker:ListDomains', 'sagemaker:ListSpaces', 'sagemaker:ListApps'),
  ...on('domain', 'sagemaker:DescribeDomain'),
  ...on('space', 'sagemaker:DescribeSpace', 'sagemaker:UpdateSpace'),
  { action: 'elasticfilesystem:DescribeMountTargets', resources: ['every-file-system'], neededFor: 'UpdateSpace' },
  // Also where no app is stopped: it tells why UpdateSpace was refused.
  ...on('app', 'sagemaker:DescribeApp'),
  ...onlyWith("running: 'stop' or 'restart'", on('app', 'sagemaker:DeleteApp')),
  ...onlyWith("running: 'restart'", [
    ...on('app', 'sagemaker:CreateApp'),
    ...on('space', 'sagemaker:ListTags', 'sagemaker:AddTags', 'sagemaker:DeleteTags'),
  ]),
]

/** Reads which spaces still list a file system. Without them, the report says that they were not read. */
export const readSpacesOfDomain: readonly IamAction[] = [
  ...on('any', 'sagemaker:ListSpaces'),
  ...on('space', 'sagemaker:DescribeSpace'),
]

export const readProfiles = [
  ...on('any', 'sagemaker:ListUserProfiles'),
  ...on('every-user-profile', 'sagemaker:DescribeUserProfile'),
]

export const readMountTargets = [
  ...on('any', 'ec2:DescribeSecurityGroups', 'ec2:DescribeNetworkInterfaces'),
  ...on('file-system', 'elasticfilesystem:DescribeMountTargets'),
]

/** Of a file system that was made elsewhere. Without them, a finding says that nothing is known. */
export const readForeignSettings = on(
  'file-system',
  'elasticfilesystem:DescribeFileSystemPolicy',
  'elasticfilesystem:DescribeReplicationConfigurations',
)

/** Everything that a diagnosis may read. Each of them that is denied leaves a line unknown. */
export const readForDiagnosis: readonly IamAction[] = [
  ...readProfile,
  ...on('any', 'sagemaker:ListUserProfiles', 'sagemaker:ListSpaces', 'sagemaker:ListApps'),
  ...on('space', 'sagemaker:DescribeSpace'),
  ...on('app', 'sagemaker:DescribeApp'),
  ...on('file-system', 'elasticfilesystem:DescribeFileSystems'),
  ...readMountTargets,
  ...readForeignSettings,
  ...on('any', 'ec2:DescribeSubnets'),
  ...onlyWith('deep', [
    ...on('any', 'ec2:DescribeNetworkAcls', 'ec2:DescribeVpcAttribute', 'ec2:DescribeVpcs', 'ec2:DescribeDhcpOptions'),
    ...on('kms-key', 'kms:DescribeKey'),
    ...on('execution-role', 'iam:GetRole'),
    ...on('studio-logs', 'logs:DescribeLogStreams'),
    ...on('every-lifecycle-config', 'sagemaker:DescribeStudioLifecycleConfig'),
    ...on('any', 'cloudwatch:GetMetricData'),
  ]),
]

/** AWS Backup takes on the role that restores. */
export const restoreFromRecoveryPoint: readonly IamAction[] = [
  ...on('any', 'backup:ListRecoveryPointsByResource', 'backup:DescribeRestoreJob'),
  ...on('recovery-point', 'backup:GetRecoveryPointRestoreMetadata', 'backup:StartRestoreJob'),
  {
    action: 'iam:PassRole',
    resources: ['backup-role'],
    neededFor: 'StartRestoreJob',
    condition: { StringEquals: { 'iam:PassedToService': 'backup.amazonaws.com' } },
  },
]

export const createFileSystem: readonly IamAction[] = [
  {
    action: 'elasticfilesystem:CreateFileSystem',
    resources: ['any'],
    condition: { Bool: { 'elasticfilesystem:Encrypted': 'true' } },
  },
  {
    action: 'elasticfilesystem:TagResource',
    resources: ['file-system', 'every-access-point'],
    neededFor: 'CreateFileSystem, CreateAccessPoint',
    // Not for tags of what exists: those decide what a stack deletes.
    condition: { StringEquals: { 'elasticfilesystem:CreateAction': ['CreateFileSystem', 'CreateAccessPoint'] } },
  },
  {
    action: 'iam:CreateServiceLinkedRole',
    resources: ['efs-service-role'],
    neededFor: 'CreateFileSystem, the first in the account',
    condition: { StringEquals: { 'iam:AWSServiceName': 'elasticfilesystem.amazonaws.com' } },
  },
  ...['kms:CreateGrant', 'kms:Decrypt', 'kms:DescribeKey', 'kms:GenerateDataKeyWithoutPlaintext'].map((action) => ({
    action,
    resources: ['kms-key'] as const,
    neededFor: 'CreateFileSystem',
    onlyWith: 'kmsKeyId',
  })),
  ...onlyWith('lifecyclePolicies', on('file-system', 'elasticfilesystem:PutLifecycleConfiguration')),
  ...onlyWith('fileSystemPolicy', on('file-system', 'elasticfilesystem:PutFileSystemPolicy')),
]

export const createMountTargets: readonly IamAction[] = [
  ...on(
    'file-system',
    'elasticfilesystem:CreateMountTarget',
    'elasticfilesystem:DescribeMountTargetSecurityGroups',
    'elasticfilesystem:ModifyMountTargetSecurityGroups',
  ),
  ...onAnyFor('CreateMountTarget', 'ec2:DescribeSubnets', 'ec2:DescribeNetworkInterfaces'),
  onFor(
    'CreateMountTarget',
    'ec2:CreateNetworkInterface',
    ...(['network-interface', 'subnet', 'every-security-group'] as const),
  ),
  ...onAnyFor('ModifyMountTargetSecurityGroups', 'ec2:DescribeNetworkInterfaceAttribute'),
  onFor(
    'ModifyMountTargetSecurityGroups',
    'ec2:ModifyNetworkInterfaceAttribute',
    ...(['network-interface', 'every-security-group'] as const),
  ),
]

const hasOwnerTag = (key: 'aws:RequestTag' | 'aws:ResourceTag') => ({
  StringEquals: { [`${key}/${OWNER_TAG}`]: OWNER },
})

/** Only groups with this package's tag, which they carry from the moment they exist. */
export const createSecurityGroup: readonly IamAction[] = [
  ...on('vpc', 'ec2:CreateSecurityGroup'),
  { action: 'ec2:CreateSecurityGroup', resources: ['security-group'], condition: hasOwnerTag('aws:RequestTag') },
  {
    action: 'ec2:CreateTags',
    resources: ['security-group'],
    neededFor: 'CreateSecurityGroup',
    condition: { StringEquals: { 'ec2:CreateAction': 'CreateSecurityGroup' } },
  },
  {
    action: 'ec2:AuthorizeSecurityGroupIngress',
    resources: ['security-group'],
    condition: hasOwnerTag('aws:ResourceTag'),
  },
]

export const deleteOwnResources: readonly IamAction[] = [
  ...on('every-access-point', 'elasticfilesystem:DeleteAccessPoint'),
  ...on('file-system', 'elasticfilesystem:DeleteMountTarget'),
  onFor('DeleteMountTarget', 'ec2:DeleteNetworkInterface', 'network-interface'),
  { action: 'ec2:DeleteSecurityGroup', resources: ['security-group'], condition: hasOwnerTag('aws:ResourceTag') },
  ...onlyWith('deleteData', on('file-system', 'elasticfilesystem:DeleteFileSystem')),
]
