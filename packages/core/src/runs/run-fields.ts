import { callFields } from '../call-options.js'
import { type FieldParser, optional } from '../model/parse/parse-input.js'
import { parseWholeNumber } from '../model/parse/parse-text.js'
import { attachFields } from '../profiles/attach-to-profile.js'
import type { OnboardProfileInput, OnboardSpec } from '../profiles/onboard-profile.js'
import { provisionFields } from '../profiles/provision-user-directory.js'
import type { OnProgress } from '../wait-progress.js'

/** Options of every operation on many profiles. */
export interface RunInput
  extends Omit<OnboardProfileInput, 'domainId' | 'userProfileName' | 'timeoutMs' | 'verify' | 'onProgress'> {
  /** Calls to AWS under way at once, from 1 to 100. Default 16. The rate adapts to what AWS accepts. */
  readonly concurrency?: number
  /** Time limit of one profile from its turn on, in milliseconds. Default 600,000 (10 minutes). */
  readonly profileTimeoutMs?: number
  /** Waits after each update until the profile is `InService` again and checks its list. Default false. */
  readonly verify?: boolean
}

export interface RunSpec extends OnboardSpec {
  readonly concurrency: number
  readonly profileTimeoutMs: number
  readonly timeoutMs: number | undefined
  readonly signal: AbortSignal | undefined
  readonly onProgress: OnProgress<never> | undefined
}

const MAX_TIMEOUT_MS = 86_400_000

/** Accepts 1 ms to 24 hours. */
export const parseMilliseconds: FieldParser<number> = (value, field) =>
  parseWholeNumber(value, field, { min: 1, max: MAX_TIMEOUT_MS })

const { layout, nameCase, mode, foreignDirectories, reservedPaths } = provisionFields
const { fileSystemId, domainFileSystems, maxCustomFileSystems, verify } = attachFields

export const runFields = {
  fileSystemId,
  layout,
  nameCase,
  mode,
  foreignDirectories,
  reservedPaths,
  domainFileSystems,
  maxCustomFileSystems,
  verify,
  concurrency: optional((value, field) => parseWholeNumber(value, field, { min: 1, max: 100 }), 16),
  profileTimeoutMs: optional(parseMilliseconds, 600_000),
  dryRun: callFields.dryRun,
  signal: callFields.signal,
} satisfies Record<keyof Required<RunInput>, FieldParser<unknown>>
