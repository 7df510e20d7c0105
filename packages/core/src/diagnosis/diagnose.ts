import { err, ok, type Result, type ResultAsync, safeTry } from 'neverthrow'
import { type GatedSageMaker, gateSageMaker, profileCalls } from '../aws/pace/gated-sagemaker.js'
import { withDeadline } from '../call.js'
import { type WaitOptions, waitFields } from '../call-options.js'
import { requireParts, type StudioEfsContext, withDefaults } from '../context.js'
import {
  type FileSystemId,
  parseDomainId,
  parseFileSystemId,
  parseSpaceName,
  parseUserProfileName,
} from '../model/ids.js'
import {
  type FieldParser,
  oneOf,
  optional,
  type ParsedFields,
  parseInput,
  parseSwitch,
} from '../model/parse/parse-input.js'
import { InvalidInputError } from '../studio-efs-error.js'
import { checks } from './checks.js'
import { type Conclusion, conclude, OTHER_CAUSES } from './conclusion-plan.js'
import { auditExposure, type ExposureAudit } from './exposure/audit.js'
import type { DiagnosisCall } from './reads/diagnosis-call.js'
import type { RunEnd } from './reads/look.js'
import { openReads } from './reads/open-reads.js'
import { type DiagnosisLine, runChecks } from './run-checks.js'
import type { DiagnosisSubject } from './subject.js'
import type { Symptom } from './verdict.js'

/** Input of {@link diagnose}. */
export interface DiagnoseInput extends WaitOptions {
  readonly domainId: string
  /** The user who does not see the file system. Without profile and space, the whole domain is looked at. */
  readonly userProfileName?: string
  /** One space, private or shared, in place of a profile. */
  readonly spaceName?: string
  /** Default: the only EFS file system that is offered or mounted. */
  readonly fileSystemId?: string
  /** Narrows the checks to those that can cause it, deep ones included. Default: all cheap checks. */
  readonly symptom?: Symptom
  /** `true` runs every check. Default `false`. */
  readonly deep?: boolean
}

/** Report of {@link diagnose}. Plain data, fit for JSON. */
export interface DiagnoseOutput {
  readonly subject: DiagnosisSubject
  /** The file system that was looked at; undefined when none is named, offered or mounted. */
  readonly fileSystemId: FileSystemId | undefined
  readonly conclusion: Conclusion
  /** Every check, in order: causes before effects. */
  readonly lines: readonly DiagnosisLine[]
  /** Causes that have nothing to do with a file system; empty when a red line names the cause. */
  readonly otherCauses: readonly string[]
  /** IAM actions that would answer the unknown lines. */
  readonly deniedActions: readonly string[]
  /** Absent when the input names a symptom. */
  readonly exposure?: ExposureAudit
}

/**
 * Errors of {@link diagnose}: the domain does not exist, or nothing can be read at all, for example without a network. A denied
 * request is a line.
 */
export type DiagnoseError = InvalidInputError | RunEnd

/**
 * Reports why a profile, a space or a domain does not see a file system: every known cause is checked, and the first red
 * line says what to do. Only reads. What may not be read is `unknown`, never green. A profile takes at most 25 requests.
 *
 * @see https://docs.aws.amazon.com/efs/latest/ug/troubleshooting-efs-mounting.html
 * @example
 * const result = await diagnose(context, { domainId: 'd-abcdefghijkl', userProfileName: 'alice' })
 * if (result.isOk() && result.value.conclusion.kind === 'cause') console.log(result.value.conclusion.line)
 */
export function diagnose(
  context: Pick<StudioEfsContext, 'sagemaker' | 'clock' | 'logger'> &
    Partial<Pick<StudioEfsContext, 'efs' | 'ec2' | 'directories' | 'iam' | 'kms' | 'logs' | 'cloudWatch'>>,
  input: DiagnoseInput,
): ResultAsync<DiagnoseOutput, DiagnoseError> {
  const complete = withDefaults(context)
  return parseInput(input, fields)
    .andThen(requireParts(context, ['sagemaker']))
    .andThen(oneSubject)
    .asyncAndThen((spec) => withDeadline(complete, spec, (call) => look(call, spec)))
}

const { timeoutMs, signal, onProgress } = waitFields
const fields = {
  domainId: parseDomainId,
  userProfileName: optional(parseUserProfileName, undefined),
  spaceName: optional(parseSpaceName, undefined),
  fileSystemId: optional(parseFileSystemId, undefined),
  symptom: optional(
    oneOf('not-offered', 'not-mounted', 'does-not-start', 'permission-denied', 'empty-or-foreign', 'slow'),
    undefined,
  ),
  deep: optional(parseSwitch, false),
  timeoutMs,
  signal,
  onProgress,
} satisfies Record<keyof Required<DiagnoseInput>, FieldParser<unknown>>

type DiagnoseSpec = ParsedFields<typeof fields>

function oneSubject(spec: DiagnoseSpec): Result<DiagnoseSpec, InvalidInputError> {
  if (spec.userProfileName === undefined || spec.spaceName === undefined) return ok(spec)
  const allowed = 'absent beside userProfileName: a diagnosis is about one of them'
  return err(new InvalidInputError({ field: 'spaceName', allowed, received: `"${spec.spaceName}"` }))
}

/** Requests under way at once. */
const READS_AT_ONCE = 5
/** A person waits for one profile; a domain takes its time. */
const RETRY_MS = { profile: 5_000, space: 5_000, domain: 60_000 } as const

function look(call: DiagnosisCall, spec: DiagnoseSpec): ResultAsync<DiagnoseOutput, DiagnoseError> {
  const { domainId, userProfileName, spaceName, fileSystemId, symptom, deep } = spec
  return safeTry(async function* () {
    const subject: DiagnosisSubject = { scope: scopeOf(spec), domainId, userProfileName, spaceName, fileSystemId }
    const reads = openReads(paced(call, subject), { subject, readsAtOnce: READS_AT_ONCE })
    const lines = yield* runChecks(reads, checks, { symptom, deep })
    const exposure = symptom === undefined ? yield* auditExposure(reads) : undefined
    const conclusion = conclude(lines, symptom)
    const seen = await reads.fileSystemId()
    const all = [...lines, ...(exposure?.lines ?? [])]
    return ok({
      subject,
      fileSystemId: seen.unwrapOr(undefined as FileSystemId | undefined),
      conclusion,
      lines,
      otherCauses: conclusion.kind === 'cause' ? [] : OTHER_CAUSES,
      deniedActions: [...new Set(all.flatMap(({ deniedAction }) => deniedAction ?? []))].toSorted(),
      ...(exposure && { exposure }),
    })
  })
}

function scopeOf({ userProfileName, spaceName }: DiagnoseSpec): DiagnosisSubject['scope'] {
  if (spaceName !== undefined) return 'space'
  return userProfileName === undefined ? 'domain' : 'profile'
}

/** A domain is read at the pace that SageMaker takes: one request for each profile and space. */
function paced(call: DiagnosisCall, { scope }: DiagnosisSubject): DiagnosisCall {
  const bounded = { ...call, maxRetryMs: RETRY_MS[scope] }
  if (scope !== 'domain') return bounded
  const { client }: GatedSageMaker = gateSageMaker(call.sagemaker, {
    clock: call.clock,
    concurrency: READS_AT_ONCE,
    calls: profileCalls,
    giveUp: call.signal,
  })
  return { ...bounded, sagemaker: client }
}
