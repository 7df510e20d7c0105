import { SageMakerClient } from '@aws-sdk/client-sagemaker'
import {
  type AttachToSpacesInput,
  type AttachToSpacesSummary,
  attachToSpaces,
  createDomainCache,
  type SpaceRef,
} from '@studio-efs/core'
import { controlObservers } from './handler/control-observers.js'
import { attachedCounts } from './handler/counts.js'
import { defineHandler } from './handler/define-handler.js'
import { optionsIn } from './handler/event-options.js'
import { type Failure, failureFrom } from './handler/failures.js'
import { type Handler, type Observers, timeForWork } from './handler/handler.js'
import { parseSpacesConfiguration, type SpacesConfiguration } from './settings/configurations.js'
import type { SpacesContext } from './spaces/attach-events.js'
import { type SpaceCounts, spaceCounts } from './spaces/space-counts.js'

export type { Failure } from './handler/failures.js'
export type { Counts, Handler, Invocation, Measurements, Metrics, Observers, Tracer } from './handler/handler.js'
export { parseSpacesConfiguration, type SpacesConfiguration } from './settings/configurations.js'
export { type ConfigurationProblem, InvalidConfigurationError } from './settings/parse-settings.js'
export type { SpaceCounts } from './spaces/space-counts.js'

/** Options in the event; an empty or EventBridge event starts a new run. A resumed run is dry if it started dry. */
export type AttachToSpacesEvent = Pick<AttachToSpacesInput, 'resumeToken' | 'dryRun'>

/** Reply of the function `attach-to-spaces`. */
export interface AttachToSpacesReply extends SpaceCounts {
  /** `unfinished`: invoke it again with the `resumeToken`. `partial`: the run has ended, and `failures` names the rest. */
  readonly outcome: 'complete' | 'partial' | 'unfinished'
  readonly resumeToken?: string
  /** Spaces that got an outcome in this invocation: the sum of the counts. */
  readonly settled: number
  /** The first 20 spaces whose app runs. They mount the file system after a later run, once they are stopped. */
  readonly waiting: readonly string[]
  /** The first 20 of the domains that could not be listed and the spaces that failed. */
  readonly failures: readonly Failure[]
  /** The first 20 spaces that were started and have no outcome; `resumeToken` has all of them. */
  readonly unsettled: readonly string[]
}

/** Clients, configuration and observers of the function `attach-to-spaces`. */
export interface AttachToSpacesOptions extends Observers {
  readonly context: SpacesContext
  readonly configuration: Pick<SpacesConfiguration, 'fileSystemId' | 'domainIds'>
}

/** Handler of the function `attach-to-spaces`. */
export type AttachToSpaces = Handler<AttachToSpacesReply>

const MAX_NAMED = 20

const definition = defineHandler({
  name: 'attach-to-spaces',
  settings: parseSpacesConfiguration,
  dropIn: (configuration): AttachToSpacesOptions => ({
    context: { sagemaker: new SageMakerClient({}) },
    configuration,
    ...controlObservers(configuration),
  }),
  work: (options) => {
    const { domainIds, fileSystemId } = options.configuration
    const context = { domainCache: createDomainCache(), ...options.context }
    return async (event, invocation): Promise<AttachToSpacesReply> => {
      const asked = optionsIn(event, ['resumeToken', 'dryRun'])
      const timeoutMs = timeForWork(invocation)
      const named = domainIds === undefined ? {} : { domainIds }
      // A slow space is for the next invocation and not a failure of this one, so its time ends after the run's.
      const limits = { timeoutMs, spaceTimeoutMs: 2 * timeoutMs }
      const run = attachToSpaces(context, { fileSystemId, ...named, ...asked, ...limits })
      const waiting: string[] = []
      const failures: Failure[] = []
      for await (const each of run) {
        if (each.outcome === 'waits-for-stop' && waiting.length < MAX_NAMED) waiting.push(nameOf(each.space))
        if (each.outcome === 'failed' && failures.length < MAX_NAMED)
          failures.push(failureFrom(`space ${nameOf(each.space)}`, each.error))
      }
      const summary = await run.summary()
      if (summary.isErr()) throw summary.error
      return replyOf(summary.value, { waiting, failures })
    }
  },
  countsOf: attachedCounts,
  summaryOf: ({ outcome, resumeToken: _, ...fields }: AttachToSpacesReply) => ({
    outcome,
    fields,
    level: fields.failures.length > 0 ? 'warn' : 'info',
  }),
})

/**
 * Attaches every stopped space of the domains whose profile or domain offers the file system. No app is stopped, and spaces
 * of Unified Studio are left alone. It stops ahead of its time limit and returns a resume token, with which the next
 * invocation goes on. It throws when the run cannot start or cannot go on.
 *
 * @example
 * export const handler = createAttachToSpaces({ context, configuration: { fileSystemId, domainIds } })
 */
export const createAttachToSpaces: (options: AttachToSpacesOptions) => AttachToSpaces = definition.create

/** The drop-in handler, configured by the environment at its first event. */
export const handler: AttachToSpaces = definition.handler

function replyOf(
  summary: AttachToSpacesSummary,
  { waiting, failures }: Pick<AttachToSpacesReply, 'waiting' | 'failures'>,
): AttachToSpacesReply {
  const { resumeToken, unsettled, unlisted } = summary
  const counts = spaceCounts(summary)
  const domains = unlisted.map(({ domainId, error }) => failureFrom(`domain ${domainId}`, error))
  const through = counts.failed > 0 || domains.length > 0 ? 'partial' : 'complete'
  return {
    outcome: resumeToken === undefined ? through : 'unfinished',
    ...(resumeToken === undefined ? {} : { resumeToken }),
    ...counts,
    settled: Object.values(counts).reduce((sum, count) => sum + count, 0),
    waiting,
    failures: [...domains, ...failures].slice(0, MAX_NAMED),
    unsettled: unsettled.slice(0, MAX_NAMED).map(nameOf),
  }
}

function nameOf({ domainId, spaceName }: SpaceRef): string {
  return `${domainId}/${spaceName}`
}
