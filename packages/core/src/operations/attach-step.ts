import { err, ok, type Result } from 'neverthrow'
import type { SageMakerClient } from '../aws/sagemaker.js'
import type { Clock } from '../clock.js'
import type { ProfileFileSystemsChange } from '../model/change.js'
import type { CustomFileSystem, CustomFileSystemConfig } from '../model/custom-file-system.js'
import type { Domain, UserProfile } from '../model/studio-resource.js'
import type { Patience } from '../patience.js'
import { type DomainFileSystems, mergeFileSystem } from '../policy/file-system-merge.js'
import type { AmbiguousFileSystemError, TooManyFileSystemsError } from '../policy/file-system-merge-error.js'
import { updateProfileList } from './profile-list-step.js'
import type { ReadModifyWriteError, WriteRules } from './read-modify-write.js'

export interface AttachStepContext {
  readonly sagemaker: SageMakerClient
  readonly clock: Clock
}

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
  context: AttachStepContext,
  { profile, domain }: Read,
  wish: AttachWish,
  patience: Patience,
): Promise<Result<AttachReport, AttachStepError>> {
  const holder = `user profile ${profile.domainId}/${profile.userProfileName}`
  const plan = (own: readonly CustomFileSystemConfig[]) =>
    mergeFileSystem({ ...wish, holder, own, domain: domain.customFileSystems })
  const changed = await updateProfileList(context, profile, plan, wish, patience)
  if (changed.isErr()) return err(changed.error)
  const list = changed.value === undefined || wish.dryRun ? profile.customFileSystems : changed.value.after
  return ok({ customFileSystems: list, changes: changed.value === undefined ? [] : [changed.value] })
}
