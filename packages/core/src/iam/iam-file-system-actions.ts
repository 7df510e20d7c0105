import { OWNER, OWNER_TAG } from '../network/plan/ownership.js'
import { type IamAction, on, onAnyFor, onlyWith } from './iam-action.js'

const ours = (key: string) => ({ StringEquals: { [`${key}/${OWNER_TAG}`]: OWNER } })

export const readMountTargets = [
  ...on('any', 'ec2:DescribeSecurityGroups', 'ec2:DescribeNetworkInterfaces'),
  ...on('file-system', 'elasticfilesystem:DescribeMountTargets'),
]

export const makeFileSystem: readonly IamAction[] = [
  {
    action: 'elasticfilesystem:CreateFileSystem',
    resources: ['any'],
    condition: { Bool: { 'elasticfilesystem:Encrypted': 'true' } },
  },
  {
    action: 'elasticfilesystem:TagResource',
    resources: ['file-system', 'every-access-point'],
    neededFor: 'CreateFileSystem, CreateAccessPoint',
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
]

export const makeMountTargets: readonly IamAction[] = [
  ...on(
    'file-system',
    'elasticfilesystem:CreateMountTarget',
    'elasticfilesystem:DescribeMountTargetSecurityGroups',
    'elasticfilesystem:ModifyMountTargetSecurityGroups',
  ),
  ...onAnyFor(
    'CreateMountTarget',
    'ec2:DescribeSubnets',
    'ec2:DescribeNetworkInterfaces',
    'ec2:CreateNetworkInterface',
  ),
  ...onAnyFor(
    'ModifyMountTargetSecurityGroups',
    'ec2:DescribeNetworkInterfaceAttribute',
    'ec2:ModifyNetworkInterfaceAttribute',
  ),
]

/** Only groups that carry our tag, from their first moment on. */
export const makeSecurityGroup: readonly IamAction[] = [
  ...on('vpc', 'ec2:CreateSecurityGroup'),
  { action: 'ec2:CreateSecurityGroup', resources: ['security-group'], condition: ours('aws:RequestTag') },
  {
    action: 'ec2:CreateTags',
    resources: ['security-group'],
    neededFor: 'CreateSecurityGroup',
    condition: { StringEquals: { 'ec2:CreateAction': 'CreateSecurityGroup' } },
  },
  { action: 'ec2:AuthorizeSecurityGroupIngress', resources: ['security-group'], condition: ours('aws:ResourceTag') },
]

export const deleteWhatWeMade: readonly IamAction[] = [
  ...on('every-access-point', 'elasticfilesystem:DeleteAccessPoint'),
  ...on('file-system', 'elasticfilesystem:DeleteMountTarget'),
  ...onAnyFor('DeleteMountTarget', 'ec2:DeleteNetworkInterface'),
  { action: 'ec2:DeleteSecurityGroup', resources: ['security-group'], condition: ours('aws:ResourceTag') },
  ...onlyWith('deleteData', on('file-system', 'elasticfilesystem:DeleteFileSystem')),
]
