import type { Result } from 'neverthrow'
import { directorySettings, oneDriver } from './directory-settings.js'
import { domainSettings } from './domain-settings.js'
import { fileSystemSettings } from './file-system-settings.js'
import type { InvalidConfigurationError } from './invalid-configuration-error.js'
import { domainsAreSeparated, layoutSettings } from './layout-settings.js'
import { type Environment, type Parsed, parseSettings } from './parse-settings.js'

/** Of every handler that onboards profiles, whatever makes it do so. */
export const onboardingSettings = {
  ...fileSystemSettings,
  ...domainSettings,
  ...layoutSettings,
  ...directorySettings,
}

export type OnboardingConfiguration = Parsed<typeof onboardingSettings>

/**
 * Reads the function's environment. `efs_id` and `domain_id`, the names that the AWS blog post uses, are taken where ours
 * are not set.
 */
export function parseOnboardingConfiguration(
  environment: Environment,
): Result<OnboardingConfiguration, InvalidConfigurationError> {
  return parseSettings(environment, onboardingSettings, domainsAreSeparated, oneDriver)
}
