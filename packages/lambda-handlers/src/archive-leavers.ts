import { archiveLeavers, type PurgedArchive, purgeArchives, type StudioEfsContext } from '@studio-efs/core'
import { systemClock } from '@studio-efs/core/directories'
import type { StudioEfsError } from '@studio-efs/core/errors'
import { controlContext } from './handler/control-context.js'
import { controlObservers } from './handler/control-observers.js'
import { sweepCounts } from './handler/counts.js'
import { defineHandler } from './handler/define-handler.js'
import { optionsIn } from './handler/event-options.js'
import { type Failure, failureFrom } from './handler/failures.js'
import { accountOf, type Handler, type Observers, type OwnAccount, timeForWork } from './handler/handler.js'
import type { Fields } from './handler/json-logger.js'
import { type ArchiveLeaversConfiguration, parseArchiveLeaversConfiguration } from './settings/configurations.js'

export type { Failure } from './handler/failures.js'
export type {
  Counts,
  Handler,
  Invocation,
  Measurements,
  Metrics,
  Observers,
  OwnAccount,
  Tracer,
} from './handler/handler.js'
export { type ArchiveLeaversConfiguration, parseArchiveLeaversConfiguration } from './settings/configurations.js'
export { type ConfigurationProblem, InvalidConfigurationError } from './settings/parse-settings.js'

/** Options in the event; an empty or EventBridge event has none. */
export interface ArchiveLeaversEvent {
  /** Reads and plans, and writes nothing. Default false. */
  readonly dryRun?: boolean
  /** Largest share of the claims that may be archived, 0 to 1; five are always allowed. Default 0.2. */
  readonly maxShare?: number
}

/** Reply of the function `archive-leavers`. */
export interface ArchiveLeaversReply {
  /**
   * `held`: so many profiles seem to have left that the reading is doubted; nothing was archived. `unfinished`: invoke it
   * again with `next`. `partial`: `failures` names what failed. A dry run is never `unfinished`.
   */
  readonly outcome: 'complete' | 'partial' | 'unfinished' | 'held'
  /** Claims that were read. 0 with `held`. */
  readonly claims: number
  readonly archived: number
  /** Claims that ended without a directory: it was removed by hand. */
  readonly withoutDirectory: number
  /** Claims that this release cannot read, of whatever domain; their directories stay. */
  readonly unreadable: number
  /** Directories whose grace period goes on. */
  readonly waiting: number
  /** Archived directories that were deleted for good, with the files and bytes of these and of begun ones. */
  readonly purged: number
  readonly entries: number
  readonly bytes: number
  readonly failed: number
  /** Directories and archives that there was no time for; a domain whose archives could not be listed in time counts as one. */
  readonly remaining: number
  /** Things done in this invocation: a run that does none for long does not go on. */
  readonly done: number
  /** Event of the next invocation; with `unfinished` only. */
  readonly next?: ArchiveLeaversEvent
  /** Reason of `held`. */
  readonly held?: Failure
  /** The first 20 of the directories that could not be archived and the archives that could not be deleted. */
  readonly failures: readonly Failure[]
}

/** Clients, configuration and observers of the function `archive-leavers`. */
export interface ArchiveLeaversOptions extends Observers {
  readonly context: Pick<StudioEfsContext, 'sagemaker' | 'directories' | 'clock' | 'logger'>
  readonly configuration: Pick<ArchiveLeaversConfiguration, 'domainIds' | 'archiveGraceDays' | 'archiveRetentionDays'>
  /** Default `unknown`: the client may be one of another account. The drop-in handler takes that of its function. */
  readonly ownAccount?: OwnAccount
}

/** Handler of the function `archive-leavers`. */
export type ArchiveLeavers = Handler<ArchiveLeaversReply>

const MAX_NAMED = 20

const definition = defineHandler({
  name: 'archive-leavers',
  settings: parseArchiveLeaversConfiguration,
  dropIn: async (configuration): Promise<ArchiveLeaversOptions> => ({
    context: await controlContext(configuration),
    configuration,
    ...controlObservers(configuration),
    ownAccount: 'function',
  }),
  work: ({ context, configuration, ownAccount = 'unknown' }) => {
    const { domainIds, archiveGraceDays: graceDays, archiveRetentionDays: retentionDays } = configuration
    const { clock = systemClock } = context
    return async (event, invocation): Promise<ArchiveLeaversReply> => {
      const asked = optionsIn(event, ['dryRun', 'maxShare'])
      const deadline = clock.now() + timeForWork(invocation)
      const account = accountOf(ownAccount, invocation)
      const swept = await archiveLeavers(context, {
        ...{ graceDays, ...(domainIds && { domainIds }) },
        ...asked,
        ...account,
        timeoutMs: deadline - clock.now(),
      })
      if (swept.isErr() && swept.error.name !== 'TooManyLeaversError') throw swept.error
      const archives: PurgedArchive[] = []
      let unlisted = 0
      // Retention counts from the archive's own time, so a doubted reading of SageMaker says nothing about it.
      for (const domainId of retentionDays === 0 ? [] : (domainIds ?? [undefined])) {
        const purged = await purgeArchives(context, {
          ...{ olderThanDays: retentionDays, dryRun: asked['dryRun'] === true },
          ...(domainId && { domainId }),
          ...account,
          timeoutMs: Math.max(1, deadline - clock.now()),
        })
        if (purged.isOk()) archives.push(...purged.value.archives)
        else if (purged.error.name === 'DeadlineExceededError') unlisted += 1
        else throw purged.error
      }
      const sweep = swept.match(
        ({ claims, unreadable, leavers }) => ({ claims, unreadable: unreadable.length, leavers }),
        (error) => ({ claims: 0, unreadable: 0, leavers: [], held: failureFrom('the sweep', error) }),
      )
      return replyOf({ ...sweep, archives, unlisted, asked })
    }
  },
  countsOf: sweepCounts,
  summaryOf: ({ outcome, next: _, done: __, ...fields }: ArchiveLeaversReply) => ({
    outcome,
    fields,
    level: outcome === 'held' ? 'error' : fields.failures.length > 0 ? 'warn' : 'info',
  }),
})

/**
 * Moves the directories of all profiles that are gone to the archive, whatever became of their events, and deletes archives
 * that are older than the retention, if there is one. Ends ahead of its time limit; the next invocation goes on. Throws when
 * a call is denied or fails: then nothing was archived.
 *
 * @example
 * export const handler = createArchiveLeavers({
 *   context, configuration: { domainIds: [domainId], archiveGraceDays: 7, archiveRetentionDays: 0 },
 * })
 */
export const createArchiveLeavers: (options: ArchiveLeaversOptions) => ArchiveLeavers = definition.create

/** The drop-in handler, configured by the environment at its first event. */
export const handler: ArchiveLeavers = definition.handler

interface Swept extends Pick<ArchiveLeaversReply, 'claims' | 'unreadable' | 'held'> {
  readonly leavers: readonly { readonly outcome: string; readonly path: string; readonly error?: StudioEfsError }[]
  readonly archives: readonly PurgedArchive[]
  /** Domains whose archives there was no time to list. */
  readonly unlisted: number
  readonly asked: Fields
}

function replyOf({ claims, unreadable, held, leavers, archives, unlisted, asked }: Swept): ArchiveLeaversReply {
  const count = (...outcomes: readonly string[]) =>
    [...leavers, ...archives].filter(({ outcome }) => outcomes.includes(outcome)).length
  const failures = [
    ...leavers.flatMap(({ path, error }) => (error ? [failureFrom(`directory ${path}`, error)] : [])),
    ...archives.flatMap(({ archive, error }) => (error ? [failureFrom(`archive ${archive}`, error)] : [])),
  ]
  const remaining = asked['dryRun'] === true ? 0 : count('not-reached', 'unfinished') + unlisted
  const through = failures.length > 0 ? 'partial' : 'complete'
  const entries = archives.reduce((sum, archive) => sum + archive.entries, 0)
  const archived = count('archived')
  return {
    outcome: held ? 'held' : remaining > 0 ? 'unfinished' : through,
    ...{ claims, archived, withoutDirectory: count('no-directory'), unreadable },
    ...{ waiting: count('waiting'), purged: count('deleted'), entries },
    bytes: archives.reduce((sum, archive) => sum + archive.bytes, 0),
    ...{ failed: failures.length, remaining, done: archived + count('no-directory') + entries },
    ...(remaining > 0 && { next: asked }),
    ...(held && { held }),
    failures: failures.slice(0, MAX_NAMED),
  }
}
