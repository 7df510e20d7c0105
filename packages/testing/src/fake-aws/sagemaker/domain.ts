import type { CallContext } from '../fake-api.js'
import { present } from '../present.js'
import type { Tag } from '../tag.js'
import type { Output } from '../wire.js'
import type { World } from '../world.js'
import { describe } from './describe.js'
import { checkNetwork, deleteHomeFileSystem, furnishDomain } from './domain-network.js'
import { type NewDomain, newDomainRecord } from './domain-record.js'
import { begin, checkDeletable } from './life-cycle.js'
import { findDomain, isInDomain } from './lookup.js'
import { type PageInput, pageOf, positionBy } from './paging.js'
import { checkQuota, stillAssociated } from './refusals.js'
import { checkFileSystems, checkSpaceDefaults } from './settings-rules.js'
import type { DomainRecord, StudioSettings } from './state.js'

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
  checkQuota(world.settings.quotas.domains, domains.size, 'Total domains', 'Domains')
  const domain = newDomainRecord(world, fields)
  const held = { records: domains, key: domain.DomainId, record: domain }
  begin(world, held, call, { during: 'Pending', delay: world.settings.delays.createDomain })
  domains.set(domain.DomainId, domain)
  tags.set(domain.DomainArn, [...(Tags ?? [])])
  furnishDomain(world, domain)
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
  checkDeletable(world, domain, 'Domain', DomainArn)
  if (isInDomain(userProfiles.values(), DomainId)) throw stillAssociated('Domain', DomainArn, 'UserProfile(s)')
  if (isInDomain(spaces.values(), DomainId)) throw stillAssociated('Domain', DomainArn, 'Space(s)')
  const home =
    present(input.RetentionPolicy ?? {}).HomeEfsFileSystem === 'Delete' ? domain.HomeEfsFileSystemId : undefined
  begin(world, { records: domains, key: DomainId, record: domain }, call, {
    during: 'Deleting',
    delay: world.settings.delays.deleteDomain,
    completed: () => {
      domains.delete(DomainId)
      tags.delete(DomainArn)
      // The two NFS security groups stay behind, as they do in AWS.
      if (home !== undefined) deleteHomeFileSystem(world, home)
    },
  })
}
