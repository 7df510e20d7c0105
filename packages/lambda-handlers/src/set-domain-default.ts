import { SageMakerClient } from '@aws-sdk/client-sagemaker'
import {
  createDomainCache,
  type DomainId,
  type SetDomainDefaultError,
  type SetDomainDefaultInput,
  type SetDomainDefaultOutput,
  type StudioEfsContext,
  setDomainDefault,
} from '@studio-efs/core'
import { directoriesFor } from './frame/directories.js'
import { optionsIn } from './frame/event-options.js'
import { fromEnvironment } from './frame/from-environment.js'
import { type Handler, timeForWork } from './frame/invocation.js'
import type { Observers } from './frame/observers.js'
import { recording, type Summary } from './frame/recording.js'
import {
  parseSetDomainDefaultConfiguration,
  type SetDomainDefaultConfiguration,
} from './settings/set-domain-default-settings.js'
import { sharedDirectoryInput } from './settings/shared-directory-settings.js'

export type { Handler, Invocation } from './frame/invocation.js'
export type { Metrics, Observers, Tracer } from './frame/observers.js'
export { type ConfigurationProblem, InvalidConfigurationError } from './settings/invalid-configuration-error.js'
export {
  parseSetDomainDefaultConfiguration,
  type SetDomainDefaultConfiguration,
} from './settings/set-domain-default-settings.js'

/** What the event may say; an empty one, and one of EventBridge, say nothing. */
export type SetDomainDefaultEvent = Pick<SetDomainDefaultInput, 'reachProfiles' | 'hiddenProfiles' | 'dryRun'>

export interface SetDomainDefaultReply {
  readonly outcome: 'changed' | 'unchanged'
  readonly domains: readonly {
    readonly domainId: DomainId
    /** The first 50. */
    readonly changes: SetDomainDefaultOutput['changes']
    /** How many profiles do not see the default, because of a list of their own. */
    readonly hidden: number
  }[]
}

export interface SetDomainDefaultOptions extends Observers {
  readonly context: Pick<StudioEfsContext, 'sagemaker' | 'directories' | 'clock' | 'logger' | 'domainCache'>
  readonly configuration: Pick<
    SetDomainDefaultConfiguration,
    'fileSystemId' | 'domainIds' | 'sharedPath' | 'scope' | 'executionRole'
  >
}

export type SetDomainDefault = Handler<SetDomainDefaultReply>

const NAME = 'set-domain-default'
/** A reply passes through Step Functions, which takes 256 KiB. */
const SHOWN_CHANGES = 50

/**
 * Makes the shared directory and sets it as the default of the domains, one after the other. When one of them fails, the
 * others are done all the same, and its error is thrown.
 *
 * @example
 * export const handler = createSetDomainDefault({
 *   context, configuration: { fileSystemId, domainIds: [domainId], sharedPath, scope: 'both', executionRole: undefined },
 * })
 */
export function createSetDomainDefault(options: SetDomainDefaultOptions): SetDomainDefault {
  const { fileSystemId, domainIds } = options.configuration
  const context = { domainCache: createDomainCache(), ...options.context }
  const fixed = { fileSystemId, ...sharedDirectoryInput(options.configuration) }
  return recording({
    handler: NAME,
    context,
    observers: options,
    summaryOf,
    work: async (event, invocation, note) => {
      const asked = optionsIn(event, ['reachProfiles', 'hiddenProfiles', 'dryRun'])
      if (asked.isErr()) throw asked.error
      const domains: SetDomainDefaultReply['domains'][number][] = []
      const errors: SetDomainDefaultError[] = []
      for (const domainId of domainIds) {
        const timeoutMs = timeForWork(invocation)
        const done = await setDomainDefault(context, { ...fixed, ...asked.value, domainId, timeoutMs })
        if (done.isOk()) domains.push(told(done.value))
        else errors.push(done.error)
      }
      note({ domains: domains.map((domain) => ({ ...domain, changes: domain.changes.length })) })
      if (errors[0] !== undefined) throw errors[0]
      const changed = domains.some(({ changes }) => changes.length > 0)
      return { outcome: changed ? 'changed' : 'unchanged', domains }
    },
  })
}

/** The drop-in handler, configured by the environment at its first event. */
export const handler: SetDomainDefault = fromEnvironment(NAME, parseSetDomainDefaultConfiguration, (configuration) =>
  createSetDomainDefault({
    context: { sagemaker: new SageMakerClient({}), directories: directoriesFor(configuration) },
    configuration,
  }),
)

function told({ domainId, profiles, changes }: SetDomainDefaultOutput): SetDomainDefaultReply['domains'][number] {
  const hidden = profiles.filter(({ outcome }) => outcome !== 'reached').length
  return { domainId, changes: changes.slice(0, SHOWN_CHANGES), hidden }
}

function summaryOf({ outcome }: SetDomainDefaultReply): Summary {
  return { outcome, fields: {} }
}
