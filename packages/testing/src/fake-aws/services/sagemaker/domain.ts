import type { Tag } from '../../state/record.js'
import type { DomainRecord, StudioSettings } from '../../state/sagemaker.js'
import { type Output, presentMembers } from '../../wire/wire.js'
import type { CallContext } from '../../world/fake-api.js'
import type { World } from '../../world/world.js'
import { checkNetwork, createDomainNetwork, deleteHomeFileSystem } from './domain-network.js'
import { checkQuota, stillAssociated } from './errors.js'
import { begin, checkDeletable } from './life-cycle.js'
import { describe, domainArn, findDomain, isInDomain } from './lookup.js'
import { type PageInput, pageOf, positionBy } from './paging.js'
import { checkFileSystems, checkSpaceDefaults } from './settings-rules.js'

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
  checkNetwork(world, input.VpcId, input.SubnetIds)
  checkFileSystems(world, input.DefaultUserSettings, 'defaultUserSettings')
  checkFileSystems(world, input.DefaultSpaceSettings, 'defaultSpaceSettings')
  checkSpaceDefaults(input.DefaultSpaceSettings)
  const limit = world.settings.quotas.domains
  checkQuota({ limit, count: domains.size, quotaName: 'Total domains', unit: 'Domains' })
  const domain = newDomainRecord(world, fields)
  const stored = { records: domains, key: domain.DomainId, record: domain }
  begin(world, stored, { call, during: 'Pending', delay: world.settings.delays.createDomain })
  domains.set(domain.DomainId, domain)
  tags.set(domain.DomainArn, [...(Tags ?? [])])
  createDomainNetwork(world, domain)
  return { DomainArn: domain.DomainArn, DomainId: domain.DomainId, Url: domain.Url }
}

export function describeDomain(world: World, input: { readonly DomainId: string }): Output {
  return describe(findDomain(world, input.DomainId))
}

export function listDomains(world: World, input: PageInput): Output {
  const items = [...world.state.sagemaker.domains.values()]
  const position = positionBy('CreationTime')
  const listing = { items, position, descending: false, query: ['domains'], defaultSize: 10 }
  const { items: page, ...next } = pageOf(listing, input)
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
