import { err, ok, type Result } from 'neverthrow'
import type { DescribeContext } from '../aws/sagemaker/describe-and-update.js'
import type { Patience } from '../call.js'
import type { DirectoryStepContext, DirectoryStepError } from '../drivers/ensure-directory.js'
import type { DirectoryChange, ProfileFileSystemsChange } from '../model/change.js'
import type { CustomFileSystemConfig } from '../model/custom-file-system.js'
import type { DirectoryReceipt } from '../model/directory.js'
import { directoryPathFor } from '../model/directory-layout.js'
import type { FileSystemId, UserProfileRef } from '../model/ids.js'
import { type AttachStepError, type AttachWish, attachPlanner, attachStep, type Read } from './attach.js'
import { type ProvisionWish, provisionStep } from './provision-user-directory.js'

export interface OnboardWish extends ProvisionWish, Omit<AttachWish, 'wanted' | 'limit'> {
  readonly fileSystemId: FileSystemId
  readonly maxCustomFileSystems: number
}

export type OnboardChange = DirectoryChange | ProfileFileSystemsChange

export interface OnboardReport {
  readonly profile: UserProfileRef
  readonly directory: DirectoryReceipt
  readonly customFileSystems: readonly CustomFileSystemConfig[]
  readonly changes: readonly OnboardChange[]
}

export type OnboardStepError = DirectoryStepError | AttachStepError

/** Why it failed, and what was changed before it did. */
export interface OnboardFailure {
  readonly error: OnboardStepError
  readonly changes: readonly OnboardChange[]
}

/** Provisions the directory of a profile that was read already, and attaches it; never the second without the first. */
export async function onboardStep(
  context: DirectoryStepContext & DescribeContext,
  read: Read,
  wish: OnboardWish,
  patience: Patience,
): Promise<Result<OnboardReport, OnboardFailure>> {
  const attach = attachWishFor(read, wish)
  if (attach.isErr()) return err({ error: attach.error, changes: [] })
  const provisioned = await provisionStep(context, read, wish, patience)
  if (provisioned.isErr()) return err({ error: provisioned.error, changes: [] })
  const { profile, directory, changes } = provisioned.value
  const attached = await attachStep(context, read, attach.value, patience)
  if (attached.isErr()) return err({ error: attached.error, changes })
  const { customFileSystems } = attached.value
  return ok({ profile, directory, customFileSystems, changes: [...changes, ...attached.value.changes] })
}

/** Refuses what could not be attached, before a directory is made for it. Pure. */
function attachWishFor(read: Read, wish: OnboardWish): Result<AttachWish, OnboardStepError> {
  const { fileSystemId, layout, nameCase, maxCustomFileSystems: limit } = wish
  const fileSystemPath = directoryPathFor(layout, read.profile, nameCase)
  const attach = { ...wish, limit, wanted: { fileSystemId, fileSystemPath } }
  return attachPlanner(read, attach)(read.profile.customFileSystems).map(() => attach)
}
