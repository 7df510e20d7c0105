import { optional, parseSignal, parseSwitch } from '../model/parse/parse-input.js'
import { parseWholeNumber } from '../model/parse/parse-text.js'
import { attachFields } from '../profiles/attach-to-profile.js'
import type { OnboardProfileInput } from '../profiles/onboard-profile.js'
import { provisionFields } from '../profiles/provision-user-directory.js'

/** How many profiles are onboarded, whichever they are. */
export interface ManyProfilesInput
  extends Omit<OnboardProfileInput, 'domainId' | 'userProfileName' | 'timeoutMs' | 'verify'> {
  /** How many calls to AWS may be under way at once, from 1 to 100. Default 16. The pace is found by itself. */
  readonly concurrency?: number
  /** How long one profile may take once it has its turn, in milliseconds. Default 600,000 (10 minutes). */
  readonly profileTimeoutMs?: number
  /** Waits after each update until the profile is `InService` again and checks its list. Default false. */
  readonly verify?: boolean
}

const LONGEST_MS = 86_400_000

export const parseMilliseconds = (value: unknown, field: string) =>
  parseWholeNumber(field, value, { min: 1, max: LONGEST_MS })

const { layout, nameCase, mode } = provisionFields
const { fileSystemId, domainFileSystems, maxCustomFileSystems, verify } = attachFields

/** Its fields. */
export const manyFields = {
  fileSystemId,
  layout,
  nameCase,
  mode,
  domainFileSystems,
  maxCustomFileSystems,
  verify,
  concurrency: optional((value, field) => parseWholeNumber(field, value, { min: 1, max: 100 }), 16),
  profileTimeoutMs: optional(parseMilliseconds, 600_000),
  dryRun: optional(parseSwitch, false),
  signal: optional(parseSignal, undefined),
}
