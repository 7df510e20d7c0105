import { SageMakerClient } from '@aws-sdk/client-sagemaker'
import {
  type BackfillProfilesInput,
  type BackfillSummary,
  backfillProfiles,
  createDomainCache,
  type StudioEfsContext,
} from '@studio-efs/core'
import { directoriesFor } from './frame/directories.js'
import { optionsIn } from './frame/event-options.js'
import { fromEnvironment } from './frame/from-environment.js'
import { type Handler, timeForWork } from './frame/invocation.js'
import { type Failure, failureFrom, profileFailure } from './frame/items-failed-error.js'
import type { Observers } from './frame/observers.js'
import { recording, type Summary } from './frame/recording.js'
import { type OnboardingConfiguration, parseOnboardingConfiguration } from './settings/onboarding-settings.js'

export type { Handler, Invocation } from './frame/invocation.js'
export type { Failure } from './frame/items-failed-error.js'
export type { Metrics, Observers, Tracer } from './frame/observers.js'
export { type ConfigurationProblem, InvalidConfigurationError } from './settings/invalid-configuration-error.js'
export { type OnboardingConfiguration, parseOnboardingConfiguration } from './settings/onboarding-settings.js'

/** What the event may say; an empty one, and one of EventBridge, begin at the beginning. A resumed run is dry if it began so. */
export type BackfillUserProfilesEvent = Pick<BackfillProfilesInput, 'resumeToken' | 'dryRun'>

export interface BackfillUserProfilesReply
  extends Pick<BackfillSummary, 'onboarded' | 'unchanged' | 'skipped' | 'failed'> {
  /** `unfinished`: invoke it again with the `resumeToken`. `partial`: it is through, but for what `failures` tells. */
  readonly outcome: 'complete' | 'partial' | 'unfinished'
  readonly resumeToken?: string
  /** Of the domains that could not be listed and the profiles that failed, the first 20. */
  readonly failures: readonly Failure[]
  /** Of the profiles that were begun and are not settled, the first 20; `resumeToken` has all of them. */
  readonly unsettled: readonly string[]
}

export interface BackfillUserProfilesOptions extends Observers {
  readonly context: Pick<StudioEfsContext, 'sagemaker' | 'directories' | 'clock' | 'logger' | 'domainCache'>
  readonly configuration: Pick<OnboardingConfiguration, 'fileSystemId' | 'domainIds' | 'layout'>
}

export type BackfillUserProfiles = Handler<BackfillUserProfilesReply>

const NAME = 'backfill-user-profiles'
const SHOWN = 20

/**
 * Onboards every user profile of the domains. It stops ahead of its time limit and returns a resume token, with which the
 * next invocation goes on. It throws when the run cannot start or cannot go on.
 *
 * @example
 * export const handler = createBackfillUserProfiles({ context, configuration: { fileSystemId, domainIds, layout } })
 */
export function createBackfillUserProfiles(options: BackfillUserProfilesOptions): BackfillUserProfiles {
  const { fileSystemId, domainIds, layout } = options.configuration
  const context = { domainCache: createDomainCache(), ...options.context }
  const fixed = { fileSystemId, layout, ...(domainIds === undefined ? {} : { domainIds }) }
  return recording({
    handler: NAME,
    context,
    observers: options,
    summaryOf,
    work: async (event, invocation) => {
      const asked = optionsIn(event, ['resumeToken', 'dryRun'])
      if (asked.isErr()) throw asked.error
      const timeoutMs = timeForWork(invocation)
      // Longer than the run: a profile that is slow is for the next invocation, not a failure of this one.
      const limits = { timeoutMs, profileTimeoutMs: 2 * timeoutMs }
      const run = backfillProfiles(context, { ...fixed, ...asked.value, ...limits })
      const failures: Failure[] = []
      for await (const each of run)
        if (each.outcome === 'failed' && failures.length < SHOWN) failures.push(profileFailure(each))
      const summary = await run.summary()
      if (summary.isErr()) throw summary.error
      return replyOf(summary.value, failures)
    },
  })
}

/** The drop-in handler, configured by the environment at its first event. */
export const handler: BackfillUserProfiles = fromEnvironment(NAME, parseOnboardingConfiguration, (configuration) =>
  createBackfillUserProfiles({
    context: { sagemaker: new SageMakerClient({}), directories: directoriesFor(configuration) },
    configuration,
  }),
)

function replyOf(summary: BackfillSummary, failures: readonly Failure[]): BackfillUserProfilesReply {
  const { onboarded, unchanged, skipped, failed, resumeToken, unsettled, unlisted } = summary
  const domains = unlisted.map(({ domainId, error }) => failureFrom(`domain ${domainId}`, error))
  const through = failed > 0 || domains.length > 0 ? 'partial' : 'complete'
  return {
    outcome: resumeToken === undefined ? through : 'unfinished',
    ...(resumeToken === undefined ? {} : { resumeToken }),
    ...{ onboarded, unchanged, skipped, failed },
    failures: [...domains, ...failures].slice(0, SHOWN),
    unsettled: unsettled.slice(0, SHOWN).map(({ domainId, userProfileName }) => `${domainId}/${userProfileName}`),
  }
}

function summaryOf({ outcome, resumeToken: _, ...fields }: BackfillUserProfilesReply): Summary {
  return { outcome, fields, level: fields.failures.length > 0 ? 'warn' : 'info' }
}
