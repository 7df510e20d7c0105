import type { KnownDifference } from './known-difference.js'

const API = 'https://docs.aws.amazon.com/efs/latest/ug'

const noContent: KnownDifference = {
  reason: 'These operations answer 204 without a body.',
  document: `${API}/API_ModifyMountTargetSecurityGroups.html`,
  lines: ['ModifyMountTargetSecurityGroups: HTTP status 204, moto 200', 'DeleteAccessPoint: HTTP status 204, moto 200'],
}

const states: KnownDifference = {
  reason: 'Creation returns while the resource is still being created; it is available some time later.',
  document: `${API}/API_CreateFileSystem.html`,
  lines: [
    'CreateFileSystem, encrypted: LifeCycleState "creating", moto "available"',
    'CreateFileSystem with the defaults: LifeCycleState "creating", moto "available"',
    'CreateFileSystem in one zone: LifeCycleState "creating", moto "available"',
    'CreateMountTarget: LifeCycleState "creating", moto "available"',
    'CreateAccessPoint: LifeCycleState "creating", moto "available"',
    'CreateAccessPoint of a path: LifeCycleState "creating", moto "available"',
  ],
}

const descriptions: readonly KnownDifference[] = [
  {
    reason: 'The size has a part for each storage class, Archive among them.',
    document: `${API}/API_FileSystemSize.html`,
    lines: [
      'CreateFileSystem, encrypted: SizeInBytes.ValueInArchive 0, moto absent',
      'CreateFileSystem with the defaults: SizeInBytes.ValueInArchive 0, moto absent',
      'CreateFileSystem in one zone: SizeInBytes.ValueInArchive 0, moto absent',
      'DescribeFileSystems by id: FileSystems[0].SizeInBytes.ValueInArchive 0, moto absent',
    ],
  },
  {
    reason: 'Without KmsKeyId an encrypted file system has the key of EFS, and its description names it.',
    document: `${API}/API_CreateFileSystem.html`,
    lines: [
      'CreateFileSystem, encrypted: KmsKeyId "arn:aws:kms:eu-west-1:123456789012:key/<uuid>", moto absent',
      'DescribeFileSystems by id: FileSystems[0].KmsKeyId "arn:aws:kms:eu-west-1:123456789012:key/<uuid>", moto absent',
    ],
  },
  {
    reason: 'Every file system has its protection described, and it is enabled to begin with.',
    document: `${API}/API_FileSystemProtectionDescription.html`,
    lines: [
      'CreateFileSystem, encrypted: FileSystemProtection.ReplicationOverwriteProtection "ENABLED", moto absent',
      'CreateFileSystem with the defaults: FileSystemProtection.ReplicationOverwriteProtection "ENABLED", moto absent',
      'CreateFileSystem in one zone: FileSystemProtection.ReplicationOverwriteProtection "ENABLED", moto absent',
      'DescribeFileSystems by id: FileSystems[0].FileSystemProtection.ReplicationOverwriteProtection "ENABLED", moto absent',
    ],
  },
  {
    reason: 'The name is that of the Name tag, when there is one.',
    document: `${API}/API_FileSystemDescription.html`,
    lines: [
      'CreateFileSystem with the defaults: Name absent, moto ""',
      'CreateFileSystem in one zone: Name absent, moto ""',
    ],
  },
  {
    reason:
      'In the oldest Regions, this one among them, zone names are mapped to zone ids for each account; the fake numbers them by letter.',
    document: 'https://docs.aws.amazon.com/global-infrastructure/latest/regions/az-ids.html',
    lines: [
      'CreateFileSystem in one zone: AvailabilityZoneId "euw1-az1", moto "euw1-az3"',
      'CreateMountTarget: AvailabilityZoneId "euw1-az1", moto "euw1-az3"',
      'DescribeMountTargets by file system: MountTargets[0].AvailabilityZoneId "euw1-az1", moto "euw1-az3"',
      'DescribeSubnets by filter: Subnets[0].AvailabilityZoneId "euw1-az2", moto "euw1-az1"',
    ],
  },
]

const refusals: readonly KnownDifference[] = [
  {
    reason: 'Provisioned throughput needs an amount.',
    document: `${API}/API_CreateFileSystem.html`,
    lines: ['CreateFileSystem, provisioned without an amount: BadRequest (400), moto success (201)'],
  },
  {
    reason: 'An input that breaks the API model is refused; a test against AWS gave the code ValidationException.',
    document: 'https://github.com/aws/aws-sdk-js-v3/pull/1288',
    lines: ['CreateFileSystem with an unknown mode: ValidationException (400), moto success (201)'],
  },
  {
    reason: 'A path has four levels at most and begins with a slash, by the pattern of the API model.',
    document: `${API}/API_RootDirectory.html`,
    lines: [
      'CreateAccessPoint of five levels: ValidationException (400), moto success (200)',
      'CreateAccessPoint of no absolute path: ValidationException (400), moto success (200)',
    ],
  },
  {
    reason: 'An unknown subnet or security group is a 400.',
    document: `${API}/API_CreateMountTarget.html`,
    lines: [
      'CreateMountTarget in an unknown subnet: SubnetNotFound (400), moto SubnetNotFound (404)',
      'CreateMountTarget with an unknown security group: SecurityGroupNotFound (400), moto SecurityGroupNotFound (404)',
    ],
  },
  {
    reason: 'A mount target has five security groups at most.',
    document: `${API}/limits.html`,
    lines: [
      'CreateMountTarget with six security groups: SecurityGroupLimitExceeded (400), moto SecurityGroupNotFound (404)',
      'ModifyMountTargetSecurityGroups with six: SecurityGroupLimitExceeded (400), moto success (200)',
    ],
  },
  {
    reason: 'The groups have to exist when they are modified, too.',
    document: `${API}/API_ModifyMountTargetSecurityGroups.html`,
    lines: ['ModifyMountTargetSecurityGroups with an unknown one: SecurityGroupNotFound (400), moto success (200)'],
  },
  {
    reason: 'A client token belongs to one access point, and the file system has to exist.',
    document: `${API}/API_CreateAccessPoint.html`,
    lines: [
      'CreateAccessPoint with a token that is taken: AccessPointAlreadyExists (409), moto success (200)',
      'CreateAccessPoint for an unknown file system: FileSystemNotFound (404), moto success (200)',
    ],
  },
  {
    reason: 'AccessPointId and FileSystemId exclude each other.',
    document: `${API}/API_DescribeAccessPoints.html`,
    lines: ['DescribeAccessPoints by two ids: BadRequest (400), moto success (200)'],
  },
  {
    reason: 'A resource that does not exist cannot be deleted.',
    document: `${API}/API_DeleteAccessPoint.html`,
    lines: ['DeleteAccessPoint of a deleted one: AccessPointNotFound (404), moto success (200)'],
  },
  {
    reason: 'A policy that is malformed is refused.',
    document: `${API}/API_PutFileSystemPolicy.html`,
    lines: ['PutFileSystemPolicy that is none: InvalidPolicyException (400), moto success (200)'],
  },
  {
    reason: 'A resource that does not exist has no tags.',
    document: `${API}/API_ListTagsForResource.html`,
    lines: ['ListTagsForResource of an unknown file system: FileSystemNotFound (404), moto success (200)'],
  },
]

export const knownEfs: readonly KnownDifference[] = [states, ...descriptions, noContent, ...refusals]
