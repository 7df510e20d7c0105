import {
  type BackfillProfilesInput,
  type BackfillSummary,
  backfillProfiles,
  createDomainCache,
  type StudioEfsContext,
} from '@studio-efs/core'
import { controlContext, controlObservers } from './handler/control-context.js'
import { profileCounts } from './handler/counts.js'
import { defineHandler } from './handler/define-handler.js'
import { optionsIn } from './handler/event-options.js'
import { type Failure, failureFrom, failuresOf } from './handler/failures.js'
import type { Observers } from './handler/handler.js'
import { type Handler, timeForWork } from './handler/handler.js'
import {
  type OnboardingConfiguration,
  type PrivateDirectoryConfiguration,
  parseOnboardingConfiguration,
  privateDirectoryInput,
} from './settings/configurations.js'

export type { Failure } from './handler/failures.js'
export type { Counts, Handler, Invocation, Measurements, Metrics, Observers, Tracer } from './handler/handler.js'
export { type OnboardingConfiguration, parseOnboardingConfiguration } from './settings/configurations.js'
export { type ConfigurationProblem, InvalidConfigurationError } from './settings/parse-settings.js'

/** Options in the event; an empty or EventBridge event starts a new run. A resumed run is dry if it started dry. */
export type BackfillUserProfilesEvent = Pick<BackfillProfilesInput, 'resumeToken' | 'dryRun'>

/** Reply of the function `backfill-user-profiles`. */
export interface BackfillUserProfilesReply
  extends Pick<BackfillSummary, 'onboarded' | 'unchanged' | 'skipped' | 'failed'> {
  /** `unfinished`: invoke it again with the `resumeToken`. `partial`: the run has ended, and `failures` names the rest. */
  readonly outcome: 'complete' | 'partial' | 'unfinished'
  readonly resumeToken?: string
  /** The first 20 of the domains that could not be listed and the profiles that failed. */
  readonly failures: readonly Failure[]
  /** The first 20 profiles that were started and have no outcome; `resumeToken` has all of them. */
  readonly unsettled: readonly string[]
}

/** Clients, configuration and observers of the function `backfill-user-profiles`. */
export interface BackfillUserProfilesOptions extends Observers {
  readonly context: Pick<StudioEfsContext, 'sagemaker' | 'directories' | 'clock' | 'logger' | 'domainCache'>
  readonly configuration: PrivateDirectoryConfiguration & Pick<OnboardingConfiguration, 'domainIds'>
}

/** Handler of the function `backfill-user-profiles`. */
export type BackfillUserProfiles = Handler<BackfillUserProfilesReply>

const MAX_NAMED = 20

const definition = defineHandler({
  name: 'backfill-user-profiles',
  settings: parseOnboardingConfiguration,
  dropIn: async (configuration): Promise<BackfillUserProfilesOptions> => ({
    context: await controlContext(configuration),
    configuration,
    ...controlObservers(configuration),
  }),
  work: (options) => {
    const { domainIds } = options.configuration
    const context = { domainCache: createDomainCache(), ...options.context }
    const profiles = {
      ...privateDirectoryInput(options.configuration),
      ...(domainIds === undefined ? {} : { domainIds }),
    }
    return async (event, invocation) => {
      const asked = optionsIn(event, ['resumeToken', 'dryRun'])
      const timeoutMs = timeForWork(invocation)
      // A slow profile is for the next invocation and not a failure of this one, so its time ends after the run's.
      const run = backfillProfiles(context, { ...profiles, ...asked, timeoutMs, profileTimeoutMs: 2 * timeoutMs })
      const failures = await failuresOf(run, MAX_NAMED)
      const summary = await run.summary()
      if (summary.isErr()) throw summary.error
      return replyOf(summary.value, failures)
    }
  },
  countsOf: profileCounts,
  summaryOf: ({ outcome, resumeToken: _, ...fields }: BackfillUserProfilesReply) => ({
    outcome,
    fields,
    level: fields.failures.length > 0 ? 'warn' : 'info',
  }),
})

/**
 * Onboards every user profile of the domains. It stops ahead of its time limit and returns a resume token, with which the
 * next invocation goes on. It throws when the run cannot start or cannot go on.
 *
 * @example
 * export const handler = createBackfillUserProfiles({ context, configuration: { fileSystemId, domainIds, layout } })
 */
export const createBackfillUserProfiles: (options: BackfillUserProfilesOptions) => BackfillUserProfiles =
  definition.create

/** The drop-in handler, configured by the environment at its first event. */
export const handler: BackfillUserProfiles = definition.handler

function replyOf(summary: BackfillSummary, failures: readonly Failure[]): BackfillUserProfilesReply {
  const { onboarded, unchanged, skipped, failed, resumeToken, unsettled, unlisted } = summary
  const domains = unlisted.map(({ domainId, error }) => failureFrom(`domain ${domainId}`, error))
  const through = failed > 0 || domains.length > 0 ? 'partial' : 'complete'
  return {
    outcome: resumeToken === undefined ? through : 'unfinished',
    ...(resumeToken === undefined ? {} : { resumeToken }),
    ...{ onboarded, unchanged, skipped, failed },
    failures: [...domains, ...failures].slice(0, MAX_NAMED),
    unsettled: unsettled.slice(0, MAX_NAMED).map(({ domainId, userProfileName }) => `${domainId}/${userProfileName}`),
  }
}
