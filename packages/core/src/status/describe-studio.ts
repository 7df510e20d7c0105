import { err, ok, type Result, ResultAsync } from 'neverthrow'
import type { EfsCall } from '../aws/efs/file-systems.js'
import { describeDomain, describeUserProfile, type SageMakerCall } from '../aws/sagemaker/describe-and-update.js'
import { listDomains, listUserProfiles } from '../aws/sagemaker/lists.js'
import { listSpaces } from '../aws/sagemaker/space-lists.js'
import { describeSpace } from '../aws/sagemaker/spaces.js'
import { callEnded, withDeadline } from '../call.js'
import { type CallOptions, waitFields } from '../call-options.js'
import { requireParts, type StudioEfsContext, withDefaults } from '../context.js'
import type { Directories } from '../drivers/ensure-directory.js'
import { type DomainId, parseDomainId, parseFileSystemId, userProfileKey } from '../model/ids.js'
import { type FieldParser, listOf, oneOf, optional, type ParsedFields, parseInput } from '../model/parse/parse-input.js'
import type { AbortedError, InvalidInputError } from '../studio-efs-error.js'
import { wallTimeOf } from '../time/clock.js'
import { type OnProgress, safeProgress, type WaitProgress } from '../wait-progress.js'
import { assembleStatus } from './assemble-status.js'
import { notRead, type ReadError, readAll } from './read-all.js'
import { readStorage } from './read-storage.js'
import { type StudioReading, spaceKey } from './studio-reading.js'
import type { StatusFinding, StudioStatus } from './studio-status.js'

/** Input of {@link describeStudio}. */
export interface DescribeStudioInput extends CallOptions {
  /** Default: all domains of the Region. */
  readonly domainIds?: readonly string[]
  /**
   * The file system that the directory driver works on, and that profiles should have. Default: none, which leaves out
   * directories and the remarks on who lacks the file system.
   */
  readonly fileSystemId?: string
  /**
   * `full` (the default) describes every profile and space, one request for each of them, about five a second. `list` lists
   * them, one request for 100, and leaves out what is offered and what is mounted.
   */
  readonly detail?: 'full' | 'list'
  /** Called after each 100 resources, and before a request is sent again. */
  readonly onProgress?: OnProgress<StatusProgress>
}

/** Progress of {@link describeStudio}; `total` grows while lists are read. */
export type StatusProgress =
  | WaitProgress
  | { readonly step: 'describing'; readonly done: number; readonly total: number }

/** Result of {@link describeStudio}. */
export type DescribeStudioOutput = StudioStatus

/** Errors of {@link describeStudio}: what cannot be read is a finding of the output. */
export type DescribeStudioError = InvalidInputError | AbortedError

/**
 * Reports who has what: file systems with their mount targets, domains, every profile with what is offered to it, its
 * directory, claim, usage and spaces, and remarks on what does not fit. A missing permission, a resource that cannot be read
 * and the end of the time limit are remarks, and everything else is there. Writes nothing.
 *
 * @example
 * const result = await describeStudio(context, { fileSystemId: 'fs-0123456789abcdef0' })
 * if (result.isOk()) for (const { level, message } of result.value.findings) console.log(level, message)
 */
export function describeStudio(
  context: Pick<StudioEfsContext, 'sagemaker' | 'clock' | 'logger'> &
    Partial<Pick<StudioEfsContext, 'efs' | 'directories'>>,
  input: DescribeStudioInput,
): ResultAsync<DescribeStudioOutput, DescribeStudioError> {
  return parseInput(input, fields)
    .andThen(requireParts(context, ['sagemaker']))
    .asyncAndThen((spec) => withDeadline(withDefaults(context), spec, (call) => new ResultAsync(describe(call, spec))))
}

const { timeoutMs, signal, onProgress } = waitFields
const fields = {
  domainIds: optional(listOf(parseDomainId, { max: 1000, distinct: true }), undefined),
  fileSystemId: optional(parseFileSystemId, undefined),
  detail: optional(oneOf('full', 'list'), 'full' as const),
  timeoutMs,
  signal,
  onProgress,
} satisfies Record<keyof Required<DescribeStudioInput>, FieldParser<unknown>>

type Spec = ParsedFields<typeof fields>
type StatusCall = SageMakerCall & Partial<Pick<EfsCall, 'efs'>> & { readonly directories?: Directories }

async function describe(call: StatusCall, spec: Spec): Promise<Result<StudioStatus, AbortedError>> {
  const takenAt = new Date(wallTimeOf(call.clock)).toISOString()
  const studio = await readStudio(call, spec)
  const storage = await readStorage(call, studio, spec.fileSystemId)
  const ended = call.signal.aborted ? callEnded(call, 'describing the studio') : undefined
  if (ended?.name === 'AbortedError') return err(ended)
  return ok(assembleStatus({ takenAt, fileSystemId: spec.fileSystemId, studio, storage }))
}

async function readStudio(call: StatusCall, spec: Spec): Promise<StudioReading> {
  const findings: StatusFinding[] = []
  const listed = async <Value>(kind: string, list: ResultAsync<readonly Value[], ReadError>) =>
    (await list).match(
      (values) => values,
      (error): readonly Value[] => {
        findings.push(notRead(kind, error))
        return []
      },
    )
  const inScope = async <Value>(list: (id: DomainId | undefined) => Promise<readonly Value[]>) => {
    const values: Value[] = []
    for (const id of spec.domainIds ?? [undefined]) values.push(...(await list(id)))
    return values
  }
  const everyDomain = () => listed('the domains of this Region', listDomains(call))
  const domainIds = spec.domainIds ?? (await everyDomain())
  const profileRefs = await inScope((id) =>
    listed(`the user profiles of ${id ?? 'this Region'}`, listUserProfiles(call, id)),
  )
  const spaceRefs = await inScope((id) => listed(`the spaces of ${id ?? 'this Region'}`, listSpaces(call, id)))
  const [describedProfiles, describedSpaces] = spec.detail === 'full' ? [profileRefs, spaceRefs] : [[], []]
  const onRead = countProgress(call, spec, domainIds.length + describedProfiles.length + describedSpaces.length)
  const domains = await readAll(domainIds, {
    kind: 'domains',
    keyOf: String,
    read: (id) => describeDomain(call, id),
    onRead,
  })
  const profiles = await readAll(describedProfiles, {
    kind: 'user profiles',
    keyOf: userProfileKey,
    read: (ref) => describeUserProfile(call, ref),
    onRead,
  })
  const spaces = await readAll(describedSpaces, {
    kind: 'spaces',
    keyOf: spaceKey,
    read: (ref) => describeSpace(call, ref),
    onRead,
  })
  return {
    domainIds,
    profileRefs,
    spaceRefs,
    domains: domains.values,
    profiles: profiles.values,
    spaces: spaces.values,
    findings: [...findings, ...domains.findings, ...profiles.findings, ...spaces.findings],
  }
}

const PROGRESS_EVERY = 100

function countProgress({ logger }: StatusCall, { onProgress }: Spec, total: number): () => void {
  const report = safeProgress<Extract<StatusProgress, { step: 'describing' }>>(logger, onProgress)
  let done = 0
  return () => {
    done += 1
    if (done % PROGRESS_EVERY === 0 || done === total) report({ step: 'describing', done, total })
  }
}
