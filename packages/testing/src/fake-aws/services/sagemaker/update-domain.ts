import type { AppRecord, DomainRecord, StudioSettings } from '../../state/sagemaker.js'
import { validationError } from '../../wire/errors.js'
import type { Output } from '../../wire/wire.js'
import type { CallContext } from '../../world/fake-api.js'
import type { World } from '../../world/world.js'
import { checkNetwork, createDomainNetwork } from './domain-network.js'
import { appsRunning } from './errors.js'
import { beginUpdate, checkUpdatable } from './life-cycle.js'
import { findDomain, isInDomain, keyOfSpace } from './lookup.js'
import { checkFileSystems, checkSpaceDefaults, mergeSettings, refusePosixUser } from './settings-rules.js'

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
  checkUpdatable(world, { kind: 'Domain', arn: domain.DomainArn, status: domain.Status })
  checkSettings(world, domain, input)
  checkNetworkChange(world, domain, input)
  checkApps(world, domain, input)
  const { domains: records } = world.state.sagemaker
  beginUpdate(
    world,
    { records, key: domain.DomainId, record: domain },
    {
      call,
      delay: world.settings.delays.updateDomain,
      apply: () => apply(world, domain, input),
      completed: () => {
        const isHomeMissing = domain.HomeEfsFileSystemCreation === 'Enabled' && domain.HomeEfsFileSystemId === undefined
        if (isHomeMissing || input.VpcId != null) createDomainNetwork(world, domain)
      },
    },
  )
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
  const { VpcId = input.VpcId ?? undefined } = domain
  if (input.VpcId != null && domain.VpcId !== undefined) {
    throw validationError('VpcId can only be set for domains that were created without one.')
  }
  if (input.AppNetworkAccessType === 'VpcOnly' && (VpcId === undefined || input.SubnetIds == null)) {
    throw validationError('VpcId and Subnet IDs are required for updating domains to VpcOnly mode.')
  }
  if (input.VpcId != null || input.SubnetIds != null) checkNetwork(world, VpcId, input.SubnetIds)
  if (input.AppSecurityGroupManagement != null && domain.DomainSettings?.['RStudioServerProDomainSettings'] == null) {
    throw validationError('AppSecurityGroupManagement can only be set for Rstudio enabled domains.')
  }
  if (domain.HomeEfsFileSystemCreation === 'Enabled' && input.HomeEfsFileSystemCreation === 'Disabled') {
    throw validationError('HomeEfsFileSystemCreation cannot be changed from Enabled to Disabled.')
  }
}

/** Refuses a change of role while an app is `InService`; a change of network also while one is `Pending` or `Deleting`. */
function checkApps(world: World, domain: DomainRecord, input: UpdateDomainInput): void {
  const apps = [...world.state.sagemaker.apps.values()].filter(
    ({ DomainId, Status }) => DomainId === domain.DomainId && Status !== 'Deleted' && Status !== 'Failed',
  )
  const running = apps.filter(({ Status }) => Status === 'InService')
  const shared = running.filter((app) => isInSharedSpace(world, app))
  if (
    (apps.length > 0 && changesNetwork(domain, input)) ||
    (running.length > 0 && changesRole(world, domain.DefaultUserSettings, input.DefaultUserSettings)) ||
    (shared.length > 0 && changesRole(world, domain.DefaultSpaceSettings, input.DefaultSpaceSettings))
  ) {
    throw appsRunning(domain.DomainArn)
  }
}

function changesNetwork(domain: DomainRecord, { SubnetIds, AppNetworkAccessType: access }: UpdateDomainInput): boolean {
  const isRemoved = SubnetIds != null && domain.SubnetIds?.some((id) => !SubnetIds.includes(id))
  return isRemoved || (access != null && access !== domain.AppNetworkAccessType)
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
  const space = world.state.sagemaker.spaces.get(keyOfSpace(world, DomainId, SpaceName))
  return space?.SpaceSharingSettings?.SharingType !== 'Private'
}

function apply(world: World, domain: DomainRecord, input: UpdateDomainInput): void {
  const { DefaultUserSettings: forUsers, DefaultSpaceSettings: forSpaces, DomainSettingsForUpdate: forDomain } = input
  if (forUsers != null) domain.DefaultUserSettings = mergeSettings(world, domain.DefaultUserSettings, forUsers)
  if (forSpaces != null) domain.DefaultSpaceSettings = mergeSettings(world, domain.DefaultSpaceSettings, forSpaces)
  if (forDomain != null) domain.DomainSettings = mergeSettings(world, domain.DomainSettings, forDomain)
  if (input.VpcId != null) domain.VpcId = input.VpcId
  if (input.SubnetIds != null) domain.SubnetIds = input.SubnetIds
  if (input.AppNetworkAccessType != null) domain.AppNetworkAccessType = input.AppNetworkAccessType
  if (input.TagPropagation != null) domain['TagPropagation'] = input.TagPropagation
  if (input.HomeEfsFileSystemCreation != null) domain.HomeEfsFileSystemCreation = input.HomeEfsFileSystemCreation
}
