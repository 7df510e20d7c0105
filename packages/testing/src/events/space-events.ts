import { type ApiCallEvent, type ApiCallOrigin, apiCallEvent, definedMembers, sagemakerArn } from './api-call-event.js'

/** Space of an event. */
export interface SpaceEventInput extends ApiCallOrigin {
  readonly domainId: string
  readonly spaceName: string
}

export interface CreateSpaceEventInput extends SpaceEventInput {
  /** Profile that owns the space. Default: absent. */
  readonly ownerUserProfileName?: string
  /** Default `Private` when there is an owner, else absent. */
  readonly sharingType?: 'Private' | 'Shared'
  /** Keys in camelCase. Default: absent. */
  readonly spaceSettings?: Readonly<Record<string, unknown>>
  readonly tags?: readonly { readonly key: string; readonly value: string }[]
}

export interface UpdateSpaceEventInput extends SpaceEventInput {
  /** Keys in camelCase. Default: absent. */
  readonly spaceSettings?: Readonly<Record<string, unknown>>
}

/** Builds the event of a CreateSpace call. */
export function createSpaceEvent(input: CreateSpaceEventInput): ApiCallEvent {
  const { domainId, spaceName, ownerUserProfileName, spaceSettings, tags } = input
  const sharingType = input.sharingType ?? (ownerUserProfileName === undefined ? undefined : 'Private')
  return apiCallEvent(input, {
    eventName: 'CreateSpace',
    requestParameters: definedMembers({
      domainId,
      spaceName,
      tags,
      ownershipSettings: ownerUserProfileName === undefined ? undefined : { ownerUserProfileName },
      spaceSharingSettings: sharingType === undefined ? undefined : { sharingType },
      spaceSettings,
    }),
    responseElements: { spaceArn: spaceArnOf(input) },
  })
}

/** Builds the event of an UpdateSpace call. */
export function updateSpaceEvent(input: UpdateSpaceEventInput): ApiCallEvent {
  const { domainId, spaceName, spaceSettings } = input
  const requestParameters = definedMembers({ domainId, spaceName, spaceSettings })
  return apiCallEvent(input, {
    eventName: 'UpdateSpace',
    requestParameters,
    responseElements: { spaceArn: spaceArnOf(input) },
  })
}

/** Builds the event of a DeleteSpace call. */
export function deleteSpaceEvent(input: SpaceEventInput): ApiCallEvent {
  const { domainId, spaceName } = input
  return apiCallEvent(input, { eventName: 'DeleteSpace', requestParameters: { domainId, spaceName } })
}

/**
 * Builds the event of AWS re:Post Private's CreateSpace. It has the name of SageMaker's and another `eventSource`, so a
 * rule must compare both. https://docs.aws.amazon.com/repostprivate/latest/caguide/logging-using-cloudtrail.html
 */
export function createRepostSpaceEvent(input: ApiCallOrigin & { readonly spaceName: string }): ApiCallEvent {
  const { spaceName } = input
  return apiCallEvent(input, {
    eventSource: 'repostspace.amazonaws.com',
    eventName: 'CreateSpace',
    requestParameters: {
      spaceName,
      spaceSubdomain: 'example',
      tagSet: {},
      tier: '2000',
      roleArn: '',
      spaceDescription: '',
    },
    responseElements: { spaceId: 'SPexample0000000000000000' },
  })
}

function spaceArnOf(input: SpaceEventInput): string {
  return sagemakerArn(input, `space/${input.domainId}/${input.spaceName}`)
}
