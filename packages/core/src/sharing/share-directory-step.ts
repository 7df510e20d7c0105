import { ok, type Result } from 'neverthrow'
import type { Patience } from '../call.js'
import type { DirectoryDriver } from '../drivers/directory-driver.js'
import { type DirectoryStepError, ensureDirectory } from '../drivers/ensure-directory.js'
import type { DirectoryReceipt } from '../model/directory.js'
import type { PosixOwner } from '../model/posix-owner.js'
import type { Clock } from '../time/clock.js'
import type { ShareWish } from './share-fields.js'

/** The directory that all domains share, made once; none without an owner. */
export async function shareDirectoryStep(
  { directories, clock }: { readonly directories?: DirectoryDriver; readonly clock: Clock },
  wish: ShareWish,
  owner: PosixOwner | undefined,
  patience: Patience,
): Promise<Result<DirectoryReceipt | undefined, DirectoryStepError>> {
  if (owner === undefined || directories === undefined) return ok(undefined)
  const { fileSystemPath: path, mode } = wish
  return ensureDirectory({ directories, clock }, { path, owner, mode }, wish, patience)
}
