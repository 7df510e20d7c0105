import { type ApiCallEvent, type ApiCallOrigin, apiCallEvent, definedMembers, sagemakerArn } from './api-call-event.js'

interface DomainSettings extends ApiCallOrigin {
  /** Keys in camelCase. Default: absent. */
  readonly defaultUserSettings?: Readonly<Record<string, unknown>>
  readonly defaultSpaceSettings?: Readonly<Record<string, unknown>>
}

/** Fields of an event of CreateDomain. */
export interface CreateDomainEventInput extends DomainSettings {
  /** The new domain's id, which only the response contains. */
  readonly domainId: string
  readonly domainName: string
  /** Default `IAM`. */
  readonly authMode?: 'IAM' | 'SSO'
  /** Default `vpc-11111111`. */
  readonly vpcId?: string
  /** Default `subnet-11111111`. */
  readonly subnetIds?: readonly string[]
}

/** Fields of an event of UpdateDomain. */
export interface UpdateDomainEventInput extends DomainSettings {
  readonly domainId: string
}

/** Fields of an event of DeleteDomain. */
export interface DeleteDomainEventInput extends ApiCallOrigin {
  readonly domainId: string
  /** Retention policy of the home file system. Default: absent, which means `Retain`. */
  readonly homeEfsFileSystem?: 'Retain' | 'Delete'
}

/** Builds the event of a CreateDomain call. */
export function createDomainEvent(input: CreateDomainEventInput): ApiCallEvent {
  const { domainId, domainName, authMode = 'IAM', defaultUserSettings = {}, defaultSpaceSettings } = input
  const { vpcId = 'vpc-11111111', subnetIds = ['subnet-11111111'] } = input
  const network = { vpcId, subnetIds }
  const url = `https://${domainId}.studio.${input.region ?? 'eu-west-1'}.sagemaker.aws`
  return apiCallEvent(input, {
    eventName: 'CreateDomain',
    requestParameters: definedMembers({ domainName, authMode, defaultUserSettings, defaultSpaceSettings, ...network }),
    responseElements: { domainArn: domainArnOf(input), domainId, url },
  })
}

/** Builds the event of an UpdateDomain call. */
export function updateDomainEvent(input: UpdateDomainEventInput): ApiCallEvent {
  const { domainId, defaultUserSettings, defaultSpaceSettings } = input
  return apiCallEvent(input, {
    eventName: 'UpdateDomain',
    requestParameters: definedMembers({ domainId, defaultUserSettings, defaultSpaceSettings }),
    responseElements: { domainArn: domainArnOf(input) },
  })
}

/** Builds the event of a DeleteDomain call. */
export function deleteDomainEvent(input: DeleteDomainEventInput): ApiCallEvent {
  const { domainId, homeEfsFileSystem } = input
  const retentionPolicy = homeEfsFileSystem === undefined ? undefined : { homeEfsFileSystem }
  return apiCallEvent(input, {
    eventName: 'DeleteDomain',
    requestParameters: definedMembers({ domainId, retentionPolicy }),
  })
}

function domainArnOf(input: ApiCallOrigin & { readonly domainId: string }): string {
  return sagemakerArn(input, `domain/${input.domainId}`)
}
