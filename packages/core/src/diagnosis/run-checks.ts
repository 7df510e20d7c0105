import { err, ok, type Result, ResultAsync } from 'neverthrow'
import type { DiagnosisCheck } from './check.js'
import type { LookFailure, RunEnd } from './reads/look.js'
import type { Reads } from './reads/reads.js'
import type { Judgement, Remedy, Symptom, Verdict } from './verdict.js'

/** Answer of one check. */
export interface DiagnosisLine {
  /** Stable name of the check: `zones-covered`. */
  readonly check: string
  /** Question that a green line answers with yes. */
  readonly question: string
  readonly symptoms: readonly Symptom[]
  readonly verdict: Verdict
  /** One sentence with the resources; absent from a green line. */
  readonly finding?: string
  /** Remedy; present in yellow and red lines. */
  readonly remedy?: Remedy
  /** IAM action that the caller lacks; in an unknown line only. */
  readonly deniedAction?: string
}

/** Checks that are wanted. Without a symptom: all cheap ones. */
export interface CheckChoice {
  readonly symptom: Symptom | undefined
  readonly deep: boolean
}

/** Runs the checks at once, and gives their lines in the order of the list. */
export function runChecks(
  reads: Reads,
  checks: readonly DiagnosisCheck[],
  choice: CheckChoice,
): ResultAsync<readonly DiagnosisLine[], RunEnd> {
  return ResultAsync.combine(checks.map((check) => new ResultAsync(runOne(reads, check, choice))))
}

async function runOne(
  reads: Reads,
  check: DiagnosisCheck,
  choice: CheckChoice,
): Promise<Result<DiagnosisLine, RunEnd>> {
  const reason = reasonToSkip(check, choice)
  if (reason !== undefined) return ok(lineOf(check, { verdict: 'skipped', finding: reason }))
  const judged = await check.run(reads)
  if (judged.isOk()) return ok(lineOf(check, judged.value))
  const failure: LookFailure = judged.error
  if (failure.kind === 'ended') return err(failure.error)
  const line = lineOf(check, { verdict: failure.kind, finding: failure.reason })
  const denied = failure.kind === 'unknown' ? failure.deniedAction : undefined
  return ok(denied === undefined ? line : { ...line, deniedAction: denied })
}

function reasonToSkip({ symptoms, cost }: DiagnosisCheck, { symptom, deep }: CheckChoice): string | undefined {
  if (deep) return undefined
  if (symptom !== undefined && !symptoms.includes(symptom)) return `It does not cause "${symptom}".`
  return cost === 'deep' && symptom === undefined ? NOT_DEEP : undefined
}

/** Finding of a line that only a deep diagnosis looks at. */
export const NOT_DEEP = 'Looked at with deep: true only.'

function lineOf({ id, question, symptoms, remedy }: DiagnosisCheck, judgement: Judgement): DiagnosisLine {
  const line = { check: id, question, symptoms, verdict: judgement.verdict }
  if (judgement.verdict === 'green') return line
  const isFault = judgement.verdict === 'red' || judgement.verdict === 'yellow'
  return { ...line, finding: judgement.finding, ...(isFault && { remedy }) }
}
