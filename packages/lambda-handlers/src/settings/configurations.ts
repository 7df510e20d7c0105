import { separatesDomains } from '@studio-efs/core/directories'
import type { Result } from 'neverthrow'
import {
  days,
  directorySettings,
  domainIds,
  fileSystemId,
  layout,
  privateDirectorySettings,
  requiredDomainIds,
  sharedDirectorySettings,
  tags,
  vpcId,
} from './known-settings.js'
import { mountSettings } from './mount-configuration.js'
import {
  type ConfigurationProblem,
  type Environment,
  type InvalidConfigurationError,
  type Parsed,
  parseSettings,
} from './parse-settings.js'

/** Shared by the handlers that onboard profiles. */
export const onboardingSettings = { fileSystemId, domainIds, ...privateDirectorySettings, ...directorySettings }
export const offboardingSettings = { domainIds, layout, ...directorySettings }
export const replayCloudTrailSettings = { ...onboardingSettings, days }
export const setDomainDefaultSettings = {
  fileSystemId,
  domainIds: requiredDomainIds,
  ...sharedDirectorySettings,
  ...directorySettings,
}
/** `domainIds` narrows the domains of the VPC down. */
export const shareAcrossVpcDomainsSettings = {
  fileSystemId,
  vpcId,
  domainIds,
  tags,
  ...sharedDirectorySettings,
  ...directorySettings,
}

/** Configuration of the functions that onboard profiles, from their environment. */
export type OnboardingConfiguration = Parsed<typeof onboardingSettings>
/** Configuration of the function `on-user-profile-deleted`, from its environment. */
export type OffboardingConfiguration = Parsed<typeof offboardingSettings>
/** Configuration of the function `replay-cloudtrail`, from its environment. */
export type ReplayCloudTrailConfiguration = Parsed<typeof replayCloudTrailSettings>
/** Configuration of the function `set-domain-default`, from its environment. */
export type SetDomainDefaultConfiguration = Parsed<typeof setDomainDefaultSettings>
/** Configuration of the function `share-across-vpc-domains`, from its environment. */
export type ShareAcrossVpcDomainsConfiguration = Parsed<typeof shareAcrossVpcDomainsSettings>
export type DirectoryConfiguration = Parsed<typeof directorySettings>

type ParsedConfiguration<Configuration> = Result<Configuration, InvalidConfigurationError>

/** Reads the function's environment. Takes `efs_id` and `domain_id`, the AWS blog post's names, as second choices. */
export function parseOnboardingConfiguration(environment: Environment): ParsedConfiguration<OnboardingConfiguration> {
  return parseSettings(environment, onboardingSettings, layoutSeparatesDomains, oneDriver)
}

/** Parses the environment of the function `on-user-profile-deleted`; reports all problems at once. */
export function parseOffboardingConfiguration(environment: Environment): ParsedConfiguration<OffboardingConfiguration> {
  return parseSettings(environment, offboardingSettings, layoutSeparatesDomains, oneDriver)
}

/** Parses the environment of the function `replay-cloudtrail`; reports all problems at once. */
export function parseReplayCloudTrailConfiguration(
  environment: Environment,
): ParsedConfiguration<ReplayCloudTrailConfiguration> {
  return parseSettings(environment, replayCloudTrailSettings, layoutSeparatesDomains, oneDriver)
}

/** Reads the function's environment. Takes `efs_id` and `domain_id`, the AWS blog post's names, as second choices. */
export function parseSetDomainDefaultConfiguration(
  environment: Environment,
): ParsedConfiguration<SetDomainDefaultConfiguration> {
  return parseSettings(environment, setDomainDefaultSettings, oneDriver)
}

/** Parses the environment of the function `share-across-vpc-domains`; reports all problems at once. */
export function parseShareAcrossVpcDomainsConfiguration(
  environment: Environment,
): ParsedConfiguration<ShareAcrossVpcDomainsConfiguration> {
  return parseSettings(environment, shareAcrossVpcDomainsSettings, oneDriver)
}

/** Part of a configuration that says which directories profiles get. */
export interface PrivateDirectoryConfiguration
  extends Pick<OnboardingConfiguration, 'fileSystemId' | 'layout'>,
    Partial<Pick<OnboardingConfiguration, 'sharedPath' | 'foreignDirectories'>> {}

/** Part of a configuration that says which directory domains get. */
export interface SharedDirectoryConfiguration
  extends Pick<SetDomainDefaultConfiguration, 'fileSystemId' | 'sharedPath' | 'scope' | 'executionRole'>,
    Partial<Pick<SetDomainDefaultConfiguration, 'foreignDirectories'>> {}

/** Input of the operations that onboard profiles. */
export function privateDirectoryInput({
  fileSystemId,
  layout,
  sharedPath,
  foreignDirectories = 'refuse',
}: PrivateDirectoryConfiguration) {
  const reserved = sharedPath === undefined ? {} : { reservedPaths: [sharedPath] }
  return { fileSystemId, layout, foreignDirectories, ...reserved }
}

/** Input of the operations that share a directory, which make it first. */
export function sharedDirectoryInput({
  fileSystemId,
  sharedPath: fileSystemPath,
  scope,
  executionRole,
  foreignDirectories = 'refuse',
}: SharedDirectoryConfiguration) {
  const role = executionRole === undefined ? {} : { executionRole }
  return { fileSystemId, fileSystemPath, scope, ...role, foreignDirectories, directory: 'provision' } as const
}

/** `alice` of one domain and `alice` of another are two people, and would share one directory. */
function layoutSeparatesDomains(
  parsed: Partial<Pick<OnboardingConfiguration, 'layout' | 'domainIds'>>,
): readonly ConfigurationProblem[] {
  if (parsed.layout === undefined || !('domainIds' in parsed)) return []
  if (parsed.domainIds?.length === 1 || separatesDomains(parsed.layout)) return []
  const problem =
    'must hold {domainId}, kept apart from {userProfileName} by "/", "." or "_", for example /_domains/{domainId}/{userProfileName}, unless STUDIO_EFS_DOMAIN_IDS names exactly one domain: profiles of the same name in two domains would share a directory'
  return [{ variable: 'STUDIO_EFS_LAYOUT', problem }]
}

/** With both a directory function and a mount, directories would be made where nobody looks. */
function oneDriver(
  { directoryFunction }: Partial<DirectoryConfiguration>,
  environment: Environment,
): readonly ConfigurationProblem[] {
  if (directoryFunction === undefined) return []
  return Object.values(mountSettings)
    .map(({ variables: [variable] }) => variable)
    .filter((variable) => (environment[variable] ?? '') !== '')
    .map((variable) => ({ variable, problem: 'has no meaning together with STUDIO_EFS_DIRECTORY_FUNCTION' }))
}
