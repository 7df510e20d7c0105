import { ok, type ResultAsync } from 'neverthrow'
import type { SageMakerCall } from '../aws/sagemaker/describe-and-update.js'
import { type WaitOptions, waitFields } from '../call-options.js'
import type { DomainFileSystemsChange } from '../model/change.js'
import { parseFileSystemPath } from '../model/file-system-path.js'
import { type FieldParser, optional, type ParsedFields } from '../model/parse/parse-input.js'
import type { Domain } from '../model/studio-resource.js'
import type { DefaultScope, ExecutionRoleMissingError } from './plan/domain-lists.js'
import { removeFromList } from './plan/list-edit.js'
import type { UpdateError } from './read-modify-write.js'
import { defaultFields } from './set-default.js'
import { updateDomainLists } from './update-domain-lists.js'

/** Describes the default to remove, from one domain or from all domains of a VPC. */
export interface ClearDefaultInput extends WaitOptions {
  readonly fileSystemId: string
  /** Only an entry with this path is removed. Default: any path. */
  readonly fileSystemPath?: string
  /** Spaces that lose it: `private`, `shared`, or `both` (the default). */
  readonly scope?: DefaultScope
  /** Reads and plans, and writes nothing. Default false. */
  readonly dryRun?: boolean
}

export const clearFields = {
  fileSystemId: defaultFields.fileSystemId,
  fileSystemPath: optional(parseFileSystemPath, undefined),
  scope: defaultFields.scope,
  ...waitFields,
} satisfies Record<keyof Required<ClearDefaultInput>, FieldParser<unknown>>

export type ClearDefaultSpec = Omit<ParsedFields<typeof clearFields>, 'timeoutMs' | 'signal'>

export type ClearDefaultError = ExecutionRoleMissingError | UpdateError

/** Removes the file system from the domain's defaults. Hold the domain's turn. */
export function clearDefault(
  call: SageMakerCall,
  domain: Domain,
  spec: ClearDefaultSpec,
): ResultAsync<readonly DomainFileSystemsChange[], ClearDefaultError> {
  const { scope, dryRun } = spec
  return updateDomainLists<never>(call, domain, {
    scope,
    dryRun,
    executionRole: undefined,
    planList: (own) => ok(removeFromList({ own, domain: [], unwanted: spec, domainFileSystems: 'leave' })),
  })
}
