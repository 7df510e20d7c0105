import { type ApiCallEvent, type ApiCallOrigin, apiCallEvent, given, sagemakerArn } from './api-call-event.js'

export interface UserProfileEventInput extends ApiCallOrigin {
  readonly domainId: string
  /** As the caller of SageMaker spelled it. */
  readonly userProfileName: string
}

export interface CreateUserProfileEventInput extends UserProfileEventInput {
  /** With keys in camelCase. Default: absent, as when the caller passed none. */
  readonly userSettings?: Readonly<Record<string, unknown>>
  readonly tags?: readonly { readonly key: string; readonly value: string }[]
}

/** The event of a CreateUserProfile call. */
export function createUserProfileEvent(input: CreateUserProfileEventInput): ApiCallEvent {
  return userProfileEvent('CreateUserProfile', input, userProfileArnOf(input))
}

/** The event of a CreateUserProfile call that SageMaker refused: no profile came of it. Default: `ResourceInUse`. */
export function failedCreateUserProfileEvent(input: CreateUserProfileEventInput): ApiCallEvent {
  return createUserProfileEvent({ errorCode: 'ResourceInUse', ...input })
}

/** The event of an UpdateUserProfile call: our own updates cause such events too. */
export function updateUserProfileEvent(input: CreateUserProfileEventInput): ApiCallEvent {
  return userProfileEvent('UpdateUserProfile', input, userProfileArnOf(input))
}

/** The event of a DeleteUserProfile call. */
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
  const requestParameters = given({ domainId, userProfileName, userSettings, tags })
  return apiCallEvent(input, { eventName, requestParameters, ...(responseElements && { responseElements }) })
}
