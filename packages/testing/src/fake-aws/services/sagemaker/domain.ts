import type { Undocumented } from '../../settings/undocumented.js'
import type { Tag } from '../../state/record.js'
import type { DomainRecord, StudioSettings } from '../../state/sagemaker.js'
import { type Output, presentMembers } from '../../wire/wire.js'
import type { CallContext } from '../../world/fake-api.js'
import type { World } from '../../world/world.js'
import { checkNetwork, createDomainNetwork, deleteHomeFileSystem } from './domain-network.js'
import { checkQuota, domainNameTaken, stillAssociated } from './errors.js'
import { withSettingsNotSent } from './filled-in-settings.js'
import { begin, checkDeletable } from './life-cycle.js'
import { domainArn, findDomain, isInDomain } from './lookup.js'
import { type PageInput, pageOf, positionBy } from './paging.js'
import { checkFileSystems, checkSpaceDefaults } from './settings-rules.js'
import { checkTags } from './tags.js'
import { countLooks, describe, hideForNow, isVisible } from './visibility.js'

/** Members of a domain to add. */
export interface NewDomain {
  readonly DomainId?: string
  readonly DomainName: string
  readonly AuthMode?: 'IAM' | 'SSO'
  readonly VpcId?: string | undefined
  readonly SubnetIds?: readonly string[] | undefined
  readonly DefaultUserSettings?: StudioSettings
  readonly HomeEfsFileSystemCreation?: 'Enabled' | 'Disabled'
  readonly [other: string]: unknown
}

/** Makes an `InService` domain with the service's defaults, without adding it to the state. */
export function newDomainRecord(world: World, { ...fields }: NewDomain): DomainRecord {
  const DomainId = fields.DomainId ?? `d-${world.ids.base36(12)}`
  const now = world.timestamp()
  return {
    AuthMode: 'IAM',
    AppNetworkAccessType: 'PublicInternetOnly',
    HomeEfsFileSystemCreation: fields.VpcId == null ? 'Disabled' : 'Enabled',
    TagPropagation: 'DISABLED',
    DefaultUserSettings: {},
    Status: 'InService',
    CreationTime: now,
    LastModifiedTime: now,
    ...(presentMembers(fields) as NewDomain & { VpcId?: string; SubnetIds?: readonly string[] }),
    DomainId,
    DomainArn: domainArn(world, DomainId),
    Url: `https://${DomainId}.studio.${world.settings.region}.sagemaker.aws`,
    ordinal: world.ids.ordinal(),
  }
}

interface CreateDomainInput extends NewDomain {
  readonly DefaultUserSettings: StudioSettings
  readonly DefaultSpaceSettings?: StudioSettings | null
  readonly Tags?: readonly Tag[] | null
}

export function createDomain(world: World, input: CreateDomainInput, call: CallContext): Output {
  const { Tags, ...fields } = input
  const { domains, tags } = world.state.sagemaker
  const { undocumented } = world.settings
  checkTags(Tags)
  checkNetwork(world, input.VpcId, input.SubnetIds)
  checkFileSystems(world, input.DefaultUserSettings, 'defaultUserSettings')
  checkFileSystems(world, input.DefaultSpaceSettings, 'defaultSpaceSettings')
  if (undocumented.createdSpaceDefaultsWithoutRole === 'refuse') checkSpaceDefaults(input.DefaultSpaceSettings)
  if (isTaken(domains.values(), input.DomainName)) throw domainNameTaken(input.DomainName)
  const limit = world.settings.quotas.domains
  checkQuota({ limit, count: domains.size, quotaName: 'Total domains', unit: 'Domains' })
  const domain = newDomainRecord(world, fields)
  const stored = { records: domains, key: domain.DomainId, record: domain }
  begin(world, stored, {
    call: failing(input, call, undocumented),
    during: 'Pending',
    delay: world.settings.delays.createDomain,
  })
  hideForNow(world, domain)
  domains.set(domain.DomainId, domain)
  tags.set(domain.DomainArn, [...(Tags ?? [])])
  createDomainNetwork(world, domain)
  return { DomainArn: domain.DomainArn, DomainId: domain.DomainId, Url: domain.Url }
}

function isTaken(domains: Iterable<DomainRecord>, name: string): boolean {
  for (const { DomainName } of domains) if (DomainName === name) return true
  return false
}

/** The one public trace of a domain with empty settings ended in `Failed`. */
function failing(input: CreateDomainInput, call: CallContext, { emptyUserSettings }: Undocumented): CallContext {
  const isEmpty = Object.keys(presentMembers(input.DefaultUserSettings)).length === 0
  if (!isEmpty || emptyUserSettings === 'accept') return call
  return { endsIn: { status: 'Failed', reason: 'DefaultUserSettings are empty.' }, ...call }
}

export function describeDomain(world: World, input: { readonly DomainId: string }): Output {
  const record = findDomain(world, input.DomainId)
  const described = describe(world, { kind: 'Domain', arn: record.DomainArn, record })
  return withSettingsNotSent.ofDomain(world, described)
}

export function listDomains(world: World, input: PageInput): Output {
  const items = [...world.state.sagemaker.domains.values()].filter((domain) => isVisible(world, domain))
  const position = positionBy('CreationTime')
  const listing = { items, position, descending: false, query: ['domains'], defaultSize: 10 }
  const { items: page, ...next } = pageOf(listing, input)
  countLooks(world, page)
  return { Domains: page.map(summarize), ...next }
}

function summarize(domain: DomainRecord): Output {
  const { DomainArn, DomainId, DomainName, Status, CreationTime, LastModifiedTime, Url } = domain
  return { DomainArn, DomainId, DomainName, Status, CreationTime, LastModifiedTime, Url }
}

interface DeleteDomainInput {
  readonly DomainId: string
  readonly RetentionPolicy?: { readonly HomeEfsFileSystem?: 'Retain' | 'Delete' | null } | null
}

export function deleteDomain(world: World, input: DeleteDomainInput, call: CallContext): undefined {
  const { domains, userProfiles, spaces, tags } = world.state.sagemaker
  const domain = findDomain(world, input.DomainId)
  const { DomainId, DomainArn } = domain
  checkDeletable(world, { kind: 'Domain', arn: DomainArn, status: domain.Status })
  if (isInDomain(userProfiles.values(), DomainId)) throw stillAssociated('Domain', DomainArn, 'UserProfile(s)')
  if (isInDomain(spaces.values(), DomainId)) throw stillAssociated('Domain', DomainArn, 'Space(s)')
  const home =
    presentMembers(input.RetentionPolicy ?? {}).HomeEfsFileSystem === 'Delete' ? domain.HomeEfsFileSystemId : undefined
  begin(
    world,
    { records: domains, key: DomainId, record: domain },
    {
      call,
      during: 'Deleting',
      delay: world.settings.delays.deleteDomain,
      completed: () => {
        domains.delete(DomainId)
        tags.delete(DomainArn)
        // The two NFS security groups stay, as in AWS.
        if (home !== undefined) deleteHomeFileSystem(world, home)
      },
    },
  )
}
