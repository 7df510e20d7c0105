import { present } from '../present.js'
import type { World } from '../world.js'
import { domainArn } from './lookup.js'
import type { DomainRecord, StudioSettings } from './state.js'

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

/** A domain `InService`, with the defaults that the service fills in; not yet in the state. */
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
    ...(present(fields) as NewDomain & { VpcId?: string; SubnetIds?: readonly string[] }),
    DomainId,
    DomainArn: domainArn(world, DomainId),
    Url: `https://${DomainId}.studio.${world.settings.region}.sagemaker.aws`,
    ordinal: world.ids.ordinal(),
  }
}
