import { parseVpcId, type VpcId } from '@studio-efs/core'
import type { Result } from 'neverthrow'
import { directorySettings, oneDriver } from './directory-settings.js'
import { domainSettings } from './domain-settings.js'
import { fileSystemSettings } from './file-system-settings.js'
import type { InvalidConfigurationError } from './invalid-configuration-error.js'
import { type Environment, type Parsed, parseSettings } from './parse-settings.js'
import { required } from './setting.js'
import { sharedDirectorySettings } from './shared-directory-settings.js'

export const shareAcrossVpcDomainsSettings = {
  ...fileSystemSettings,
  vpcId: required<VpcId>(['STUDIO_EFS_VPC_ID'], 'the id of the VPC whose domains share the file system', parseVpcId),
  /** Only these; `undefined` is every domain of the VPC. */
  ...domainSettings,
  ...sharedDirectorySettings,
  ...directorySettings,
}

export type ShareAcrossVpcDomainsConfiguration = Parsed<typeof shareAcrossVpcDomainsSettings>

export function parseShareAcrossVpcDomainsConfiguration(
  environment: Environment,
): Result<ShareAcrossVpcDomainsConfiguration, InvalidConfigurationError> {
  return parseSettings(environment, shareAcrossVpcDomainsSettings, oneDriver)
}
