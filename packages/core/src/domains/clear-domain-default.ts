import { ok, type ResultAsync, safeTry } from 'neverthrow'
import { requireParts, type StudioEfsContext, withDefaults } from '../context.js'
import type { DomainFileSystemsChange } from '../model/change.js'
import { type DomainId, parseDomainId } from '../model/ids.js'
import { type FieldParser, parseInput } from '../model/parse/parse-input.js'
import { kindOf, type SpaceSummary } from '../model/space.js'
import { type ClearDefaultError, type ClearDefaultInput, clearDefault, clearFields } from '../studio/clear-default.js'
import { withDomain } from '../studio/domain-turn.js'
import { type StillListedBy, spacesStillListing } from '../studio/spaces-still-listing.js'
import type { InvalidInputError } from '../studio-efs-error.js'

/** Input of {@link clearDomainDefault}. */
export interface ClearDomainDefaultInput extends ClearDefaultInput {
  readonly domainId: string
}

/** Result of {@link clearDomainDefault}: what changed, or would change in a dry run. */
export interface ClearDomainDefaultOutput {
  readonly domainId: DomainId
  readonly changes: readonly DomainFileSystemsChange[]
  /** The domain's spaces of the `scope` that still list it, and mount it at their next start if they can. */
  readonly stillListedBy: StillListedBy
}

/** Errors of {@link clearDomainDefault}. */
export type ClearDomainDefaultError = InvalidInputError | ClearDefaultError

const fields = {
  domainId: parseDomainId,
  ...clearFields,
} satisfies Record<keyof Required<ClearDomainDefaultInput>, FieldParser<unknown>>

/**
 * The domain's defaults no longer hold the file system; every other entry is as and where it was. Directories and their
 * contents are not touched. Profiles that list the file system themselves still do, and so do spaces: `stillListedBy` names
 * those, and `detachFromSpaces` takes it off.
 */
export function clearDomainDefault(
  context: Pick<StudioEfsContext, 'sagemaker' | 'clock' | 'logger' | 'domainCache'>,
  input: ClearDomainDefaultInput,
): ResultAsync<ClearDomainDefaultOutput, ClearDomainDefaultError> {
  return parseInput(input, fields)
    .andThen(requireParts(context, ['sagemaker']))
    .asyncAndThen((spec) =>
      withDomain(withDefaults(context), spec, (call, domain) =>
        safeTry<ClearDomainDefaultOutput, ClearDefaultError>(async function* () {
          const { domainId } = domain
          const { fileSystemId, scope } = spec
          const changes = yield* clearDefault(call, domain, spec)
          const isWanted = (space: SpaceSummary) => scope === 'both' || kindOf(space) === scope
          return ok({
            domainId,
            changes,
            stillListedBy: await spacesStillListing(call, { fileSystemId, domainId, isWanted }),
          })
        }),
      ),
    )
}
