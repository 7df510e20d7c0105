import type { CallContext } from '../fake-api.js'
import { validationError } from '../fake-aws-error.js'
import type { Output } from '../wire.js'
import type { World } from '../world.js'
import { checkNetwork, furnishDomain } from './domain-network.js'
import { begin, checkUpdatable } from './life-cycle.js'
import { findDomain, isInDomain } from './lookup.js'
import { appsRunning } from './refusals.js'
import { checkFileSystems, checkSpaceDefaults, mergeSettings, refusePosixUser } from './settings-rules.js'
import { type AppRecord, type DomainRecord, type StudioSettings, spaceKey } from './state.js'

interface UpdateDomainInput {
  readonly DomainId: string
  readonly DefaultUserSettings?: StudioSettings | null
  readonly DefaultSpaceSettings?: StudioSettings | null
  readonly DomainSettingsForUpdate?: Readonly<Record<string, unknown>> | null
  readonly AppSecurityGroupManagement?: string | null
  readonly AppNetworkAccessType?: 'PublicInternetOnly' | 'VpcOnly' | null
  readonly HomeEfsFileSystemCreation?: 'Enabled' | 'Disabled' | null
  readonly SubnetIds?: readonly string[] | null
  readonly TagPropagation?: string | null
  readonly VpcId?: string | null
}

export function updateDomain(world: World, input: UpdateDomainInput, call: CallContext): Output {
  const domain = findDomain(world, input.DomainId)
  checkUpdatable(world, domain, 'Domain', domain.DomainArn)
  checkSettings(world, domain, input)
  checkNetworkChange(world, domain, input)
  checkRunningApps(world, domain, input)
  const previous = { ...domain }
  const old = world.settings.undocumented.settingsAfterFailedUpdate === 'old'
  apply(world, domain, input)
  begin(world, domain, call, {
    during: 'Updating',
    delay: world.settings.delays.updateDomain,
    ...(old && { failed: () => restore(domain, previous) }),
  })
  return { DomainArn: domain.DomainArn }
}

function checkSettings(world: World, domain: DomainRecord, input: UpdateDomainInput): void {
  checkFileSystems(world, input.DefaultUserSettings, 'defaultUserSettings')
  checkFileSystems(world, input.DefaultSpaceSettings, 'defaultSpaceSettings')
  checkSpaceDefaults(input.DefaultSpaceSettings)
  if (isInDomain(world.state.sagemaker.userProfiles.values(), domain.DomainId)) {
    refusePosixUser(input.DefaultUserSettings, ' because the domain has user profiles')
    refusePosixUser(input.DefaultSpaceSettings, ' because the domain has user profiles')
  }
}

function checkNetworkChange(world: World, domain: DomainRecord, input: UpdateDomainInput): void {
  if (input.VpcId != null) throw validationError('VpcId can only be set for domains that were created without one.')
  if (input.AppNetworkAccessType === 'VpcOnly' && input.SubnetIds == null) {
    throw validationError('VpcId and Subnet IDs are required for updating domains to VpcOnly mode.')
  }
  if (input.SubnetIds != null) checkNetwork(world, domain.VpcId, input.SubnetIds)
  if (input.AppSecurityGroupManagement != null && domain.DomainSettings?.['RStudioServerProDomainSettings'] == null) {
    throw validationError('AppSecurityGroupManagement can only be set for Rstudio enabled domains.')
  }
  if (domain.HomeEfsFileSystemCreation === 'Enabled' && input.HomeEfsFileSystemCreation === 'Disabled') {
    throw validationError('HomeEfsFileSystemCreation cannot be changed from Enabled to Disabled.')
  }
}

function checkRunningApps(world: World, domain: DomainRecord, input: UpdateDomainInput): void {
  const running = [...world.state.sagemaker.apps.values()].filter(
    ({ DomainId, Status }) => DomainId === domain.DomainId && Status === 'InService',
  )
  if (running.length === 0) return
  const removed = input.SubnetIds != null && domain.SubnetIds.some((id) => !input.SubnetIds?.includes(id))
  const shared = running.some((app) => isInSharedSpace(world, app))
  if (
    removed ||
    changesRole(world, domain.DefaultUserSettings, input.DefaultUserSettings) ||
    (shared && changesRole(world, domain.DefaultSpaceSettings, input.DefaultSpaceSettings)) ||
    (input.AppNetworkAccessType ?? domain.AppNetworkAccessType) !== domain.AppNetworkAccessType
  ) {
    throw appsRunning(domain.DomainArn)
  }
}

function changesRole(
  world: World,
  stored: StudioSettings | undefined,
  sent: StudioSettings | null | undefined,
): boolean {
  if (sent?.ExecutionRole == null) return false
  return world.settings.undocumented.resentExecutionRole === 'change' || sent.ExecutionRole !== stored?.ExecutionRole
}

function isInSharedSpace(world: World, { DomainId, SpaceName }: AppRecord): boolean {
  if (SpaceName === undefined) return false
  const space = world.state.sagemaker.spaces.get(spaceKey(DomainId, SpaceName))
  return space?.SpaceSharingSettings?.SharingType !== 'Private'
}

function apply(world: World, domain: DomainRecord, input: UpdateDomainInput): void {
  const { DefaultUserSettings: forUsers, DefaultSpaceSettings: forSpaces } = input
  if (forUsers != null) domain.DefaultUserSettings = mergeSettings(world, domain.DefaultUserSettings, forUsers)
  if (forSpaces != null) domain.DefaultSpaceSettings = mergeSettings(world, domain.DefaultSpaceSettings, forSpaces)
  if (input.DomainSettingsForUpdate != null) {
    domain.DomainSettings = { ...domain.DomainSettings, ...input.DomainSettingsForUpdate }
  }
  if (input.SubnetIds != null) domain.SubnetIds = input.SubnetIds
  if (input.AppNetworkAccessType != null) domain.AppNetworkAccessType = input.AppNetworkAccessType
  if (input.TagPropagation != null) domain['TagPropagation'] = input.TagPropagation
  if (input.HomeEfsFileSystemCreation === 'Enabled' && domain.HomeEfsFileSystemCreation === 'Disabled') {
    domain.HomeEfsFileSystemCreation = 'Enabled'
    furnishDomain(world, domain)
  }
}

function restore(domain: DomainRecord, previous: DomainRecord): void {
  domain.DefaultUserSettings = previous.DefaultUserSettings
  domain.SubnetIds = previous.SubnetIds
  domain.AppNetworkAccessType = previous.AppNetworkAccessType
  if (previous.DefaultSpaceSettings === undefined) delete domain.DefaultSpaceSettings
  else domain.DefaultSpaceSettings = previous.DefaultSpaceSettings
}
