import { callFields } from '../../call-options.js'
import { type FieldParser, optional } from '../../model/parse/parse-input.js'
import { parseWholeNumber } from '../../model/parse/parse-text.js'
import type { OnProgress } from '../../wait-progress.js'

/** Pace and limits of a run over many profiles. */
export interface RunLimits {
  /** Calls to AWS under way at once, from 1 to 100. Default 16. The rate adapts to what AWS accepts. */
  readonly concurrency?: number
  /** Time limit of one profile from its turn on, in milliseconds. Default 600,000 (10 minutes). */
  readonly profileTimeoutMs?: number
  /** Reads and plans, and writes nothing. Default false. */
  readonly dryRun?: boolean
  /** Ends the run: no further profile is taken up, and what was sent is waited for, five seconds at most. */
  readonly signal?: AbortSignal
}

export interface RunSpec {
  readonly concurrency: number
  /** Time limit of one item from its turn on, in milliseconds. */
  readonly turnTimeoutMs: number
  readonly dryRun: boolean
  readonly timeoutMs: number | undefined
  readonly signal: AbortSignal | undefined
  readonly onProgress: OnProgress<never> | undefined
}

const MAX_TIMEOUT_MS = 86_400_000

/** Accepts 1 ms to 24 hours. */
export const parseMilliseconds: FieldParser<number> = (value, field) =>
  parseWholeNumber(value, field, { min: 1, max: MAX_TIMEOUT_MS })

export const limitFields = {
  concurrency: optional((value, field) => parseWholeNumber(value, field, { min: 1, max: 100 }), 16),
  profileTimeoutMs: optional(parseMilliseconds, 600_000),
  dryRun: callFields.dryRun,
  signal: callFields.signal,
} satisfies Record<keyof Required<RunLimits>, FieldParser<unknown>>
