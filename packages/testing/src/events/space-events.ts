import { type ApiCallEvent, type ApiCallOrigin, apiCallEvent, definedMembers, sagemakerArn } from './api-call-event.js'

/** Fields of an event of CreateSpace. */
export interface CreateSpaceEventInput extends ApiCallOrigin {
  readonly domainId: string
  readonly spaceName: string
  /** Profile that owns the space. Default: absent. */
  readonly ownerUserProfileName?: string
  /** Default `Private` when there is an owner, else absent. */
  readonly sharingType?: 'Private' | 'Shared'
  /** Keys in camelCase. Default: absent. */
  readonly spaceSettings?: Readonly<Record<string, unknown>>
}

/** Builds the event of a CreateSpace call. */
export function createSpaceEvent(input: CreateSpaceEventInput): ApiCallEvent {
  const { domainId, spaceName, ownerUserProfileName, spaceSettings } = input
  const sharingType = input.sharingType ?? (ownerUserProfileName === undefined ? undefined : 'Private')
  return apiCallEvent(input, {
    eventName: 'CreateSpace',
    requestParameters: definedMembers({
      domainId,
      spaceName,
      ownershipSettings: ownerUserProfileName === undefined ? undefined : { ownerUserProfileName },
      spaceSharingSettings: sharingType === undefined ? undefined : { sharingType },
      spaceSettings,
    }),
    responseElements: { spaceArn: sagemakerArn(input, `space/${domainId}/${spaceName}`) },
  })
}
