import { parseFileSystemId } from '@studio-efs/core'
import { required } from './setting.js'

/** `efs_id` is the name that the AWS blog post uses. */
export const fileSystemSettings = {
  fileSystemId: required(['STUDIO_EFS_FILE_SYSTEM_ID', 'efs_id'], 'the id of the EFS file system', parseFileSystemId),
}
