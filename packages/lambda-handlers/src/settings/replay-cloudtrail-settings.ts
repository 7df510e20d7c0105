import { InvalidInputError, quoteForMessage } from '@studio-efs/core/driver-kit'
import { err, ok, type Result } from 'neverthrow'
import { oneDriver } from './directory-settings.js'
import type { InvalidConfigurationError } from './invalid-configuration-error.js'
import { domainsAreSeparated } from './layout-settings.js'
import { onboardingSettings } from './onboarding-settings.js'
import { type Environment, type Parsed, parseSettings } from './parse-settings.js'
import { withDefault } from './setting.js'

/** CloudTrail's event history goes back that far. */
const MAX_DAYS = 90

export const replayCloudTrailSettings = {
  ...onboardingSettings,
  /** How many days an event without `from` goes back. */
  days: withDefault<number, number>(['STUDIO_EFS_DAYS'], MAX_DAYS, parseDays),
}

export type ReplayCloudTrailConfiguration = Parsed<typeof replayCloudTrailSettings>

export function parseReplayCloudTrailConfiguration(
  environment: Environment,
): Result<ReplayCloudTrailConfiguration, InvalidConfigurationError> {
  return parseSettings(environment, replayCloudTrailSettings, domainsAreSeparated, oneDriver)
}

function parseDays(value: string, variable: string): Result<number, InvalidInputError> {
  const days = /^\d+$/.test(value) ? Number(value) : 0
  if (days >= 1 && days <= MAX_DAYS) return ok(days)
  return err(new InvalidInputError(variable, `a whole number from 1 to ${MAX_DAYS}`, quoteForMessage(value)))
}
