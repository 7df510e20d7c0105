import { CloudTrailClient } from '@aws-sdk/client-cloudtrail'
import { EC2Client } from '@aws-sdk/client-ec2'
import { EFSClient } from '@aws-sdk/client-efs'
import { LambdaClient } from '@aws-sdk/client-lambda'
import { SageMakerClient } from '@aws-sdk/client-sagemaker'
import { lookupEventsSource } from '@studio-efs/core/cloudtrail'
import type { DirectoryDriver } from '@studio-efs/core/directories'
import { lambdaDirectoryDriver } from '@studio-efs/core/lambda'
import { assertOk, type FakeAws } from '@studio-efs/testing'
import { createBackfillUserProfiles } from '../../src/backfill-user-profiles.js'
import { createEnsureFileSystem } from '../../src/ensure-file-system.js'
import { embeddedMetrics } from '../../src/handler/embedded-metrics.js'
import type { Handler } from '../../src/handler/handler.js'
import { jsonLogger } from '../../src/handler/json-logger.js'
import { createOnUserProfileCreated } from '../../src/on-user-profile-created.js'
import { createOnUserProfileDeleted } from '../../src/on-user-profile-deleted.js'
import { createOnboardBatch } from '../../src/onboard-batch.js'
import { createProvisionDirectories } from '../../src/provision-directories.js'
import { createReplayCloudTrail } from '../../src/replay-cloudtrail.js'
import { createSetDomainDefault } from '../../src/set-domain-default.js'
import {
  parseOffboardingConfiguration,
  parseOnboardingConfiguration,
  parseReplayCloudTrailConfiguration,
  parseSetDomainDefaultConfiguration,
  parseShareAcrossVpcDomainsConfiguration,
} from '../../src/settings/configurations.js'
import { parseProvisionDirectoriesConfiguration } from '../../src/settings/mount-configuration.js'
import { createShareAcrossVpcDomains } from '../../src/share-across-vpc-domains.js'
import type { IamRequest, OrganizationRules } from './iam.js'
import { type CallInput, requestsOf } from './iam-requests.js'

type Environment = Readonly<Record<string, string>>

/** Surroundings of a stack's functions, and the readers of their output. */
export interface Region {
  readonly fake: FakeAws
  /** Driver of the directory function. */
  readonly directories: DirectoryDriver
  readonly record: (line: string) => void
  /** Gets every line of CloudWatch's embedded metric format. Default: none. */
  readonly measured?: (line: string) => void
  /** Rules of the account's organization. Default: none. */
  readonly organization?: OrganizationRules
  /** The bodies of the answers to CloudFormation. */
  readonly answer: (body: string) => void
}

/** A function of a zip, configured by its environment. Its clients ask IAM before every call. */
export function functionFrom(
  { fake, directories, record, answer, measured = () => {} }: Region,
  zip: string,
  environment: Environment,
  ask: (request: IamRequest) => void,
): Handler<unknown> {
  const watched = <Client extends Watchable>(client: Client) => watch(client, fake, ask)
  const config = { ...fake.clientConfig(), maxAttempts: 1 }
  const sagemaker = watched(new SageMakerClient(config))
  const base = { clock: fake.clock, logger: jsonLogger(record), sagemaker }
  const network = { efs: watched(new EFSClient(config)), ec2: watched(new EC2Client(config)) }
  const lambda = watched(new LambdaClient(config))
  const through = (functionName: string | undefined) =>
    lambdaDirectoryDriver({ lambda, functionName: functionName ?? '', clock: fake.clock })
  const onboarding = <Configuration extends Configured>(configuration: Configuration) => {
    const { directoryFunction, metrics } = configuration
    const measurements =
      metrics === undefined ? {} : { measurements: embeddedMetrics(metrics, fake.clock.now, measured) }
    return { context: { ...base, directories: through(directoryFunction) }, configuration, ...measurements }
  }
  const create: Readonly<Record<string, () => Handler<unknown>>> = {
    'ensure-file-system': () =>
      createEnsureFileSystem({ context: { ...base, ...network }, send: async (_, body) => answer(body) }),
    'provision-directories': () => {
      const { root } = assertOk(parseProvisionDirectoriesConfiguration(environment))
      return createProvisionDirectories({ context: { ...base, directories }, root })
    },
    'on-user-profile-created': () =>
      createOnUserProfileCreated(onboarding(assertOk(parseOnboardingConfiguration(environment)))),
    'on-user-profile-deleted': () =>
      createOnUserProfileDeleted(onboarding(assertOk(parseOffboardingConfiguration(environment)))),
    'backfill-user-profiles': () =>
      createBackfillUserProfiles(onboarding(assertOk(parseOnboardingConfiguration(environment)))),
    'onboard-batch': () => createOnboardBatch(onboarding(assertOk(parseOnboardingConfiguration(environment)))),
    'replay-cloudtrail': () => {
      const cloudTrail = watched(new CloudTrailClient(config))
      return createReplayCloudTrail({
        ...onboarding(assertOk(parseReplayCloudTrailConfiguration(environment))),
        sourceFor: (time) => lookupEventsSource({ cloudTrail, clock: fake.clock }, time),
      })
    },
    'set-domain-default': () =>
      createSetDomainDefault(onboarding(assertOk(parseSetDomainDefaultConfiguration(environment)))),
    'share-across-vpc-domains': () => {
      const options = onboarding(assertOk(parseShareAcrossVpcDomainsConfiguration(environment)))
      return createShareAcrossVpcDomains({ ...options, context: { ...options.context, ...network } })
    },
  }
  const handler = create[zip]?.()
  if (handler === undefined) throw new Error(`There is no zip of ${zip}.`)
  return handler
}

interface Configured {
  readonly directoryFunction: string | undefined
  readonly metrics: string | undefined
}

interface Watchable {
  readonly config: { readonly serviceId: string }
  readonly middlewareStack: { add(middleware: never, options: { readonly step: 'initialize' }): void }
}

/** Makes every call of the client ask IAM first, as AWS does. */
function watch<Client extends Watchable>(
  client: Client,
  { state }: FakeAws,
  ask: (request: IamRequest) => void,
): Client {
  const middleware = (next: (args: unknown) => unknown, { commandName }: { readonly commandName: string }) => {
    const operation = commandName.replace(/Command$/, '')
    return async (args: { readonly input: CallInput }) => {
      for (const request of requestsOf(client.config.serviceId, operation, args.input, state)) ask(request)
      return next(args)
    }
  }
  client.middlewareStack.add(middleware as never, { step: 'initialize' })
  return client
}
