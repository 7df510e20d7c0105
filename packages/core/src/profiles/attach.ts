import { err, ok, type Result } from 'neverthrow'
import type { DescribeContext } from '../aws/sagemaker/describe-and-update.js'
import type { Patience } from '../call.js'
import type { ProfileFileSystemsChange } from '../model/change.js'
import type { CustomFileSystem, CustomFileSystemConfig } from '../model/custom-file-system.js'
import type { Domain, UserProfile } from '../model/studio-resource.js'
import { type DomainFileSystems, mergeFileSystem } from '../studio/plan/file-system-merge.js'
import type { AmbiguousFileSystemError, TooManyFileSystemsError } from '../studio/plan/file-system-merge-error.js'
import type { ReadModifyWriteError, WriteRules } from '../studio/read-modify-write.js'
import { updateProfileList } from '../studio/update-profile-list.js'

export interface AttachWish extends WriteRules {
  readonly wanted: CustomFileSystem
  readonly domainFileSystems: DomainFileSystems
  readonly limit: number
}

export type AttachStepError = AmbiguousFileSystemError | TooManyFileSystemsError | ReadModifyWriteError

/** What was read before the step: the profile, ready to be updated, and its domain. */
export interface Read {
  readonly profile: UserProfile
  readonly domain: Domain
}

export interface AttachReport {
  /** The profile's list afterwards. */
  readonly customFileSystems: readonly CustomFileSystemConfig[]
  readonly changes: readonly ProfileFileSystemsChange[]
}

/** Makes the profile list the file system. Call it while holding the profile's turn. */
export async function attachStep(
  context: DescribeContext,
  read: Read,
  wish: AttachWish,
  patience: Patience,
): Promise<Result<AttachReport, AttachStepError>> {
  const changed = await updateProfileList(context, read.profile, attachPlanner(read, wish), wish, patience)
  if (changed.isErr()) return err(changed.error)
  const { changes, seen } = changed.value
  return ok({ customFileSystems: seen?.customFileSystems ?? changes.at(-1)?.after ?? [], changes })
}

/** What becomes of the profile's list. Pure. */
export function attachPlanner({ profile, domain }: Read, wish: AttachWish) {
  const holder = `user profile ${profile.domainId}/${profile.userProfileName}`
  return (own: readonly CustomFileSystemConfig[]) =>
    mergeFileSystem({ ...wish, holder, own, domain: domain.customFileSystems })
}
