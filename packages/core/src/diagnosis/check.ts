import type { ResultAsync } from 'neverthrow'
import type { LookFailure } from './reads/look.js'
import type { Reads } from './reads/reads.js'
import type { DiagnosisSubject } from './subject.js'
import type { Judgement, Remedy, Symptom } from './verdict.js'

/**
 * One cause for which a user does not see the file system, as data. A new cause is one file with one of these, and a line in
 * the list of checks.
 */
export interface Check<Seen> {
  /** Stable name, for programs: `zones-covered`. */
  readonly id: string
  /** Question that a green line answers with yes. */
  readonly question: string
  /** Symptoms that the user notices when the answer is no. */
  readonly symptoms: readonly Symptom[]
  /** `deep` ones run only with `deep: true`, or when the symptom asks for them. */
  readonly cost: 'cheap' | 'deep'
  /** Reads what the verdict needs. Readings are shared between checks. */
  readonly look: (reads: Reads) => ResultAsync<Seen, LookFailure>
  /** Decides on what was read: pure. */
  readonly judge: (seen: Seen, subject: DiagnosisSubject) => Judgement
  /** Remedy of the cause. */
  readonly remedy: Remedy
}

/** A check whose `Seen` is its own affair. */
export interface DiagnosisCheck extends Omit<Check<never>, 'look' | 'judge'> {
  readonly run: (reads: Reads) => ResultAsync<Judgement, LookFailure>
}

/** Ties `look` and `judge` of a check together. */
export function defineCheck<Seen>(check: Check<Seen>): Check<Seen> & DiagnosisCheck {
  return { ...check, run: (reads) => check.look(reads).map((seen) => check.judge(seen, reads.subject)) }
}
