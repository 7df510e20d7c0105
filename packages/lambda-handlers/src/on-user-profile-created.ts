import {
  createDomainCache,
  type OnboardProfileOutput,
  onboardProfile,
  type SkipReason,
  type StudioEfsContext,
  skipReasonOf,
  type UserProfileRef,
} from '@studio-efs/core'
import { type DecodedEvent, decodeCreateUserProfileEvent, type IgnoredReason } from '@studio-efs/core/cloudtrail'
import type { DirectoryReceipt } from '@studio-efs/core/directories'
import { boundedText } from '@studio-efs/core/driver-kit'
import { controlContext } from './handler/control-context.js'
import { controlObservers } from './handler/control-observers.js'
import { defineHandler } from './handler/define-handler.js'
import { unknownDryRun } from './handler/event-options.js'
import { eventTimeOf } from './handler/event-time.js'
import { type ForeignEvents, type Handler, type Observers, originOf, timeForWork } from './handler/handler.js'
import type { Fields } from './handler/json-logger.js'
import type { Summary } from './handler/with-recording.js'
import {
  type OnboardingConfiguration,
  type PrivateDirectoryConfiguration,
  parseOnboardingConfiguration,
  privateDirectoryInput,
} from './settings/configurations.js'

export type {
  Counts,
  ForeignEvents,
  Handler,
  Invocation,
  Measurements,
  Metrics,
  Observers,
  Tracer,
} from './handler/handler.js'
export {
  type OnboardingConfiguration,
  parseOnboardingConfiguration,
} from './settings/configurations.js'
export { type ConfigurationProblem, InvalidConfigurationError } from './settings/parse-settings.js'

/** Reply of the function `on-user-profile-created`. */
export type OnUserProfileCreatedReply =
  | {
      readonly outcome: 'onboarded' | 'unchanged'
      readonly profile: UserProfileRef
      readonly directory: DirectoryReceipt
      readonly changes: OnboardProfileOutput['changes']
    }
  | {
      readonly outcome: 'ignored'
      /** There was nothing to do, and another try would find nothing either. */
      readonly reason: IgnoredReason | SkipReason
      /** For people. */
      readonly detail: string
    }

/** Clients, configuration and observers of the function `on-user-profile-created`. */
export interface OnUserProfileCreatedOptions extends Observers {
  readonly context: Pick<StudioEfsContext, 'sagemaker' | 'directories' | 'clock' | 'logger' | 'domainCache'>
  readonly configuration: PrivateDirectoryConfiguration & Pick<OnboardingConfiguration, 'domainIds'>
  /** Default `take`: the client may be one of another account or Region. The drop-in handler ignores them. */
  readonly foreignEvents?: ForeignEvents
}

/** Handler of the function `on-user-profile-created`. */
export type OnUserProfileCreated = Handler<OnUserProfileCreatedReply>

const MAX_DETAIL = 1000

const definition = defineHandler({
  name: 'on-user-profile-created',
  settings: parseOnboardingConfiguration,
  dropIn: async (configuration): Promise<OnUserProfileCreatedOptions> => ({
    context: await controlContext(configuration),
    configuration,
    ...controlObservers(configuration),
    foreignEvents: 'ignore',
  }),
  work: (options) => {
    const { domainIds } = options.configuration
    const { foreignEvents = 'take' } = options
    const context = { domainCache: createDomainCache(), ...options.context }
    const configured = privateDirectoryInput(options.configuration)
    return async (event, invocation, note): Promise<OnUserProfileCreatedReply> => {
      const refused = unknownDryRun(event, 'event')
      if (refused !== undefined) throw refused
      const decoded = decodeCreateUserProfileEvent(event, {
        allowedDomainIds: domainIds,
        origin: foreignEvents === 'ignore' ? originOf(invocation) : undefined,
      })
      note(about(decoded))
      if (decoded.kind === 'malformed') throw decoded.error
      if (decoded.kind === 'ignored') return { outcome: 'ignored', reason: decoded.reason, detail: decoded.detail }
      const timeoutMs = timeForWork(invocation)
      const createdAt = eventTimeOf(decoded)
      const result = await onboardProfile(context, {
        ...configured,
        ...decoded.profile,
        ...(createdAt && { createdAt }),
        timeoutMs,
      })
      if (result.isErr()) {
        const { error } = result
        const reason = skipReasonOf(error)
        if (reason === undefined) throw error
        return { outcome: 'ignored', reason, detail: boundedText(error.message, MAX_DETAIL) }
      }
      const { profile, directory, changes } = result.value
      return { outcome: changes.length === 0 ? 'unchanged' : 'onboarded', profile, directory, changes }
    }
  },
  summaryOf,
})

/**
 * Onboards the user profile of a CreateUserProfile event. Returns `ignored` for events that ask for nothing or whose profile
 * is gone, and throws the error of everything that is not done, so that Lambda retries the event and then hands it to the failure destination.
 *
 * @example
 * export const handler = createOnUserProfileCreated({
 *   context: { sagemaker: new SageMakerClient({}), directories: posixDirectoryDriver({ mountPath: '/mnt/efs' }) },
 *   configuration: { fileSystemId, domainIds: [domainId], layout: DEFAULT_LAYOUT },
 * })
 */
export const createOnUserProfileCreated: (options: OnUserProfileCreatedOptions) => OnUserProfileCreated =
  definition.create

/** The drop-in handler, configured by the environment at its first event. */
export const handler: OnUserProfileCreated = definition.handler

function about(decoded: DecodedEvent): Fields {
  if (decoded.kind === 'malformed') return { eventId: decoded.error.eventId }
  const { eventId, eventTime } = decoded
  return decoded.kind === 'decoded' ? { eventId, eventTime, ...decoded.profile } : { eventId, eventTime }
}

function summaryOf(reply: OnUserProfileCreatedReply): Summary {
  const { outcome } = reply
  if (outcome === 'ignored') return { outcome, fields: { reason: reply.reason, detail: reply.detail } }
  const { owner, mode, writableParents, closedParents, ...receipt } = reply.directory
  const parents = { ...(writableParents && { writableParents }), ...(closedParents && { closedParents }) }
  const { path, claim, archived } = receipt
  const claimed = { ...(claim && { claim }), ...(archived && { archived: archived.createdAt }) }
  const directory = { path, outcome: receipt.outcome, ...owner, mode, ...claimed, ...parents }
  const fileSystems = reply.changes.flatMap((change) => (change.kind === 'directory' ? [] : change.edits))
  return { outcome, fields: { ...reply.profile, directory, fileSystems } }
}
