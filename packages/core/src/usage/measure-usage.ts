import { err, ok, okAsync, type Result, type ResultAsync, safeTry } from 'neverthrow'
import type { AwsError, ResourceNotFoundError } from '../aws/call/aws-error.js'
import { describeFileSystems, type EfsCall } from '../aws/efs/file-systems.js'
import { describeDomain, type SageMakerCall } from '../aws/sagemaker/describe-and-update.js'
import { listUserProfiles } from '../aws/sagemaker/lists.js'
import { type CallEndedError, withDeadline } from '../call.js'
import { type CallOptions, waitFields } from '../call-options.js'
import { requireParts, type StudioEfsContext, withDefaults } from '../context.js'
import type { DirectoryError } from '../drivers/directory-error.js'
import type { Directories } from '../drivers/ensure-directory.js'
import { readKnownDirectories, type UsageCall } from '../drivers/known-directories.js'
import type { UsageMeter } from '../drivers/usage-meter.js'
import {
  DEFAULT_LAYOUT,
  type DirectoryNameCase,
  directoryPathFor,
  parseDirectoryLayout,
} from '../model/directory-layout.js'
import type { EfsFileSystem } from '../model/efs.js'
import { type DomainId, parseDomainId, parseFileSystemId } from '../model/ids.js'
import {
  type FieldParser,
  listOf,
  oneOf,
  optional,
  type ParsedFields,
  parseInput,
  parseTime,
} from '../model/parse/parse-input.js'
import { parseWholeNumber } from '../model/parse/parse-text.js'
import { parseUserPath } from '../model/state/state-path.js'
import type { KnownDirectory } from '../model/usage/usage.js'
import { InvalidInputError } from '../studio-efs-error.js'
import { wallTimeOf } from '../time/clock.js'
import type { OnProgress, WaitProgress } from '../wait-progress.js'
import { type MeasuringProgress, measureDue } from './measure-due.js'
import { findingsOf, type UsageFinding, type UsageOutcome } from './usage-outcome.js'
import { compareUsage, estimateUsage, planUsage, type UsageComparison, type UsageEstimate } from './usage-plan.js'

/** Input of {@link measureUsage}. */
export interface MeasureUsageInput extends CallOptions {
  /** With it and an EFS client in the context, the sum is compared with the size that EFS gives. */
  readonly fileSystemId?: string
  /**
   * Also measures the directories of all profiles of these domains, claimed or not; needs a SageMaker client in the context.
   * Default none: claimed directories, and those that were measured before.
   */
  readonly domainIds?: readonly string[]
  /** Template of the paths of profiles; default `/{userProfileName}`. With `domainIds` only. */
  readonly layout?: string
  /** Spelling of names in these paths. Default `as-stored`. */
  readonly nameCase?: DirectoryNameCase
  /** Further directories, such as `/_shared`. Default none. */
  readonly paths?: readonly string[]
  /**
   * File operations a second, 1 to 100,000. Default 1000. A file system in bursting mode without credits takes about 250 in all.
   *
   * @see https://docs.aws.amazon.com/efs/latest/ug/performance.html
   */
  readonly operationsPerSecond?: number
  /**
   * Start of the round, as an earlier run of it gave it in `startedAt`: directories that were measured since are left out.
   * Default now, which measures all of them.
   */
  readonly since?: Date | string
  /** Bytes above which a directory is a finding. Nothing is locked. Default: no limit. */
  readonly softLimitBytes?: number
  /** Reads what is known and plans, and measures nothing. Default false. */
  readonly dryRun?: boolean
  /** Called after each batch of directories, about every 20 seconds at most, and before a request is sent again. */
  readonly onProgress?: OnProgress<UsageProgress>
}

/** Progress of {@link measureUsage}. */
export type UsageProgress = WaitProgress | MeasuringProgress

/** Result of {@link measureUsage}. */
export interface MeasureUsageOutput {
  /** Start of the round in ISO 8601, for `since` of the run that goes on with it. */
  readonly startedAt: string
  /** All directories of the round: those that were due in the order of the plan, then those that were measured before in it. */
  readonly directories: readonly UsageOutcome[]
  /** Directories that are `unfinished` or `waiting`. Zero: the round is complete. */
  readonly remaining: number
  /** Before anything was measured; absent where it would be a guess. */
  readonly estimate?: UsageEstimate
  /** Absent without `fileSystemId` or an EFS client, and before the first measurement. */
  readonly comparison?: UsageComparison
  readonly findings: readonly UsageFinding[]
}

/**
 * Errors of {@link measureUsage}; an error of one directory is its outcome. ResourceNotFoundError: a domain of `domainIds` does
 * not exist, and nothing was measured.
 */
export type MeasureUsageError = InvalidInputError | DirectoryError | CallEndedError | ResourceNotFoundError

/**
 * Each directory is measured as EFS bills it, its bytes, its entries and its newest change, and the result is kept on the file
 * system. Ends ahead of its time limit; a later run with `since` goes on where this one stopped, the longest unmeasured
 * directory first. Changes nothing of the users', follows no link and enters no other mount.
 *
 * @see https://docs.aws.amazon.com/efs/latest/ug/metered-sizes.html
 * @example
 * const result = await measureUsage(context, { fileSystemId: 'fs-0123456789abcdef0', domainIds: ['d-abcdefghijkl'] })
 * if (result.isOk()) for (const { path, usage } of result.value.directories) console.log(path, usage?.bytes)
 */
export function measureUsage(
  context: Pick<StudioEfsContext, 'directories' | 'clock' | 'logger'> &
    Partial<Pick<StudioEfsContext, 'sagemaker' | 'efs'>>,
  input: MeasureUsageInput,
): ResultAsync<MeasureUsageOutput, MeasureUsageError> {
  return parseInput(input, fields)
    .andThen(requireParts(context, ['directories']))
    .andThen((spec) => (spec.domainIds.length === 0 ? ok(spec) : requireParts(context, ['sagemaker'])(spec)))
    .andThen((spec) => meterIn(context).map((meter) => ({ spec, meter })))
    .asyncAndThen(({ spec, meter }) =>
      withDeadline({ ...withDefaults(context), meter }, spec, (call) => measure(call, spec)),
    )
}

const count =
  (max: number): FieldParser<number> =>
  (value, field) =>
    parseWholeNumber(value, field, { min: 1, max })

const { timeoutMs, signal, dryRun, onProgress } = waitFields
const fields = {
  fileSystemId: optional(parseFileSystemId, undefined),
  domainIds: optional(listOf(parseDomainId, { max: 1000, distinct: true }), []),
  layout: optional(parseDirectoryLayout, DEFAULT_LAYOUT),
  nameCase: optional(oneOf('as-stored', 'lower'), 'as-stored' as const),
  paths: optional(listOf(parseUserPath, { max: 10_000 }), []),
  operationsPerSecond: optional(count(100_000), 1000),
  since: optional(parseTime, undefined),
  softLimitBytes: optional(count(Number.MAX_SAFE_INTEGER), undefined),
  timeoutMs,
  signal,
  dryRun,
  onProgress,
} satisfies Record<keyof Required<MeasureUsageInput>, FieldParser<unknown>>

type MeasureUsageSpec = ParsedFields<typeof fields>

function meterIn({ directories }: Pick<StudioEfsContext, 'directories'>): Result<UsageMeter, InvalidInputError> {
  if (isMeter(directories)) return ok(directories)
  const { name } = directories
  return err(
    new InvalidInputError({
      field: 'context.directories',
      allowed: 'a directory driver that measures usage, such as posixDirectoryDriver of @studio-efs/core/posix',
      received: `the driver ${name}`,
    }),
  )
}

function isMeter(directories: Directories): directories is Directories & UsageMeter {
  return directories.measureDirectories !== undefined && directories.listKnownDirectories !== undefined
}

type MeasureCall = UsageCall & Partial<Pick<EfsCall, 'efs'> & Pick<SageMakerCall, 'sagemaker'>>

function measure(call: MeasureCall, spec: MeasureUsageSpec): ResultAsync<MeasureUsageOutput, MeasureUsageError> {
  return safeTry(async function* () {
    const startedAt = (spec.since ?? new Date(wallTimeOf(call.clock))).toISOString()
    const size = yield* await readSize(call, spec)
    const known = yield* readKnownDirectories(call)
    const profiles = yield* await readProfilePaths(call, spec)
    const directories = withPaths(known, [...profiles.paths, ...spec.paths])
    const due = planUsage(directories, spec.since)
    const { operationsPerSecond } = spec
    const estimate = estimateUsage(due, { fileSystemBytes: size.fileSystem?.sizeInBytes, operationsPerSecond })
    const measured = spec.dryRun ? due.map(waiting) : yield* measureDue(call, due, spec)
    const isDue = new Set(due.map(({ path }) => path))
    const outcomes = [...measured, ...directories.filter(({ path }) => !isDue.has(path)).map(inRound)]
    const comparison = size.fileSystem && compareUsage(outcomes, size.fileSystem)
    return ok({
      startedAt,
      directories: outcomes,
      remaining: outcomes.filter(({ outcome }) => outcome === 'unfinished' || outcome === 'waiting').length,
      ...(estimate && { estimate }),
      ...(comparison && { comparison }),
      findings: [
        ...size.findings,
        ...profiles.findings,
        ...outcomes.flatMap((outcome) => findingsOf(outcome, spec.softLimitBytes)),
      ],
    })
  })
}

function waiting({ path, claim, measured: usage }: KnownDirectory): UsageOutcome {
  return { path, outcome: 'waiting', ...(claim && { claim }), ...(usage && { usage }) }
}

function inRound(directory: KnownDirectory): UsageOutcome {
  return { ...waiting(directory), outcome: 'measured' }
}

function withPaths(
  known: readonly KnownDirectory[],
  paths: readonly KnownDirectory['path'][],
): readonly KnownDirectory[] {
  const all = new Map<string, KnownDirectory>(paths.map((path) => [path, { path }]))
  for (const directory of known) all.set(directory.path, directory)
  return [...all.values()]
}

/** A size that cannot be read is a finding: the directories can be measured without it. */
async function readSize(
  call: MeasureCall,
  { fileSystemId }: MeasureUsageSpec,
): Promise<Result<{ fileSystem?: EfsFileSystem; findings: readonly UsageFinding[] }, CallEndedError>> {
  const { efs } = call
  if (fileSystemId === undefined || efs === undefined) return ok({ findings: [] })
  const read = await describeFileSystems({ ...call, efs }, { fileSystemId })
  return unlessEnded(
    read.map(([fileSystem]) => ({ ...(fileSystem && { fileSystem }), findings: [] })),
    (error) => ({
      findings: [{ kind: 'size-not-read' as const, error }],
    }),
  )
}

/**
 * The layout's paths of all profiles, at one ListUserProfiles for each 100 of them. The list of a domain that does not exist is
 * empty as well, so an empty one is looked into.
 */
async function readProfilePaths(
  call: MeasureCall,
  { domainIds, layout, nameCase }: MeasureUsageSpec,
): Promise<
  Result<{ paths: KnownDirectory['path'][]; findings: readonly UsageFinding[] }, CallEndedError | ResourceNotFoundError>
> {
  const { sagemaker } = call
  const paths: KnownDirectory['path'][] = []
  const findings: UsageFinding[] = []
  if (sagemaker === undefined) return ok({ paths, findings })
  for (const domainId of domainIds) {
    const sageMakerCall = { ...call, sagemaker }
    const listed = await listUserProfiles(sageMakerCall, domainId).andThen((profiles) =>
      profiles.length > 0 ? okAsync(profiles) : describeDomain(sageMakerCall, domainId).map(() => profiles),
    )
    if (listed.isErr() && listed.error.name === 'ResourceNotFoundError') return err(listed.error)
    const read = unlessEnded(listed, (error) => {
      findings.push(notListed(domainId, error))
      return []
    })
    if (read.isErr()) return err(read.error)
    paths.push(...read.value.map((profile) => directoryPathFor(layout, profile, nameCase)))
  }
  return ok({ paths, findings })
}

function notListed(domainId: DomainId, error: AwsError): UsageFinding {
  return { kind: 'profiles-not-listed', domainId, error }
}

/** An error of AWS becomes a value; the end of the call stays an error. */
function unlessEnded<Value, Other>(
  result: Result<Value, AwsError | CallEndedError>,
  otherwise: (error: AwsError) => Other,
): Result<Value | Other, CallEndedError> {
  return result.orElse((error) =>
    error.name === 'AbortedError' || error.name === 'DeadlineExceededError' ? err(error) : ok(otherwise(error)),
  )
}
