import type { AttachSpaceOutcome } from '@studio-efs/core'

/** Number of spaces by outcome. */
export interface SpaceCounts {
  readonly attached: number
  readonly unchanged: number
  /** An app of the space runs. */
  readonly waitsForStop: number
  readonly notOffered: number
  /** The space lists five custom file systems already. */
  readonly limit: number
  readonly unsupportedApp: number
  readonly unifiedStudio: number
  /** Gone, or of no use. */
  readonly skipped: number
  readonly failed: number
}

/** Counts by the words of core. */
export type CountsByOutcome = Readonly<Record<AttachSpaceOutcome['outcome'], number>>

/** Puts counts under names that a state machine can address. */
export function spaceCounts(counts: CountsByOutcome): SpaceCounts {
  const { attached, unchanged, limit, skipped, failed } = counts
  return {
    ...{ attached, unchanged, limit, skipped, failed },
    waitsForStop: counts['waits-for-stop'],
    notOffered: counts['not-offered'],
    unsupportedApp: counts['unsupported-app'],
    unifiedStudio: counts['unified-studio'],
  }
}

export function countOutcomes(words: readonly AttachSpaceOutcome['outcome'][]): CountsByOutcome {
  const counts = {
    ...{ attached: 0, unchanged: 0, 'waits-for-stop': 0, 'not-offered': 0, limit: 0 },
    ...{ 'unsupported-app': 0, 'unified-studio': 0, skipped: 0, failed: 0 },
  }
  for (const word of words) counts[word] += 1
  return counts
}
