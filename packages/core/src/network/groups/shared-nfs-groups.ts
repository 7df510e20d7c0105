import type { AwsResult } from '../../aws/call/aws-error.js'
import { describeSecurityGroups, type Ec2Call } from '../../aws/ec2/network.js'
import type { FileSystemId } from '../../model/ids.js'
import type { SecurityGroup } from '../../model/network.js'
import { FILE_SYSTEM_TAG, isSharedNfsGroup } from '../plan/ownership.js'

/** Reads this package's groups that admit several domains to the file system, in the order of their ordinals. */
export function readSharedNfsGroups(call: Ec2Call, fileSystemId: FileSystemId): AwsResult<readonly SecurityGroup[]> {
  return describeSecurityGroups(call, { tag: FILE_SYSTEM_TAG, value: fileSystemId }).map((tagged) =>
    tagged
      .filter(isSharedNfsGroup)
      .toSorted((a, b) => a.groupName.length - b.groupName.length || a.groupName.localeCompare(b.groupName)),
  )
}
