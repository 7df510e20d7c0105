import { EC2Client } from '@aws-sdk/client-ec2'
import { EFSClient } from '@aws-sdk/client-efs'
import { SageMakerClient } from '@aws-sdk/client-sagemaker'
import {
  createDomainCache,
  type ShareAcrossVpcDomainsInput,
  type ShareAcrossVpcDomainsOutput,
  type SharedDomain,
  type StudioEfsContext,
  shareAcrossVpcDomains,
} from '@studio-efs/core'
import { directoriesFor } from './frame/directories.js'
import { optionsIn } from './frame/event-options.js'
import { fromEnvironment } from './frame/from-environment.js'
import { type Handler, timeForWork } from './frame/invocation.js'
import { failureFrom, ItemsFailedError } from './frame/items-failed-error.js'
import type { Observers } from './frame/observers.js'
import { type Fields, recording, type Summary } from './frame/recording.js'
import {
  parseShareAcrossVpcDomainsConfiguration,
  type ShareAcrossVpcDomainsConfiguration,
} from './settings/share-across-vpc-domains-settings.js'
import { sharedDirectoryInput } from './settings/shared-directory-settings.js'

export type { Handler, Invocation } from './frame/invocation.js'
export { type Failure, ItemsFailedError } from './frame/items-failed-error.js'
export type { Metrics, Observers, Tracer } from './frame/observers.js'
export { type ConfigurationProblem, InvalidConfigurationError } from './settings/invalid-configuration-error.js'
export {
  parseShareAcrossVpcDomainsConfiguration,
  type ShareAcrossVpcDomainsConfiguration,
} from './settings/share-across-vpc-domains-settings.js'

/** What the event may say; an empty one, and one of EventBridge, say nothing. */
export type ShareAcrossVpcDomainsEvent = Pick<ShareAcrossVpcDomainsInput, 'reachProfiles' | 'hiddenProfiles' | 'dryRun'>

export interface ShareAcrossVpcDomainsReply extends Pick<ShareAcrossVpcDomainsOutput, 'scheme' | 'findings'> {
  readonly outcome: 'changed' | 'unchanged'
  /** The first 50. */
  readonly changes: ShareAcrossVpcDomainsOutput['changes']
  readonly domains: readonly ToldDomain[]
}

export interface ToldDomain extends Pick<SharedDomain, 'domainId' | 'outcome'> {
  /** How many profiles do not see the default, because of a list of their own. Absent when none is known. */
  readonly hidden?: number
}

export interface ShareAcrossVpcDomainsOptions extends Observers {
  readonly context: Pick<
    StudioEfsContext,
    'sagemaker' | 'efs' | 'ec2' | 'directories' | 'clock' | 'logger' | 'domainCache'
  >
  readonly configuration: Pick<
    ShareAcrossVpcDomainsConfiguration,
    'fileSystemId' | 'vpcId' | 'domainIds' | 'sharedPath' | 'scope' | 'executionRole'
  >
}

export type ShareAcrossVpcDomains = Handler<ShareAcrossVpcDomainsReply>

const NAME = 'share-across-vpc-domains'
/** A reply passes through Step Functions, which takes 256 KiB. */
const SHOWN_CHANGES = 50

/**
 * Makes the shared directory and gives it to every domain of the VPC, with the network that they need to mount it. When
 * some domains fail, the others are done all the same, and it throws `ItemsFailedError`.
 *
 * @example
 * export const handler = createShareAcrossVpcDomains({
 *   context, configuration: { fileSystemId, vpcId, domainIds: undefined, sharedPath, scope: 'both', executionRole: undefined },
 * })
 */
export function createShareAcrossVpcDomains(options: ShareAcrossVpcDomainsOptions): ShareAcrossVpcDomains {
  const { fileSystemId, vpcId, domainIds } = options.configuration
  const context = { domainCache: createDomainCache(), ...options.context }
  const only = domainIds === undefined ? {} : { includeDomainIds: domainIds }
  const fixed = { fileSystemId, vpcId, ...only, ...sharedDirectoryInput(options.configuration) }
  return recording({
    handler: NAME,
    context,
    observers: options,
    summaryOf,
    work: async (event, invocation, note) => {
      const asked = optionsIn(event, ['reachProfiles', 'hiddenProfiles', 'dryRun'])
      if (asked.isErr()) throw asked.error
      const input = { ...fixed, ...asked.value, timeoutMs: timeForWork(invocation) }
      const shared = await shareAcrossVpcDomains(context, input)
      if (shared.isErr()) throw shared.error
      note(about(shared.value))
      return replyOf(shared.value)
    },
  })
}

/** The drop-in handler, configured by the environment at its first event. */
export const handler: ShareAcrossVpcDomains = fromEnvironment(
  NAME,
  parseShareAcrossVpcDomainsConfiguration,
  (configuration) => {
    const clients = { sagemaker: new SageMakerClient({}), efs: new EFSClient({}), ec2: new EC2Client({}) }
    return createShareAcrossVpcDomains({
      context: { ...clients, directories: directoriesFor(configuration) },
      configuration,
    })
  },
)

function replyOf({ scheme, findings, domains, changes }: ShareAcrossVpcDomainsOutput): ShareAcrossVpcDomainsReply {
  const failures = domains.flatMap((domain) =>
    domain.outcome === 'failed' ? [failureFrom(`domain ${domain.domainId}`, domain.error)] : [],
  )
  if (failures.length > 0) throw new ItemsFailedError(failures, domains.length)
  return {
    outcome: changes.length > 0 ? 'changed' : 'unchanged',
    scheme,
    findings,
    domains: domains.map(told),
    changes: changes.slice(0, SHOWN_CHANGES),
  }
}

function about({ scheme, findings, domains, changes }: ShareAcrossVpcDomainsOutput): Fields {
  return { scheme, findings, changes: changes.length, domains: domains.map(told) }
}

function told(domain: SharedDomain): ToldDomain {
  const { domainId, outcome } = domain
  const hidden = 'profiles' in domain ? domain.profiles.filter((profile) => profile.outcome !== 'reached').length : 0
  return { domainId, outcome, ...(hidden > 0 ? { hidden } : {}) }
}

function summaryOf({ outcome }: ShareAcrossVpcDomainsReply): Summary {
  return { outcome, fields: {} }
}
