import { err, ok, type Result, ResultAsync } from 'neverthrow'
import type { EfsCall } from '../aws/efs/file-systems.js'
import { describeUserProfile, type SageMakerCall } from '../aws/sagemaker/describe-and-update.js'
import { listUserProfiles } from '../aws/sagemaker/lists.js'
import { listSpaces } from '../aws/sagemaker/space-lists.js'
import { describeSpace } from '../aws/sagemaker/spaces.js'
import { callEnded, withDeadline } from '../call.js'
import { type CallOptions, waitFields } from '../call-options.js'
import { requireParts, type StudioEfsContext, withDefaults } from '../context.js'
import type { Directories } from '../drivers/ensure-directory.js'
import { type DomainId, parseDomainId, parseFileSystemId, userProfileKey } from '../model/ids.js'
import { type FieldParser, listOf, oneOf, optional, type ParsedFields, parseInput } from '../model/parse/parse-input.js'
import type { InvalidInputError } from '../studio-efs-error.js'
import { wallTimeOf } from '../time/clock.js'
import { type OnProgress, safeProgress, type WaitProgress } from '../wait-progress.js'
import { assembleStatus } from './assemble-status.js'
import { notRead, type ReadError, readAll } from './read-all.js'
import { type ReadingProgress, readDomains, type StatusEnd } from './read-domains.js'
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

/**
 * Errors of {@link describeStudio}: nothing can be read at all, or no named domain exists. Anything else that cannot be read is a
 * finding of the output.
 */
export type DescribeStudioError = InvalidInputError | StatusEnd

/**
 * Reports who has what: file systems with their mount targets, domains, every profile with what is offered to it, its
 * directory, claim, usage and spaces, archived directories, and remarks on what does not fit. A missing permission, a resource that cannot be read
 * and the end of the time limit are remarks, and everything else is there; without credentials, Region or network it is an
 * error. Writes nothing.
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

async function describe(call: StatusCall, spec: Spec): Promise<Result<StudioStatus, StatusEnd>> {
  const takenAt = new Date(wallTimeOf(call.clock)).toISOString()
  const studio = await readStudio(call, spec)
  if (studio.isErr()) return err(studio.error)
  const storage = await readStorage(call, studio.value, spec.fileSystemId)
  const ended = call.signal.aborted ? callEnded(call, 'describing the studio') : undefined
  if (ended?.name === 'AbortedError') return err(ended)
  return ok(assembleStatus({ takenAt, ...spec, studio: studio.value, storage }))
}

async function readStudio(call: StatusCall, spec: Spec): Promise<Result<StudioReading, StatusEnd>> {
  const progress = countProgress(call, spec)
  const opened = await readDomains(call, spec, progress)
  if (opened.isErr()) return err(opened.error)
  const { domainIds, domains } = opened.value
  const findings: StatusFinding[] = []
  const listed = async <Value>(
    kind: string,
    list: (id: DomainId | undefined) => ResultAsync<readonly Value[], ReadError>,
  ) => {
    const values: Value[] = []
    for (const id of spec.domainIds ?? [undefined]) {
      const found = await list(id)
      if (found.isOk()) values.push(...found.value)
      else findings.push(notRead(`${kind} of ${id ?? 'this Region'}`, found.error))
    }
    return values
  }
  const profileRefs = await listed('the user profiles', (id) => listUserProfiles(call, id))
  const spaceRefs = await listed('the spaces', (id) => listSpaces(call, id))
  const [describedProfiles, describedSpaces] = spec.detail === 'full' ? [profileRefs, spaceRefs] : [[], []]
  progress.expect(describedProfiles.length + describedSpaces.length)
  const profiles = await readAll(describedProfiles, {
    kind: 'user profiles',
    keyOf: userProfileKey,
    read: (ref) => describeUserProfile(call, ref),
    onRead: progress.count,
  })
  const spaces = await readAll(describedSpaces, {
    kind: 'spaces',
    keyOf: spaceKey,
    read: (ref) => describeSpace(call, ref),
    onRead: progress.count,
  })
  return ok({
    domainIds,
    profileRefs,
    spaceRefs,
    domains,
    profiles: profiles.values,
    spaces: spaces.values,
    findings: [...opened.value.findings, ...findings, ...profiles.findings, ...spaces.findings],
  })
}

const PROGRESS_EVERY = 100

function countProgress({ logger }: StatusCall, { onProgress }: Spec): ReadingProgress {
  const report = safeProgress<Extract<StatusProgress, { step: 'describing' }>>(logger, onProgress)
  let [done, total] = [0, 0]
  return {
    expect(more) {
      total += more
    },
    count() {
      done += 1
      if (done % PROGRESS_EVERY === 0 || done === total) report({ step: 'describing', done, total })
    },
  }
}
