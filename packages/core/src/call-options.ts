import { optional, parseSignal, parseSwitch } from './model/parse/parse-input.js'
import { parseWholeNumber } from './model/parse/parse-text.js'

const MAX_TIMEOUT_MS = 86_400_000

/** The fields that every operation takes. */
export const callFields = {
  timeoutMs: optional((value, field) => parseWholeNumber(field, value, { min: 1, max: MAX_TIMEOUT_MS }), 600_000),
  signal: optional(parseSignal, undefined),
  dryRun: optional(parseSwitch, false),
}
