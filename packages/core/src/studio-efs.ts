import { clearDomainDefault } from './domains/clear-domain-default.js'
import { setDomainDefault } from './domains/set-domain-default.js'
import { ensureFileSystemForDomain } from './file-systems/ensure-file-system-for-domain.js'
import { removeFileSystem } from './file-systems/remove-file-system.js'
import { attachToProfile } from './profiles/attach-to-profile.js'
import { detachFromProfile } from './profiles/detach-from-profile.js'
import { onboardProfile } from './profiles/onboard-profile.js'
import { provisionUserDirectory } from './profiles/provision-user-directory.js'
import { backfillProfiles } from './runs/backfill-profiles.js'
import { detachProfiles } from './runs/detach-profiles.js'
import { onboardProfiles } from './runs/onboard-profiles.js'
import { replayCloudTrail } from './runs/replay-cloudtrail.js'
import { describeSharing } from './sharing/describe-sharing.js'
import { shareAcrossVpcDomains } from './sharing/share-across-vpc-domains.js'
import { unshareAcrossVpcDomains } from './sharing/unshare-across-vpc-domains.js'

const operations = {
  provisionUserDirectory,
  attachToProfile,
  onboardProfile,
  onboardProfiles,
  backfillProfiles,
  replayCloudTrail,
  detachFromProfile,
  detachProfiles,
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
