import { type ApiCallEvent, type ApiCallOrigin, apiCallEvent, definedMembers, sagemakerArn } from './api-call-event.js'

/** An app of a space, or of a user profile. */
export interface AppEventInput extends ApiCallOrigin {
  readonly domainId: string
  /** Default: absent. */
  readonly spaceName?: string
  /** Default: absent. */
  readonly userProfileName?: string
  /** Default `JupyterLab`. */
  readonly appType?: string
  /** Default `default`. */
  readonly appName?: string
  /** CreateApp only. Keys in camelCase. Default: absent. */
  readonly resourceSpec?: Readonly<Record<string, unknown>>
}

/** Builds the event of a CreateApp call, which starts a space. */
export function createAppEvent(input: AppEventInput): ApiCallEvent {
  const { domainId, spaceName, userProfileName } = input
  const { appType, appName } = appOf(input)
  const owner = spaceName ?? userProfileName ?? ''
  const appArn = sagemakerArn(input, `app/${domainId}/${owner}/${appType.toLowerCase()}/${appName}`)
  const requestParameters = { ...parametersOf(input), ...definedMembers({ resourceSpec: input.resourceSpec }) }
  return apiCallEvent(input, { eventName: 'CreateApp', requestParameters, responseElements: { appArn } })
}

/** Builds the event of a DeleteApp call, which stops a space. */
export function deleteAppEvent(input: AppEventInput): ApiCallEvent {
  return apiCallEvent(input, { eventName: 'DeleteApp', requestParameters: parametersOf(input) })
}

function parametersOf(input: AppEventInput): Readonly<Record<string, unknown>> {
  const { domainId, spaceName, userProfileName } = input
  return definedMembers({ domainId, userProfileName, spaceName, ...appOf(input) })
}

function appOf({ appType = 'JupyterLab', appName = 'default' }: AppEventInput) {
  return { appType, appName }
}
