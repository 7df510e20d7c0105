import { err, ok, type Result, type ResultAsync } from 'neverthrow'
import type { DescribeContext } from '../aws/sagemaker/describe-and-update.js'
import type { CallOptions, Patience } from '../call.js'
import { callFields } from '../call-options.js'
import { type StudioEfsContext, withDefaults } from '../context.js'
import type { InvalidInputError } from '../errors.js'
import type { DomainFileSystemsChange } from '../model/change.js'
import type { CustomFileSystemConfig } from '../model/custom-file-system.js'
import { type FileSystemPath, parseFileSystemPath } from '../model/file-system-path.js'
import type { FileSystemId } from '../model/ids.js'
import { type DomainId, parseDomainId } from '../model/ids.js'
import { optional, parseInput } from '../model/parse/parse-input.js'
import type { Domain } from '../model/studio-resource.js'
import { defaultFields } from '../studio/default-fields.js'
import { withDomain } from '../studio/domain-turn.js'
import type { DefaultScope } from '../studio/plan/domain-lists-plan.js'
import type { ExecutionRoleMissingError } from '../studio/plan/execution-role-missing-error.js'
import { removeFileSystemFrom } from '../studio/plan/file-system-removal.js'
import type { ReadModifyWriteError } from '../studio/read-modify-write.js'
import { domainDefaultStep } from '../studio/update-domain-lists.js'

export interface ClearDomainDefaultInput extends CallOptions {
  readonly domainId: string
  readonly fileSystemId: string
  /** Only an entry with this path is removed. Default: whatever path it has. */
  readonly fileSystemPath?: string
  /** Which spaces' default: `private`, `shared`, or `both` (the default). */
  readonly scope?: DefaultScope
  /** Reads and plans, and writes nothing. Default false. */
  readonly dryRun?: boolean
}

export interface ClearDomainDefaultOutput {
  readonly domainId: DomainId
  readonly changes: readonly DomainFileSystemsChange[]
}

export type ClearDomainDefaultError = InvalidInputError | ExecutionRoleMissingError | ReadModifyWriteError

/**
 * The domain's defaults no longer hold the file system; every other entry is as and where it was. Directories and what is
 * in them are not touched, and profiles that list the file system themselves still do.
 */
export function clearDomainDefault(
  context: Pick<StudioEfsContext, 'sagemaker' | 'clock' | 'logger' | 'domainCache'>,
  input: ClearDomainDefaultInput,
): ResultAsync<ClearDomainDefaultOutput, ClearDomainDefaultError> {
  const complete = withDefaults(context)
  return parseInput(input, { domainId: parseDomainId, ...clearFields }).asyncAndThen((wish) =>
    withDomain(
      complete,
      wish,
      async (domain, patience): Promise<Result<ClearDomainDefaultOutput, ClearDomainDefaultError>> => {
        const changes = await clearDefaultStep(complete, domain, wish, patience)
        return changes.isErr() ? err(changes.error) : ok({ domainId: domain.domainId, changes: changes.value })
      },
    ),
  )
}

/** Its fields, which `unshareAcrossVpcDomains` takes as well. */
export const clearFields = {
  fileSystemId: defaultFields.fileSystemId,
  fileSystemPath: optional(parseFileSystemPath, undefined),
  scope: defaultFields.scope,
  ...callFields,
}

export interface ClearWish {
  readonly fileSystemId: FileSystemId
  readonly fileSystemPath: FileSystemPath | undefined
  readonly scope: DefaultScope
  readonly dryRun: boolean
}

/** The same on a domain that was read already. Hold the domain's turn. */
export function clearDefaultStep(
  context: DescribeContext,
  domain: Domain,
  wish: ClearWish,
  patience: Patience,
): Promise<Result<readonly DomainFileSystemsChange[], ExecutionRoleMissingError | ReadModifyWriteError>> {
  const planList = (own: readonly CustomFileSystemConfig[]) =>
    ok(removeFileSystemFrom({ own, domain: [], unwanted: wish, domainFileSystems: 'keep' }))
  const rules = { ...wish, executionRole: undefined, verify: true }
  return domainDefaultStep<never>(context, domain, planList, rules, patience)
}
