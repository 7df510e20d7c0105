import { SageMakerClient } from '@aws-sdk/client-sagemaker'
import {
  createDomainCache,
  type OnboardProfileOutput,
  onboardProfile,
  type StudioEfsContext,
  type UserProfileRef,
} from '@studio-efs/core'
import { type DecodedEvent, decodeCreateUserProfileEvent } from '@studio-efs/core/cloudtrail'
import type { DirectoryReceipt } from '@studio-efs/core/directories'
import { directoriesFor } from './frame/directories.js'
import { fromEnvironment } from './frame/from-environment.js'
import { type Handler, timeForWork } from './frame/invocation.js'
import type { Observers } from './frame/observers.js'
import { type Fields, recording, type Summary } from './frame/recording.js'
import { type OnboardingConfiguration, parseOnboardingConfiguration } from './settings/onboarding-settings.js'

export type { Handler, Invocation } from './frame/invocation.js'
export type { Metrics, Observers, Tracer } from './frame/observers.js'
export { type ConfigurationProblem, InvalidConfigurationError } from './settings/invalid-configuration-error.js'
export {
  type OnboardingConfiguration,
  parseOnboardingConfiguration,
} from './settings/onboarding-settings.js'

export type OnUserProfileCreatedReply =
  | {
      readonly outcome: 'onboarded' | 'unchanged'
      readonly profile: UserProfileRef
      readonly directory: DirectoryReceipt
      readonly changes: OnboardProfileOutput['changes']
    }
  | { readonly outcome: 'ignored'; readonly reason: string; readonly detail: string }

export interface OnUserProfileCreatedOptions extends Observers {
  readonly context: Pick<StudioEfsContext, 'sagemaker' | 'directories' | 'clock' | 'logger' | 'domainCache'>
  readonly configuration: Pick<OnboardingConfiguration, 'fileSystemId' | 'domainIds' | 'layout'>
}

export type OnUserProfileCreated = Handler<OnUserProfileCreatedReply>

const NAME = 'on-user-profile-created'

/**
 * A handler of CreateUserProfile events with a context of your own. It returns for events that are none of its business
 * and throws everything else that is not done, so that Lambda retries it and then hands it to the failure destination.
 *
 * @example
 * export const handler = createOnUserProfileCreated({
 *   context: { sagemaker: new SageMakerClient({}), directories: posixDirectoryDriver({ mountPath: '/mnt/efs' }) },
 *   configuration: { fileSystemId, domainIds: [domainId], layout: DEFAULT_LAYOUT },
 * })
 */
export function createOnUserProfileCreated(options: OnUserProfileCreatedOptions): OnUserProfileCreated {
  const { fileSystemId, layout, domainIds } = options.configuration
  const context = { domainCache: createDomainCache(), ...options.context }
  return recording<OnUserProfileCreatedReply>({
    handler: NAME,
    context,
    observers: options,
    summaryOf,
    work: async (event, invocation, note) => {
      const decoded = decodeCreateUserProfileEvent(event, { allowedDomainIds: domainIds })
      note(about(decoded))
      if (decoded.kind === 'malformed') throw decoded.error
      if (decoded.kind === 'ignored') return { outcome: 'ignored', reason: decoded.reason, detail: decoded.detail }
      const timeoutMs = timeForWork(invocation)
      const result = await onboardProfile(context, { ...decoded.profile, fileSystemId, layout, timeoutMs })
      if (result.isErr()) throw result.error
      return onboarded(result.value)
    },
  })
}

/** The drop-in handler, configured by the environment at its first event. */
export const handler: OnUserProfileCreated = fromEnvironment(NAME, parseOnboardingConfiguration, (configuration) =>
  createOnUserProfileCreated({
    context: { sagemaker: new SageMakerClient({}), directories: directoriesFor(configuration) },
    configuration,
  }),
)

function onboarded({ profile, directory, changes }: OnboardProfileOutput): OnUserProfileCreatedReply {
  return { outcome: changes.length === 0 ? 'unchanged' : 'onboarded', profile, directory, changes }
}

function about(decoded: DecodedEvent): Fields {
  if (decoded.kind === 'malformed') return { eventId: decoded.error.eventId }
  const { eventId, eventTime } = decoded
  return decoded.kind === 'decoded' ? { eventId, eventTime, ...decoded.profile } : { eventId, eventTime }
}

function summaryOf(reply: OnUserProfileCreatedReply): Summary {
  const { outcome } = reply
  if (outcome === 'ignored') return { outcome, fields: { reason: reply.reason, detail: reply.detail } }
  const { path, outcome: made, owner, mode, writableParents } = reply.directory
  const edits = reply.changes.flatMap((change) => (change.kind === 'directory' ? [] : change.edits))
  const directory = {
    path,
    outcome: made,
    ...owner,
    mode: mode.toString(8),
    ...(writableParents && { writableParents }),
  }
  return { outcome, fields: { ...reply.profile, directory, fileSystems: edits } }
}
