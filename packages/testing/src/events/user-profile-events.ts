import { type ApiCallEvent, type ApiCallOrigin, apiCallEvent, definedMembers, sagemakerArn } from './api-call-event.js'

/** Fields of an event about a user profile. */
export interface UserProfileEventInput extends ApiCallOrigin {
  readonly domainId: string
  /** Spelling of the caller; SageMaker compares without case. */
  readonly userProfileName: string
}

/** Fields of an event of CreateUserProfile. */
export interface CreateUserProfileEventInput extends UserProfileEventInput {
  /** Keys in camelCase. Default: absent, as in a call without settings. */
  readonly userSettings?: Readonly<Record<string, unknown>>
  readonly tags?: readonly { readonly key: string; readonly value: string }[]
}

/** Builds the event of a CreateUserProfile call. */
export function createUserProfileEvent(input: CreateUserProfileEventInput): ApiCallEvent {
  return userProfileEvent('CreateUserProfile', input, userProfileArnOf(input))
}

/** Builds the event of a CreateUserProfile call that SageMaker refused. `errorCode`: default `ResourceInUse`. */
export function failedCreateUserProfileEvent(input: CreateUserProfileEventInput): ApiCallEvent {
  return createUserProfileEvent({ errorCode: 'ResourceInUse', ...input })
}

/** Builds the event of an UpdateUserProfile call; the SDK's own updates cause these events too. */
export function updateUserProfileEvent(input: CreateUserProfileEventInput): ApiCallEvent {
  return userProfileEvent('UpdateUserProfile', input, userProfileArnOf(input))
}

/** Builds the event of a DeleteUserProfile call. */
export function deleteUserProfileEvent(input: UserProfileEventInput): ApiCallEvent {
  return userProfileEvent('DeleteUserProfile', input)
}

function userProfileArnOf(input: UserProfileEventInput) {
  return { userProfileArn: sagemakerArn(input, `user-profile/${input.domainId}/${input.userProfileName}`) }
}

function userProfileEvent(
  eventName: string,
  input: CreateUserProfileEventInput,
  responseElements?: Readonly<Record<string, unknown>>,
): ApiCallEvent {
  const { domainId, userProfileName, userSettings, tags } = input
  const requestParameters = definedMembers({ domainId, userProfileName, userSettings, tags })
  return apiCallEvent(input, { eventName, requestParameters, ...(responseElements && { responseElements }) })
}
