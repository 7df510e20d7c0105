import { EC2Client } from '@aws-sdk/client-ec2'
import { EFSClient } from '@aws-sdk/client-efs'
import {
  createDomainCache,
  type ShareAcrossVpcDomainsInput,
  type ShareAcrossVpcDomainsOutput,
  type SharedDomain,
  type StudioEfsContext,
  shareAcrossVpcDomains,
} from '@studio-efs/core'
import { controlContext, controlObservers } from './handler/control-context.js'
import { defineHandler } from './handler/define-handler.js'
import { optionsIn } from './handler/event-options.js'
import { failureFrom, ItemsFailedError } from './handler/failures.js'
import type { Observers } from './handler/handler.js'
import { type Handler, timeForWork } from './handler/handler.js'
import {
  parseShareAcrossVpcDomainsConfiguration,
  type ShareAcrossVpcDomainsConfiguration,
  type SharedDirectoryConfiguration,
  sharedDirectoryInput,
} from './settings/configurations.js'

export { type Failure, ItemsFailedError } from './handler/failures.js'
export type { Counts, Handler, Invocation, Measurements, Metrics, Observers, Tracer } from './handler/handler.js'
export {
  parseShareAcrossVpcDomainsConfiguration,
  type ShareAcrossVpcDomainsConfiguration,
} from './settings/configurations.js'
export { type ConfigurationProblem, InvalidConfigurationError } from './settings/parse-settings.js'

/** Options in the event; an empty or EventBridge event means the defaults. */
export type ShareAcrossVpcDomainsEvent = Pick<ShareAcrossVpcDomainsInput, 'reachProfiles' | 'hiddenProfiles' | 'dryRun'>

/** Reply of the function `share-across-vpc-domains`. */
export interface ShareAcrossVpcDomainsReply extends Pick<ShareAcrossVpcDomainsOutput, 'scheme' | 'findings'> {
  readonly outcome: 'changed' | 'unchanged'
  /** The first 50 changes. */
  readonly changes: ShareAcrossVpcDomainsOutput['changes']
  readonly domains: readonly SharedDomainReply[]
}

/** Outcome of one domain in the reply. */
export interface SharedDomainReply extends Pick<SharedDomain, 'domainId' | 'outcome'> {
  /** Number of profiles that do not see the default, because a list of their own hides it. Absent if none is known. */
  readonly hidden?: number
}

/** Clients, configuration and observers of the function `share-across-vpc-domains`. */
export interface ShareAcrossVpcDomainsOptions extends Observers {
  readonly context: Pick<
    StudioEfsContext,
    'sagemaker' | 'efs' | 'ec2' | 'directories' | 'clock' | 'logger' | 'domainCache'
  >
  readonly configuration: SharedDirectoryConfiguration &
    Pick<ShareAcrossVpcDomainsConfiguration, 'vpcId' | 'domainIds'> &
    Partial<Pick<ShareAcrossVpcDomainsConfiguration, 'tags'>>
}

/** Handler of the function `share-across-vpc-domains`. */
export type ShareAcrossVpcDomains = Handler<ShareAcrossVpcDomainsReply>

/** A reply passes through Step Functions, which takes 256 KiB. */
const MAX_CHANGES = 50

const definition = defineHandler({
  name: 'share-across-vpc-domains',
  settings: parseShareAcrossVpcDomainsConfiguration,
  dropIn: async (configuration): Promise<ShareAcrossVpcDomainsOptions> => ({
    context: { ...(await controlContext(configuration)), efs: new EFSClient({}), ec2: new EC2Client({}) },
    configuration,
    ...controlObservers(configuration),
  }),
  work: (options) => {
    const { vpcId, domainIds, tags = {} } = options.configuration
    const context = { domainCache: createDomainCache(), ...options.context }
    const only = domainIds === undefined ? {} : { includeDomainIds: domainIds }
    const fixed = { vpcId, ...only, tags, ...sharedDirectoryInput(options.configuration) }
    return async (event, invocation, note) => {
      const asked = optionsIn(event, ['reachProfiles', 'hiddenProfiles', 'dryRun'])
      const input = { ...fixed, ...asked, timeoutMs: timeForWork(invocation) }
      const shared = await shareAcrossVpcDomains(context, input)
      if (shared.isErr()) throw shared.error
      const { scheme, findings, domains, changes } = shared.value
      note({ scheme, findings, changes: changes.length, domains: domains.map(domainReply) })
      return replyOf(shared.value)
    }
  },
  summaryOf: ({ outcome }) => ({ outcome }),
})

/**
 * Makes the shared directory and gives it to every domain of the VPC, with the network that they need to mount it. When
 * some domains fail, the others are done all the same, and it throws `ItemsFailedError`.
 *
 * @example
 * export const handler = createShareAcrossVpcDomains({
 *   context, configuration: { fileSystemId, vpcId, domainIds: undefined, sharedPath, scope: 'both', executionRole: undefined },
 * })
 */
export const createShareAcrossVpcDomains: (options: ShareAcrossVpcDomainsOptions) => ShareAcrossVpcDomains =
  definition.create

/** The drop-in handler, configured by the environment at its first event. */
export const handler: ShareAcrossVpcDomains = definition.handler

function replyOf({ scheme, findings, domains, changes }: ShareAcrossVpcDomainsOutput): ShareAcrossVpcDomainsReply {
  const failures = domains.flatMap((domain) =>
    domain.outcome === 'failed' ? [failureFrom(`domain ${domain.domainId}`, domain.error)] : [],
  )
  if (failures.length > 0) throw new ItemsFailedError({ failures, of: domains.length })
  return {
    outcome: changes.length > 0 ? 'changed' : 'unchanged',
    scheme,
    findings,
    domains: domains.map(domainReply),
    changes: changes.slice(0, MAX_CHANGES),
  }
}

function domainReply(domain: SharedDomain): SharedDomainReply {
  const { domainId, outcome } = domain
  const hidden = 'profiles' in domain ? domain.profiles.filter((profile) => profile.outcome !== 'reached').length : 0
  return { domainId, outcome, ...(hidden > 0 ? { hidden } : {}) }
}
