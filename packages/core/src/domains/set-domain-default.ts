import type { ResultAsync } from 'neverthrow'
import { requireParts, type StudioEfsContext, withDefaults } from '../context.js'
import { type DomainId, parseDomainId } from '../model/ids.js'
import { type FieldParser, oneOf, optional, parseInput } from '../model/parse/parse-input.js'
import { withDomain } from '../studio/domain-turn.js'
import {
  checkFileSystem,
  type FileSystemCheckError,
  type FileSystemCheckOption,
  parseCheckFileSystem,
} from '../studio/file-system-check.js'
import {
  defaultFields,
  requireDriver,
  type SetDefaultError,
  type SetDefaultInput,
  type SetDefaultReport,
  setDefault,
} from '../studio/set-default.js'
import type { InvalidInputError } from '../studio-efs-error.js'

/** Input of {@link setDomainDefault}. */
export interface SetDomainDefaultInput extends SetDefaultInput, FileSystemCheckOption {
  readonly domainId: string
  /** `report` (the default) reads every profile of the domain and says which do not see the default; `skip` does not. */
  readonly hiddenProfiles?: 'report' | 'skip'
}

/** Result of {@link setDomainDefault}: what changed, or would change in a dry run. */
export interface SetDomainDefaultOutput extends SetDefaultReport {
  readonly domainId: DomainId
}

/** Errors of {@link setDomainDefault}. */
export type SetDomainDefaultError = InvalidInputError | FileSystemCheckError | SetDefaultError

const fields = {
  domainId: parseDomainId,
  hiddenProfiles: optional(oneOf('report', 'skip'), 'report' as const),
  checkFileSystem: parseCheckFileSystem,
  ...defaultFields,
} satisfies Record<keyof Required<SetDomainDefaultInput>, FieldParser<unknown>>

/**
 * Private spaces, shared spaces or both of the domain get the file system by default, and everything else in these lists
 * is as it was. A default is never set to a directory that could not be made. A space mounts it when it lists it, or when
 * its user picks it in Studio.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/domain-custom-file-system.html
 * @example
 * const result = await setDomainDefault(context, {
 *   domainId: 'd-abcdefghijkl', fileSystemId: 'fs-0123456789abcdef0', fileSystemPath: '/_shared', directory: 'provision',
 * })
 * if (result.isOk()) console.log(result.value.profiles.filter(({ outcome }) => outcome === 'hidden'))
 */
export function setDomainDefault(
  context: Pick<StudioEfsContext, 'sagemaker' | 'clock' | 'logger' | 'domainCache'> &
    Partial<Pick<StudioEfsContext, 'directories' | 'efs'>>,
  input: SetDomainDefaultInput,
): ResultAsync<SetDomainDefaultOutput, SetDomainDefaultError> {
  return parseInput(input, fields)
    .andThen(requireParts(context, ['sagemaker']))
    .andThen((spec) => requireDriver(context, spec))
    .asyncAndThen((spec) =>
      withDomain(withDefaults(context), spec, (call, domain) =>
        checkFileSystem(spec.directory === 'provision' ? call : { ...call, directories: undefined }, domain, spec)
          .andThen(() => setDefault(call, domain, spec))
          .map((report) => ({ domainId: domain.domainId, ...report })),
      ),
    )
}
