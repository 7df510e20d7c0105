import { ok, okAsync, ResultAsync, safeTry } from 'neverthrow'
import { withDeadline } from '../call.js'
import { type CallOptions, callFields } from '../call-options.js'
import { requireParts, type StudioEfsContext, withDefaults } from '../context.js'
import { askDriver, type DirectoryStepError } from '../drivers/ask-driver.js'
import type { CustomFileSystemConfig } from '../model/custom-file-system.js'
import { type FileSystemId, parseFileSystemId, userProfileKey } from '../model/ids.js'
import { type FieldParser, parseInput } from '../model/parse/parse-input.js'
import type { StudioCall } from '../studio/domain-cache.js'
import type { ReadError } from '../studio/listings.js'
import type { InvalidInputError } from '../studio-efs-error.js'
import { type IdentityFinding, identityFindings } from './identity-report-plan.js'
import { keepsLedger, type LedgerCall } from './ledger-call.js'
import { identitiesIn, type ProfileIdentity, type RegionReading, readRegionProfiles } from './read-identities.js'

/** Input of {@link reportIdentities}. */
export interface ReportIdentitiesInput extends CallOptions {
  readonly fileSystemId: string
}

/** Result of {@link reportIdentities}. */
export interface ReportIdentitiesOutput {
  /** Every profile of the domains that list the file system, themselves or in a profile. */
  readonly identities: readonly ProfileIdentity[]
  readonly findings: readonly IdentityFinding[]
  /** `compared`: the findings know the ledger; `none`: the context has no driver that keeps one. */
  readonly ledger: 'compared' | 'none'
}

/** Errors of {@link reportIdentities}. */
export type ReportIdentitiesError = InvalidInputError | ReadError | DirectoryStepError

const fields = {
  fileSystemId: parseFileSystemId,
  timeoutMs: callFields.timeoutMs,
  signal: callFields.signal,
} satisfies Record<keyof Required<ReportIdentitiesInput>, FieldParser<unknown>>

/**
 * Tells which POSIX identity each profile on the file system acts with, and which of them are shared, repeated or another
 * profile's in the ledger, across all domains. Writes nothing. Makes one DescribeUserProfile per profile of the Region.
 *
 * @example
 * const result = await reportIdentities(context, { fileSystemId: 'fs-0123456789abcdef0' })
 * if (result.isOk()) console.log(result.value.findings.filter(({ severity }) => severity === 'warning'))
 */
export function reportIdentities(
  context: Pick<StudioEfsContext, 'sagemaker' | 'clock' | 'logger' | 'domainCache'> &
    Partial<Pick<StudioEfsContext, 'directories'>>,
  input: ReportIdentitiesInput,
): ResultAsync<ReportIdentitiesOutput, ReportIdentitiesError> {
  return parseInput(input, fields)
    .andThen(requireParts(context, ['sagemaker']))
    .asyncAndThen(({ fileSystemId, ...limits }) =>
      withDeadline(withDefaults(context), limits, (call) => report(call, fileSystemId)),
    )
}

type ReportCall = StudioCall & Partial<Pick<StudioEfsContext, 'directories'>>

function report(
  call: ReportCall,
  fileSystemId: FileSystemId,
): ResultAsync<ReportIdentitiesOutput, ReportIdentitiesError> {
  return safeTry<ReportIdentitiesOutput, ReportIdentitiesError>(async function* () {
    const identities = identitiesIn(domainsOf(yield* readRegionProfiles(call), fileSystemId))
    const { directories } = call
    if (directories === undefined || !keepsLedger(directories))
      return ok({ identities, findings: identityFindings(identities, new Set()), ledger: 'none' as const })
    const others = yield* readOtherHolders({ ...call, directories }, identities)
    return ok({ identities, findings: identityFindings(identities, others), ledger: 'compared' as const })
  })
}

/** The domains that list the file system, themselves or in one of their profiles, with all their profiles. */
function domainsOf({ domains, profiles }: RegionReading, fileSystemId: FileSystemId): RegionReading {
  const lists = (configs: readonly CustomFileSystemConfig[]) =>
    configs.some(({ EFSFileSystemConfig: efs }) => efs?.FileSystemId === fileSystemId)
  const ids = new Set([
    ...domains
      .filter(({ customFileSystems, spaceFileSystems }) => lists(customFileSystems) || lists(spaceFileSystems))
      .map(({ domainId }) => domainId),
    ...profiles.filter(({ customFileSystems }) => lists(customFileSystems)).map(({ domainId }) => domainId),
  ])
  const isOn = ({ domainId }: { readonly domainId: RegionReading['domains'][number]['domainId'] }) => ids.has(domainId)
  return { domains: domains.filter(isOn), profiles: profiles.filter(isOn) }
}

/** Keys of the profiles whose uid the ledger has for another profile. */
function readOtherHolders(
  call: LedgerCall,
  identities: readonly ProfileIdentity[],
): ResultAsync<ReadonlySet<string>, DirectoryStepError> {
  const own = identities.filter(({ source }) => source === 'profile')
  if (own.length === 0) return okAsync(new Set<string>())
  const specs = own.map(({ profile, owner: { uid } }) => ({
    ...{ holder: profile, range: { first: uid, last: uid } },
    previousUid: 'keep' as const,
  }))
  return new ResultAsync(
    askDriver(call, {
      pending: 'reading the ledger of identities',
      ask: async () => {
        const found = await call.directories.inspectIdentities(specs)
        const others = own.filter((_, index) => found[index]?.isErr())
        const failure = found.find((each) => each.isErr() && each.error.name !== 'IdentityRangeFullError')
        if (failure?.isErr()) return failure.map(() => new Set<string>())
        return ok(new Set(others.map(({ profile }) => userProfileKey(profile))))
      },
    }),
  )
}
