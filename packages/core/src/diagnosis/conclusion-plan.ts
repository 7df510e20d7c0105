import { type DiagnosisLine, NOT_DEEP } from './run-checks.js'
import type { Symptom } from './verdict.js'

/** Sum of the lines. */
export type Conclusion =
  /** The first red line: mend this first. */
  | { readonly kind: 'cause'; readonly line: DiagnosisLine }
  /** No line is red; the first yellow one may be the cause. */
  | { readonly kind: 'suspect'; readonly line: DiagnosisLine }
  /** Everything that this package knows of is in order. `otherCauses` names what else it can be. */
  | { readonly kind: 'not-us' }
  /** Nothing was found, and not everything was looked at. */
  | {
      readonly kind: 'open'
      /** Ids of the checks whose answer is unknown. */
      readonly unknown: readonly string[]
      /** Ids of the checks that `deep: true` adds. */
      readonly deeper: readonly string[]
    }

/** Lines of the symptom go before all others; a symptom is what a user says, and so a hint. */
export function conclude(lines: readonly DiagnosisLine[], symptom: Symptom | undefined): Conclusion {
  const fits = (line: DiagnosisLine) => symptom === undefined || line.symptoms.includes(symptom)
  const first = (verdict: DiagnosisLine['verdict']) => {
    const all = lines.filter((line) => line.verdict === verdict)
    return all.find(fits) ?? all[0]
  }
  const [cause, suspect] = [first('red'), first('yellow')]
  if (cause !== undefined) return { kind: 'cause', line: cause }
  if (suspect !== undefined) return { kind: 'suspect', line: suspect }
  const unknown = lines.filter(({ verdict }) => verdict === 'unknown').map(({ check }) => check)
  const deeper = lines.filter(({ finding }) => finding === NOT_DEEP).map(({ check }) => check)
  return unknown.length + deeper.length === 0 ? { kind: 'not-us' } : { kind: 'open', unknown, deeper }
}

/** Causes that have nothing to do with a file system, the most frequent first. */
export const OTHER_CAUSES: readonly string[] = [
  'A custom image that cannot start: its AppImageConfig takes uid 1000 and gid 100 only.',
  'A lifecycle configuration that fails or takes longer than five minutes; a removed one may still be stored in the space.',
  'The disk of the space was resized within the last six hours (VolumeModificationRateExceeded).',
  'A quota for running apps or instances is used up (ResourceLimitExceeded).',
  'AWS has no instance of the chosen type free in the zone (InsufficientCapacity).',
  'The recovery mode of the app, of which AWS does not document what it leaves out.',
]
