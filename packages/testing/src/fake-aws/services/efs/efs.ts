import { restJson } from '../../wire/codecs/rest-json.js'
import { FakeAwsError } from '../../wire/errors.js'
import { type FakeApi, reads, starts, writes } from '../../world/fake-api.js'
import { createAccessPoint, deleteAccessPoint, describeAccessPoints } from './access-point.js'
import model from './efs.model.json'
import { createFileSystem, deleteFileSystem, describeFileSystems } from './file-system.js'
import {
  createMountTarget,
  deleteMountTarget,
  describeMountTargetSecurityGroups,
  describeMountTargets,
  modifyMountTargetSecurityGroups,
} from './mount-target.js'
import {
  deleteFileSystemPolicy,
  describeBackupPolicy,
  describeFileSystemPolicy,
  describeLifecycleConfiguration,
  putBackupPolicy,
  putFileSystemPolicy,
  putLifecycleConfiguration,
} from './policies.js'
import { describeReplicationConfigurations } from './replication.js'
import { listTagsForResource, tagResource, untagResource } from './tags.js'
import { updateFileSystem } from './update-file-system.js'

export const efs: FakeApi = {
  model,
  codec: restJson(({ code, message }) => ({ ErrorCode: code, Message: message })),
  eventSource: 'elasticfilesystem.amazonaws.com',
  claims: ({ path }) => path.startsWith(`/${model.apiVersion}/`),
  errors: {
    internal: (message) => new FakeAwsError('InternalServerError', message, { status: 500 }),
  },
  operations: {
    CreateFileSystem: starts(createFileSystem, 'error'),
    DescribeFileSystems: reads(describeFileSystems),
    UpdateFileSystem: starts(updateFileSystem, 'error'),
    DeleteFileSystem: starts(deleteFileSystem, 'error'),
    CreateMountTarget: starts(createMountTarget, 'error'),
    DescribeMountTargets: reads(describeMountTargets),
    DeleteMountTarget: starts(deleteMountTarget, 'error'),
    DescribeMountTargetSecurityGroups: reads(describeMountTargetSecurityGroups),
    ModifyMountTargetSecurityGroups: writes(modifyMountTargetSecurityGroups),
    CreateAccessPoint: starts(createAccessPoint, 'error'),
    DescribeAccessPoints: reads(describeAccessPoints),
    DeleteAccessPoint: starts(deleteAccessPoint, 'error'),
    TagResource: writes(tagResource),
    UntagResource: writes(untagResource),
    ListTagsForResource: reads(listTagsForResource),
    DescribeReplicationConfigurations: reads(describeReplicationConfigurations),
    PutFileSystemPolicy: writes(putFileSystemPolicy),
    DescribeFileSystemPolicy: reads(describeFileSystemPolicy),
    DeleteFileSystemPolicy: writes(deleteFileSystemPolicy),
    PutLifecycleConfiguration: writes(putLifecycleConfiguration),
    DescribeLifecycleConfiguration: reads(describeLifecycleConfiguration),
    PutBackupPolicy: writes(putBackupPolicy),
    DescribeBackupPolicy: reads(describeBackupPolicy),
  },
}
