import { restJson } from '../codecs/rest-json.js'
import { type FakeApi, reads, writes } from '../fake-api.js'
import { FakeAwsError } from '../fake-aws-error.js'
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
    CreateFileSystem: writes(createFileSystem),
    DescribeFileSystems: reads(describeFileSystems),
    UpdateFileSystem: writes(updateFileSystem),
    DeleteFileSystem: writes(deleteFileSystem),
    CreateMountTarget: writes(createMountTarget),
    DescribeMountTargets: reads(describeMountTargets),
    DeleteMountTarget: writes(deleteMountTarget),
    DescribeMountTargetSecurityGroups: reads(describeMountTargetSecurityGroups),
    ModifyMountTargetSecurityGroups: writes(modifyMountTargetSecurityGroups),
    CreateAccessPoint: writes(createAccessPoint),
    DescribeAccessPoints: reads(describeAccessPoints),
    DeleteAccessPoint: writes(deleteAccessPoint),
    TagResource: writes(tagResource),
    UntagResource: writes(untagResource),
    ListTagsForResource: reads(listTagsForResource),
    PutFileSystemPolicy: writes(putFileSystemPolicy),
    DescribeFileSystemPolicy: reads(describeFileSystemPolicy),
    DeleteFileSystemPolicy: writes(deleteFileSystemPolicy),
    PutLifecycleConfiguration: writes(putLifecycleConfiguration),
    DescribeLifecycleConfiguration: reads(describeLifecycleConfiguration),
    PutBackupPolicy: writes(putBackupPolicy),
    DescribeBackupPolicy: reads(describeBackupPolicy),
  },
}
