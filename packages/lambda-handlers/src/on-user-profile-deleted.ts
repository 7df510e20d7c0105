import type { OffboardProfileOutput } from '@studio-efs/core'
import { decodeDeleteUserProfileEvent, type IgnoredReason } from '@studio-efs/core/cloudtrail'
import { askedBy, type BatchItem, type BatchRule, messagesIn } from './batch/batch-event.js'
import { type OffboardContext, type OffboardOutcome, offboardAll } from './batch/offboard-all.js'
import { controlContext } from './handler/control-context.js'
import { controlObservers } from './handler/control-observers.js'
import { leaverCounts } from './handler/counts.js'
import { defineHandler } from './handler/define-handler.js'
import { failureFrom, profileFailure } from './handler/failures.js'
import {
  accountOf,
  type ForeignEvents,
  type Handler,
  type Observers,
  type OwnAccount,
  originOf,
  timeForWork,
} from './handler/handler.js'
import { fieldsOf } from './handler/sqs-messages.js'
import type { Summary } from './handler/with-recording.js'
import { type OffboardingConfiguration, parseOffboardingConfiguration } from './settings/configurations.js'

export { ProfileNotGoneError } from './batch/profile-not-gone-error.js'
export type {
  Counts,
  ForeignEvents,
  Handler,
  Invocation,
  Measurements,
  Metrics,
  Observers,
  OwnAccount,
  Tracer,
} from './handler/handler.js'
export { type OffboardingConfiguration, parseOffboardingConfiguration } from './settings/configurations.js'
export { type ConfigurationProblem, InvalidConfigurationError } from './settings/parse-settings.js'

/** Reply of the function `on-user-profile-deleted`: to SQS, the messages to deliver again; else, what became of the directory. */
export type OnUserProfileDeletedReply = OffboardQueueReply | OffboardReply

/** Reply to SQS: the messages to deliver again. */
export interface OffboardQueueReply {
  readonly batchItemFailures: readonly { readonly itemIdentifier: string }[]
}

/** Reply to one event or reference. */
export type OffboardReply =
  | ({ readonly outcome: 'archived' | 'no-directory' } & Pick<OffboardProfileOutput, 'profile' | 'path' | 'changes'>)
  | {
      readonly outcome: 'ignored'
      /** There was nothing to archive, and another try would find nothing either. */
      readonly reason: IgnoredReason | 'still-there' | 'not-claimed'
      /** For people. */
      readonly detail: string
    }

/** Clients, configuration and observers of the function `on-user-profile-deleted`. */
export interface OnUserProfileDeletedOptions extends Observers {
  readonly context: OffboardContext
  readonly configuration: Pick<OffboardingConfiguration, 'domainIds' | 'layout'>
  /** Default `take`: the client may be one of another account or Region. The drop-in handler ignores them. */
  readonly foreignEvents?: ForeignEvents
  /** Default `unknown`: the client may be one of another account. The drop-in handler takes that of its function. */
  readonly ownAccount?: OwnAccount
}

/** Handler of the function `on-user-profile-deleted`. */
export type OnUserProfileDeleted = Handler<OnUserProfileDeletedReply>

const MAX_LOGGED = 20

const definition = defineHandler({
  name: 'on-user-profile-deleted',
  settings: parseOffboardingConfiguration,
  dropIn: async (configuration): Promise<OnUserProfileDeletedOptions> => ({
    context: await controlContext(configuration),
    configuration,
    ...controlObservers(configuration),
    foreignEvents: 'ignore',
    ownAccount: 'function',
  }),
  work: ({ context, configuration, foreignEvents = 'take', ownAccount = 'unknown' }) => {
    const { domainIds: allowedDomainIds, layout } = configuration
    return async (event, invocation, note): Promise<OnUserProfileDeletedReply> => {
      const origin = foreignEvents === 'ignore' ? originOf(invocation) : undefined
      const rule: BatchRule = { allowedDomainIds, origin, decode: decodeDeleteUserProfileEvent }
      const offboard = (items: Parameters<typeof offboardAll>[1]['items']) =>
        offboardAll(context, {
          ...{ layout, items, timeoutMs: timeForWork(invocation) },
          ...accountOf(ownAccount, invocation),
        })
      const { Records: records } = fieldsOf(event)
      if (!Array.isArray(records)) {
        const asked = askedBy(event, 'event', rule)
        if (asked.kind === 'malformed') throw asked.error
        const { eventId, eventTime } = asked
        note({ eventId, eventTime, ...(asked.kind === 'profile' && asked.profile) })
        const [outcome] = await offboard([asked])
        return replyTo(outcome)
      }
      const batch = messagesIn(records, rule)
      if (batch.isErr()) throw batch.error
      const messages = batch.value
      const outcomes = await offboard(messages.map(({ asked }) => asked))
      note(aboutBatch(messages, outcomes))
      const failed = messages.filter((_, at) => outcomes[at]?.outcome === 'failed')
      return { batchItemFailures: failed.map(({ id }) => ({ itemIdentifier: id })) }
    }
  },
  countsOf: leaverCounts,
  summaryOf,
})

/**
 * Moves the directory of the user profile of a DeleteUserProfile event, or of each one of a batch of SQS messages, to the
 * archive, after SageMaker said that the profile is gone. Nothing is deleted. Replies to a queue with the messages to deliver
 * again; for a single event, throws the error of everything that is not done, so that Lambda retries it.
 *
 * @example
 * export const handler = createOnUserProfileDeleted({
 *   context: { sagemaker: new SageMakerClient({}), directories: posixDirectoryDriver({ mountPath: '/mnt/efs' }) },
 *   configuration: { domainIds: [domainId], layout: DEFAULT_LAYOUT },
 * })
 */
export const createOnUserProfileDeleted: (options: OnUserProfileDeletedOptions) => OnUserProfileDeleted =
  definition.create

/** The drop-in handler, configured by the environment at its first event. */
export const handler: OnUserProfileDeleted = definition.handler

function replyTo(outcome: OffboardOutcome | undefined): OffboardReply {
  if (outcome === undefined) throw new Error('One event has one outcome.')
  if (outcome.outcome === 'failed') throw outcome.error
  return outcome
}

/** Counts of the batch, with the first failures and the first messages that ask for nothing. */
function aboutBatch(messages: readonly BatchItem[], outcomes: readonly OffboardOutcome[]) {
  const counts = { archived: 0, 'no-directory': 0, ignored: 0, failed: 0 }
  // Messages of one profile have the same outcome.
  for (const { outcome } of new Set(outcomes)) counts[outcome] += 1
  const failures = messages.flatMap(({ id, asked }, at) => {
    const outcome = outcomes[at]
    if (outcome?.outcome !== 'failed') return []
    const { error } = outcome
    return asked.kind === 'profile' ? [profileFailure({ ...asked, error })] : [failureFrom(`message ${id}`, error)]
  })
  const leftOut = outcomes.flatMap((each) =>
    each.outcome === 'ignored' ? [{ reason: each.reason, detail: each.detail }] : [],
  )
  const { 'no-directory': withoutDirectory, ...others } = counts
  return {
    ...others,
    ...(withoutDirectory > 0 && { withoutDirectory }),
    failures: failures.slice(0, MAX_LOGGED),
    ...(leftOut.length > 0 && { leftOut: leftOut.slice(0, MAX_LOGGED) }),
  }
}

function summaryOf(reply: OnUserProfileDeletedReply): Summary {
  if ('batchItemFailures' in reply) {
    const failed = reply.batchItemFailures.length > 0
    return { outcome: failed ? 'partial' : 'complete', level: failed ? 'warn' : 'info' }
  }
  if (reply.outcome === 'ignored')
    return { outcome: reply.outcome, fields: { reason: reply.reason, detail: reply.detail } }
  const { profile, path, changes } = reply
  return {
    outcome: reply.outcome,
    fields: { ...profile, path, generations: changes.map(({ generation }) => generation.createdAt) },
  }
}
