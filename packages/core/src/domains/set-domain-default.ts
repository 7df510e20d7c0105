import { err, ok, type Result, type ResultAsync } from 'neverthrow'
import type { CallOptions } from '../call.js'
import { type StudioEfsContext, withDefaults } from '../context.js'
import type { DirectoryStepError } from '../drivers/ensure-directory.js'
import type { InvalidInputError } from '../errors.js'
import type { DirectoryChange, DomainFileSystemsChange, ProfileFileSystemsChange } from '../model/change.js'
import type { DirectoryReceipt } from '../model/directory.js'
import type { DomainId } from '../model/ids.js'
import { parseInput } from '../model/parse/parse-input.js'
import { domainDefaultFields, requireDriver } from '../studio/default-fields.js'
import { withDomain } from '../studio/domain-turn.js'
import type { HiddenProfile } from '../studio/hidden-profiles.js'
import type { DefaultScope } from '../studio/plan/domain-lists-plan.js'
import type { ExecutionRoleMissingError } from '../studio/plan/execution-role-missing-error.js'
import type { AmbiguousFileSystemError, TooManyFileSystemsError } from '../studio/plan/file-system-merge-error.js'
import type { ReadModifyWriteError } from '../studio/read-modify-write.js'
import { setDefaultStep } from '../studio/set-default-step.js'

export interface SetDomainDefaultInput extends CallOptions {
  readonly domainId: string
  readonly fileSystemId: string
  /** The directory that the spaces mount. Default `/`. */
  readonly fileSystemPath?: string
  /** Which spaces: `private` (DefaultUserSettings), `shared` (DefaultSpaceSettings), or `both` (the default). */
  readonly scope?: DefaultScope
  /** For a domain whose DefaultSpaceSettings have none yet; it becomes the role of its shared spaces. */
  readonly executionRole?: string
  /** `provision` makes the directory first, through the context's `directories`. Default `as-is`. */
  readonly directory?: 'provision' | 'as-is'
  /** Owner of the directory. Default: what the spaces act as (CustomPosixUserConfig), else 200001 and 1001. */
  readonly uid?: number
  readonly gid?: number
  /** Permission bits of the directory, as a number or an octal string. Default 0o2770. */
  readonly mode?: number | string
  /** `report` (the default) reads every profile of the domain and says which do not see the default; `skip` does not. */
  readonly hiddenProfiles?: 'report' | 'skip'
  /** Adds the file system also to the profiles whose own list hides the domain's. Default false. */
  readonly reachProfiles?: boolean
  /** How many entries SageMaker takes in a list. Default 10; older Regions and CloudFormation say 2. */
  readonly maxCustomFileSystems?: number
  /** Reads and plans, and writes nothing. Default false. */
  readonly dryRun?: boolean
}

export interface SetDomainDefaultOutput {
  readonly domainId: DomainId
  /** Undefined unless it was to be provisioned. */
  readonly directory: DirectoryReceipt | undefined
  /** The profiles that do not see the default, and those that were reached. */
  readonly profiles: readonly HiddenProfile[]
  readonly changes: readonly (DirectoryChange | DomainFileSystemsChange | ProfileFileSystemsChange)[]
}

export type SetDomainDefaultError =
  | InvalidInputError
  | AmbiguousFileSystemError
  | TooManyFileSystemsError
  | ExecutionRoleMissingError
  | DirectoryStepError
  | ReadModifyWriteError

/**
 * Private spaces, shared spaces or both of the domain get the file system by default, and everything else in these lists
 * is as it was. A default is never set to a directory that could not be made. A space mounts it when it lists it, or when
 * its user picks it in Studio.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/domain-custom-file-system.html
 * @example
 * const result = await setDomainDefault(context, {
 *   domainId: 'd-abcdefghijkl', fileSystemId: 'fs-0123456789abcdef0', fileSystemPath: '/shared', directory: 'provision',
 * })
 * if (result.isOk()) console.log(result.value.profiles.filter(({ outcome }) => outcome === 'hidden'))
 */
export function setDomainDefault(
  context: Pick<StudioEfsContext, 'sagemaker' | 'clock' | 'logger' | 'domainCache'> &
    Partial<Pick<StudioEfsContext, 'directories'>>,
  input: SetDomainDefaultInput,
): ResultAsync<SetDomainDefaultOutput, SetDomainDefaultError> {
  const complete = withDefaults(context)
  return parseInput(input, domainDefaultFields)
    .andThen((wish) => requireDriver(complete, wish))
    .asyncAndThen((wish) =>
      withDomain(
        complete,
        wish,
        async (domain, patience): Promise<Result<SetDomainDefaultOutput, SetDomainDefaultError>> => {
          const done = await setDefaultStep(complete, domain, wish, patience)
          return done.isErr() ? err(done.error) : ok({ domainId: domain.domainId, ...done.value })
        },
      ),
    )
}
