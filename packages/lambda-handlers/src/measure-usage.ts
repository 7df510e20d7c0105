import { type MeasureUsageOutput, measureUsage, type StudioEfsContext, type UsageOutcome } from '@studio-efs/core'
import { directoriesFor } from './handler/control-context.js'
import { controlObservers } from './handler/control-observers.js'
import { defineHandler } from './handler/define-handler.js'
import { optionsIn } from './handler/event-options.js'
import { type Failure, failureFrom } from './handler/failures.js'
import { type Handler, type Observers, timeForWork } from './handler/handler.js'
import type { Fields } from './handler/json-logger.js'
import { type MeasureUsageConfiguration, parseMeasureUsageConfiguration } from './settings/configurations.js'

export type { Failure } from './handler/failures.js'
export type { Counts, Handler, Invocation, Measurements, Metrics, Observers, Tracer } from './handler/handler.js'
export { type MeasureUsageConfiguration, parseMeasureUsageConfiguration } from './settings/configurations.js'
export { type ConfigurationProblem, InvalidConfigurationError } from './settings/parse-settings.js'

/** Options in the event; an empty or EventBridge event starts a new round. */
export interface MeasureUsageEvent {
  /** Start of the round that goes on, in ISO 8601: directories that were measured since are left out. */
  readonly since?: string
}

/** Usage of one user, as EFS bills it. */
export interface UserUsage {
  readonly domainId: string
  readonly userProfileName: string
  readonly path: string
  readonly bytes: number
  readonly entries: number
  /** Newest change of any entry, in ISO 8601. */
  readonly newestChangeAt: string
}

/** Reply of the function `measure-usage`. */
export interface MeasureUsageReply {
  /** `unfinished`: invoke it again with `next`. `partial`: `failures` names the directories that failed. */
  readonly outcome: 'complete' | 'partial' | 'unfinished'
  /** Directories that were measured in this round. */
  readonly measured: number
  /** Directories that are gone. */
  readonly missing: number
  readonly failed: number
  /** Directories that are left. */
  readonly remaining: number
  /** Sums of the last measurement of each directory. */
  readonly bytes: number
  readonly entries: number
  /** Directories and entries that this invocation got done: a run that gets none done for long does not go on. */
  readonly done: number
  /** Event of the next invocation; with `unfinished` only. */
  readonly next?: MeasureUsageEvent
  /** The ten users with the most bytes, by the last measurement of each. */
  readonly top: readonly UserUsage[]
  /** The first 20 directories that failed. */
  readonly failures: readonly Failure[]
}

/** Clients, configuration and observers of the function `measure-usage`. */
export interface MeasureUsageOptions extends Observers {
  readonly context: Pick<StudioEfsContext, 'directories' | 'clock' | 'logger'>
  readonly configuration: Pick<MeasureUsageConfiguration, 'operationsPerSecond'>
}

/** Handler of the function `measure-usage`. */
export type MeasureUsage = Handler<MeasureUsageReply>

const MAX_NAMED = 20
const MAX_USERS = 10

const definition = defineHandler({
  name: 'measure-usage',
  settings: parseMeasureUsageConfiguration,
  dropIn: async (configuration): Promise<MeasureUsageOptions> => ({
    context: { directories: await directoriesFor(configuration) },
    configuration,
    ...controlObservers(configuration),
  }),
  work: ({ context, configuration: { operationsPerSecond } }) => {
    return async (event, invocation, _, record): Promise<MeasureUsageReply> => {
      const asked = optionsIn(event, ['since'])
      let done = 0
      const result = await measureUsage(context, {
        ...(asked as MeasureUsageEvent),
        operationsPerSecond,
        timeoutMs: timeForWork(invocation),
        onProgress: (progress) => {
          if (progress.step === 'measuring') done = progress.done + progress.entries
        },
      })
      if (result.isErr()) throw result.error
      const reply = replyOf(result.value, done)
      if (reply.next === undefined) for (const user of reply.top) record('usage of a user', fieldsOf(user))
      return reply
    }
  },
  summaryOf: ({ outcome, next: _, done: __, top: ___, ...fields }: MeasureUsageReply) => ({
    outcome,
    fields,
    level: fields.failures.length > 0 ? 'warn' : 'info',
  }),
})

/**
 * Measures each claimed directory as EFS bills it, and logs the ten largest ones of users at the end of a round, a record each.
 * The results are kept on the file system, where `measureUsage` and the command line find them. Ends ahead of its time limit;
 * the next invocation goes on. Changes nothing of the users'.
 *
 * @example
 * export const handler = createMeasureUsage({ context, configuration: { operationsPerSecond: 1000 } })
 */
export const createMeasureUsage: (options: MeasureUsageOptions) => MeasureUsage = definition.create

/** The drop-in handler, configured by the environment at its first event. */
export const handler: MeasureUsage = definition.handler

function replyOf({ startedAt, directories, remaining }: MeasureUsageOutput, done: number): MeasureUsageReply {
  const count = (wanted: UsageOutcome['outcome']) => directories.filter(({ outcome }) => outcome === wanted).length
  const sum = (of: 'bytes' | 'entries') => directories.reduce((total, { usage }) => total + (usage?.[of] ?? 0), 0)
  const failures = directories.flatMap(({ path, error }) => (error ? [failureFrom(`directory ${path}`, error)] : []))
  const through = failures.length > 0 ? 'partial' : 'complete'
  return {
    outcome: remaining > 0 ? 'unfinished' : through,
    ...{ measured: count('measured'), missing: count('missing'), failed: failures.length, remaining },
    ...{ bytes: sum('bytes'), entries: sum('entries'), done },
    ...(remaining > 0 && { next: { since: startedAt } }),
    top: directories
      .flatMap(userUsage)
      .sort((one, other) => other.bytes - one.bytes)
      .slice(0, MAX_USERS),
    failures: failures.slice(0, MAX_NAMED),
  }
}

function userUsage({ path, claim, usage }: UsageOutcome): readonly UserUsage[] {
  if (claim?.kind !== 'private' || usage === undefined) return []
  const { domainId, userProfileName } = claim
  const { bytes, entries, newestChangeAt } = usage
  return [{ domainId, userProfileName, path, bytes, entries, newestChangeAt }]
}

function fieldsOf(user: UserUsage): Fields {
  return { ...user }
}
