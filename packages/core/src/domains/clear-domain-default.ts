import type { ResultAsync } from 'neverthrow'
import { requireParts, type StudioEfsContext, withDefaults } from '../context.js'
import type { DomainFileSystemsChange } from '../model/change.js'
import { type DomainId, parseDomainId } from '../model/ids.js'
import { type FieldParser, parseInput } from '../model/parse/parse-input.js'
import { type ClearDefaultError, type ClearDefaultInput, clearDefault, clearFields } from '../studio/clear-default.js'
import { withDomain } from '../studio/domain-turn.js'
import type { InvalidInputError } from '../studio-efs-error.js'

/** Input of {@link clearDomainDefault}. */
export interface ClearDomainDefaultInput extends ClearDefaultInput {
  readonly domainId: string
}

/** Result of {@link clearDomainDefault}: what changed, or would change in a dry run. */
export interface ClearDomainDefaultOutput {
  readonly domainId: DomainId
  readonly changes: readonly DomainFileSystemsChange[]
}

/** Errors of {@link clearDomainDefault}. */
export type ClearDomainDefaultError = InvalidInputError | ClearDefaultError

const fields = {
  domainId: parseDomainId,
  ...clearFields,
} satisfies Record<keyof Required<ClearDomainDefaultInput>, FieldParser<unknown>>

/**
 * The domain's defaults no longer hold the file system; every other entry is as and where it was. Directories and their
 * contents are not touched, and profiles that list the file system themselves still do.
 */
export function clearDomainDefault(
  context: Pick<StudioEfsContext, 'sagemaker' | 'clock' | 'logger' | 'domainCache'>,
  input: ClearDomainDefaultInput,
): ResultAsync<ClearDomainDefaultOutput, ClearDomainDefaultError> {
  return parseInput(input, fields)
    .andThen(requireParts(context, ['sagemaker']))
    .asyncAndThen((spec) =>
      withDomain(withDefaults(context), spec, (call, domain) =>
        clearDefault(call, domain, spec).map((changes) => ({ domainId: domain.domainId, changes })),
      ),
    )
}
