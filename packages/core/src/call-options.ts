import { optional, parseSignal, parseSwitch } from './model/parse/parse-input.js'
import { parseWholeNumber } from './model/parse/parse-text.js'
import { type OnProgress, parseOnProgress, type WaitProgress } from './wait-progress.js'

/** Limits of one call, which every operation takes besides its own input. */
export interface CallOptions {
  /** Time limit of the whole call, waits and retries included, in milliseconds. Default 600,000 (10 minutes). */
  readonly timeoutMs?: number
  /** Stops the call between two steps, and stops the request that is under way. */
  readonly signal?: AbortSignal
}

/** Options of the operations that work on one thing, and may wait for it. */
export interface WaitOptions extends CallOptions {
  /** Called while the call waits for a resource, and before it sends a request again. Default: nobody hears of it. */
  readonly onProgress?: OnProgress<WaitProgress>
}

const MAX_TIMEOUT_MS = 86_400_000
const DEFAULT_TIMEOUT_MS = 600_000

/** Parsers of the fields that every operation takes. */
export const callFields = {
  timeoutMs: optional(
    (value, field) => parseWholeNumber(value, field, { min: 1, max: MAX_TIMEOUT_MS }),
    DEFAULT_TIMEOUT_MS,
  ),
  signal: optional(parseSignal, undefined),
  dryRun: optional(parseSwitch, false),
}

/** Parsers of {@link WaitOptions}, and of `dryRun`. */
export const waitFields = { ...callFields, onProgress: optional(parseOnProgress, undefined) }
