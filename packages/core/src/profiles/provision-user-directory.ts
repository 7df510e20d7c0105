import { err, ok, type Result, type ResultAsync } from 'neverthrow'
import type { ReadinessError } from '../aws/sagemaker/wait-until-ready.js'
import type { CallOptions, Patience } from '../call.js'
import { callFields } from '../call-options.js'
import { type StudioEfsContext, withDefaults } from '../context.js'
import {
  type DirectoryStepContext,
  type DirectoryStepError,
  directoryChanges,
  ensureDirectory,
} from '../drivers/ensure-directory.js'
import type { InvalidInputError } from '../errors.js'
import type { DirectoryChange } from '../model/change.js'
import type { DirectoryReceipt } from '../model/directory.js'
import {
  DEFAULT_LAYOUT,
  type DirectoryLayout,
  type DirectoryNameCase,
  directoryPathFor,
  parseDirectoryLayout,
} from '../model/directory-layout.js'
import { type DirectoryMode, PRIVATE_MODE, parseDirectoryMode } from '../model/directory-mode.js'
import type { UserProfileRef } from '../model/ids.js'
import { parseDomainId, parseUserProfileName } from '../model/ids.js'
import { oneOf, optional, parseInput } from '../model/parse/parse-input.js'
import { posixOwnerOf } from '../studio/posix-owner.js'
import { withProfile } from '../studio/profile-turn.js'
import type { Read } from './attach.js'

export interface ProvisionUserDirectoryInput extends CallOptions {
  readonly domainId: string
  readonly userProfileName: string
  /** Template of the directory's path; default `/{userProfileName}`. `{domainId}` separates domains that share a file system. */
  readonly layout?: string
  /** How the name is spelled in the path. Default `as-stored`: as SageMaker's DescribeUserProfile spells it. */
  readonly nameCase?: DirectoryNameCase
  /** Permission bits, as a number or an octal string. Default 0o700. */
  readonly mode?: number | string
  /** Reads and plans, and writes nothing. Default false. */
  readonly dryRun?: boolean
}

export interface ProvisionUserDirectoryOutput {
  /** The profile, spelled as SageMaker stores it. */
  readonly profile: UserProfileRef
  readonly directory: DirectoryReceipt
  readonly changes: readonly DirectoryChange[]
}

export type ProvisionUserDirectoryError = InvalidInputError | ReadinessError | DirectoryStepError

/**
 * The profile's directory exists, belongs to the profile's POSIX identity and has the mode. A directory that is already
 * there keeps its contents; only its own owner and mode are set right.
 *
 * @example
 * const result = await provisionUserDirectory(context, { domainId: 'd-abcdefghijkl', userProfileName: 'alice' })
 * if (result.isOk()) console.log(result.value.directory.path, result.value.directory.outcome)
 */
export function provisionUserDirectory(
  context: Pick<StudioEfsContext, 'sagemaker' | 'directories' | 'clock' | 'logger' | 'domainCache'>,
  input: ProvisionUserDirectoryInput,
): ResultAsync<ProvisionUserDirectoryOutput, ProvisionUserDirectoryError> {
  const complete = withDefaults(context)
  return parseInput(input, provisionFields).asyncAndThen((parsed) =>
    withProfile(complete, parsed, (read, patience) => provisionStep(complete, read, parsed, patience)),
  )
}

/** Its fields, which `onboardProfile` takes as well. */
export const provisionFields = {
  domainId: parseDomainId,
  userProfileName: parseUserProfileName,
  layout: optional(parseDirectoryLayout, DEFAULT_LAYOUT),
  nameCase: optional(oneOf('as-stored', 'lower'), 'as-stored' as const),
  mode: optional(parseDirectoryMode, PRIVATE_MODE),
  ...callFields,
}

export interface ProvisionWish {
  readonly layout: DirectoryLayout
  readonly nameCase: DirectoryNameCase
  readonly mode: DirectoryMode
  readonly dryRun: boolean
}

/** The same on a profile that was read already. */
export async function provisionStep(
  context: DirectoryStepContext,
  { profile, domain }: Read,
  wish: ProvisionWish,
  patience: Patience,
): Promise<Result<ProvisionUserDirectoryOutput, DirectoryStepError>> {
  const path = directoryPathFor(wish.layout, profile, wish.nameCase)
  const spec = { path, owner: posixOwnerOf(profile, domain), mode: wish.mode }
  const receipt = await ensureDirectory(context, spec, wish, patience)
  if (receipt.isErr()) return err(receipt.error)
  const { domainId, userProfileName } = profile
  return ok({
    profile: { domainId, userProfileName },
    directory: receipt.value,
    changes: directoryChanges(receipt.value),
  })
}
