import type { DomainId } from '@studio-efs/core'
import type { Result } from 'neverthrow'
import { directorySettings, oneDriver } from './directory-settings.js'
import { domainSettings, parseDomainIds } from './domain-settings.js'
import { fileSystemSettings } from './file-system-settings.js'
import type { InvalidConfigurationError } from './invalid-configuration-error.js'
import { type Environment, type Parsed, parseSettings } from './parse-settings.js'
import { required } from './setting.js'
import { sharedDirectorySettings } from './shared-directory-settings.js'

export const setDomainDefaultSettings = {
  ...fileSystemSettings,
  domainIds: required<readonly DomainId[]>(
    domainSettings.domainIds.variables,
    'the ids of the domains that get the default',
    parseDomainIds,
  ),
  ...sharedDirectorySettings,
  ...directorySettings,
}

export type SetDomainDefaultConfiguration = Parsed<typeof setDomainDefaultSettings>

/** Reads the function's environment; `efs_id` and `domain_id` of the AWS blog post are taken where ours are not set. */
export function parseSetDomainDefaultConfiguration(
  environment: Environment,
): Result<SetDomainDefaultConfiguration, InvalidConfigurationError> {
  return parseSettings(environment, setDomainDefaultSettings, oneDriver)
}
