import { callFields } from '../call-options.js'
import { parseDomainId, parseFileSystemId, parseFileSystemName, parseKmsKeyId } from '../model/ids.js'
import { parseLifecyclePolicies } from '../model/lifecycle-policies.js'
import { parseSecurityGroupId, parseSubnetIds } from '../model/network.js'
import { oneOf, optional, type ParsedFields } from '../model/parse/parse-input.js'
import { parseWholeNumber } from '../model/parse/parse-text.js'
import { parseTags } from '../model/tags.js'
import { parseOnProgress } from './progress.js'

const GROUP_WAIT_MS = 30_000
const MAX_GROUP_WAIT_MS = 3_600_000
/** EFS names it as fixed; the API follows the account's quota of groups per network interface, which can be up to 16. */
const GROUPS_PER_MOUNT_TARGET = 5

export const ensureFileSystemFields = {
  domainId: parseDomainId,
  fileSystemId: optional(parseFileSystemId, undefined),
  subnetIds: optional(parseSubnetIds, undefined),
  name: optional(parseFileSystemName, undefined),
  kmsKeyId: optional(parseKmsKeyId, undefined),
  lifecyclePolicies: optional(parseLifecyclePolicies, undefined),
  tags: optional(parseTags, {}),
  securityGroupId: optional(parseSecurityGroupId, undefined),
  missingSecurityGroup: optional(oneOf('fail', 'create'), 'fail' as const),
  securityGroupWaitMs: optional(
    (value, field) => parseWholeNumber(field, value, { min: 0, max: MAX_GROUP_WAIT_MS }),
    GROUP_WAIT_MS,
  ),
  maxSecurityGroups: optional(
    (value, field) => parseWholeNumber(field, value, { min: 1, max: 16 }),
    GROUPS_PER_MOUNT_TARGET,
  ),
  onProgress: optional(parseOnProgress, undefined),
  ...callFields,
}

export type EnsureFileSystemWish = ParsedFields<typeof ensureFileSystemFields>
