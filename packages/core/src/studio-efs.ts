import { attachToProfile } from './operations/attach-to-profile.js'
import { backfillProfiles } from './operations/backfill-profiles.js'
import { clearDomainDefault } from './operations/clear-domain-default.js'
import { describeSharing } from './operations/describe-sharing.js'
import { detachFromProfile } from './operations/detach-from-profile.js'
import { ensureFileSystemForDomain } from './operations/ensure-file-system-for-domain.js'
import { onboardProfile } from './operations/onboard-profile.js'
import { onboardProfiles } from './operations/onboard-profiles.js'
import { provisionUserDirectory } from './operations/provision-user-directory.js'
import { removeFileSystem } from './operations/remove-file-system.js'
import { replayCloudTrail } from './operations/replay-cloudtrail.js'
import { setDomainDefault } from './operations/set-domain-default.js'
import { shareAcrossVpcDomains } from './operations/share-across-vpc-domains.js'
import { unshareAcrossVpcDomains } from './operations/unshare-across-vpc-domains.js'

const operations = {
  provisionUserDirectory,
  attachToProfile,
  onboardProfile,
  onboardProfiles,
  backfillProfiles,
  replayCloudTrail,
  detachFromProfile,
  setDomainDefault,
  clearDomainDefault,
  shareAcrossVpcDomains,
  unshareAcrossVpcDomains,
  describeSharing,
  ensureFileSystemForDomain,
  removeFileSystem,
}

type Operations = typeof operations

/** The operations that `Context` has everything for, each waiting for its input only. */
export type StudioEfs<Context> = {
  readonly [Name in keyof Operations as Context extends Parameters<Operations[Name]>[0] ? Name : never]: (
    input: Parameters<Operations[Name]>[1],
  ) => ReturnType<Operations[Name]>
}

/**
 * Binds every operation to one context. An operation whose part of the context is missing is missing in the type.
 *
 * @example
 * const studioEfs = createStudioEfs({
 *   sagemaker: new SageMakerClient({}),
 *   directories: posixDirectoryDriver({ mountPath: '/mnt/efs' }),
 * })
 * await studioEfs.onboardProfile({ domainId, userProfileName, fileSystemId })
 */
export function createStudioEfs<const Context extends object>(context: Context): StudioEfs<Context> {
  const bound = Object.entries(operations).map(([name, operation]) => [
    name,
    (input: never) => operation(context as never, input),
  ])
  return Object.fromEntries(bound)
}
