import {
  createDomainCache,
  type DomainId,
  type SetDomainDefaultError,
  type SetDomainDefaultInput,
  type SetDomainDefaultOutput,
  type StudioEfsContext,
  setDomainDefault,
} from '@studio-efs/core'
import { controlContext } from './handler/control-context.js'
import { controlObservers } from './handler/control-observers.js'
import { defineHandler } from './handler/define-handler.js'
import { optionsIn } from './handler/event-options.js'
import type { Observers } from './handler/handler.js'
import { type Handler, timeForWork } from './handler/handler.js'
import {
  parseSetDomainDefaultConfiguration,
  type SetDomainDefaultConfiguration,
  type SharedDirectoryConfiguration,
  sharedDirectoryInput,
} from './settings/configurations.js'

export type { Counts, Handler, Invocation, Measurements, Metrics, Observers, Tracer } from './handler/handler.js'
export {
  parseSetDomainDefaultConfiguration,
  type SetDomainDefaultConfiguration,
} from './settings/configurations.js'
export { type ConfigurationProblem, InvalidConfigurationError } from './settings/parse-settings.js'

/** Options in the event; an empty or EventBridge event means the defaults. */
export type SetDomainDefaultEvent = Pick<SetDomainDefaultInput, 'reachProfiles' | 'hiddenProfiles' | 'dryRun'>

/** Reply of the function `set-domain-default`. */
export interface SetDomainDefaultReply {
  readonly outcome: 'changed' | 'unchanged'
  readonly domains: readonly {
    readonly domainId: DomainId
    /** The first 50 changes. */
    readonly changes: SetDomainDefaultOutput['changes']
    /** Number of profiles that do not see the default, because a list of their own hides it. */
    readonly hidden: number
  }[]
}

type DomainReply = SetDomainDefaultReply['domains'][number]

/** Clients, configuration and observers of the function `set-domain-default`. */
export interface SetDomainDefaultOptions extends Observers {
  readonly context: Pick<StudioEfsContext, 'sagemaker' | 'directories' | 'clock' | 'logger' | 'domainCache'>
  readonly configuration: SharedDirectoryConfiguration & Pick<SetDomainDefaultConfiguration, 'domainIds'>
}

/** Handler of the function `set-domain-default`. */
export type SetDomainDefault = Handler<SetDomainDefaultReply>

/** A reply passes through Step Functions, which takes 256 KiB. */
const MAX_CHANGES = 50

const definition = defineHandler({
  name: 'set-domain-default',
  settings: parseSetDomainDefaultConfiguration,
  dropIn: async (configuration): Promise<SetDomainDefaultOptions> => ({
    context: await controlContext(configuration),
    configuration,
    ...controlObservers(configuration),
  }),
  work: (options) => {
    const { domainIds } = options.configuration
    const context = { domainCache: createDomainCache(), ...options.context }
    const fixed = sharedDirectoryInput(options.configuration)
    return async (event, invocation, note): Promise<SetDomainDefaultReply> => {
      const asked = optionsIn(event, ['reachProfiles', 'hiddenProfiles', 'dryRun'])
      const domains: DomainReply[] = []
      const errors: SetDomainDefaultError[] = []
      for (const domainId of domainIds) {
        const timeoutMs = timeForWork(invocation)
        const done = await setDomainDefault(context, { ...fixed, ...asked, domainId, timeoutMs })
        if (done.isOk()) domains.push(domainReply(done.value))
        else errors.push(done.error)
      }
      note({ domains: domains.map((domain) => ({ ...domain, changes: domain.changes.length })) })
      if (errors[0] !== undefined) throw errors[0]
      const changed = domains.some(({ changes }) => changes.length > 0)
      return { outcome: changed ? 'changed' : 'unchanged', domains }
    }
  },
  summaryOf: ({ outcome }) => ({ outcome }),
})

/**
 * Makes the shared directory and sets it as the default of the domains, one after the other. When one of them fails, the
 * others are done all the same, and the first error is thrown.
 *
 * @example
 * export const handler = createSetDomainDefault({
 *   context, configuration: { fileSystemId, domainIds: [domainId], sharedPath, scope: 'both', executionRole: undefined },
 * })
 */
export const createSetDomainDefault: (options: SetDomainDefaultOptions) => SetDomainDefault = definition.create

/** The drop-in handler, configured by the environment at its first event. */
export const handler: SetDomainDefault = definition.handler

function domainReply({ domainId, profiles, changes }: SetDomainDefaultOutput): DomainReply {
  const hidden = profiles.filter(({ outcome }) => outcome !== 'reached').length
  return { domainId, changes: changes.slice(0, MAX_CHANGES), hidden }
}
