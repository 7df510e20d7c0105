import { err, ok, type Result } from 'neverthrow'
import type { BackupClient } from './aws/backup.js'
import type { CloudWatchClient } from './aws/cloudwatch.js'
import type { EC2Client } from './aws/ec2/network.js'
import type { EFSClient } from './aws/efs/file-systems.js'
import type { IAMClient } from './aws/iam.js'
import type { KMSClient } from './aws/kms.js'
import type { CloudWatchLogsClient } from './aws/logs.js'
import { withReplyTimeout } from './aws/pace/reply-timer.js'
import type { SageMakerClient } from './aws/sagemaker/describe-and-update.js'
import type { Directories } from './drivers/ensure-directory.js'
import { boundedLogger, type Logger, silentLogger } from './logger.js'
import type { DomainCache } from './studio/domain-cache.js'
import { InvalidInputError } from './studio-efs-error.js'
import { type Clock, systemClock } from './time/clock.js'

/**
 * Clients, directory driver, clock and logger of the operations. Each operation takes the part of it that it uses, so that
 * its signature shows which AWS permissions and which network it needs.
 */
export interface StudioEfsContext {
  readonly sagemaker: SageMakerClient
  readonly efs: EFSClient
  readonly ec2: EC2Client
  /** Reads execution roles. Only `diagnose` uses it, and the next three. */
  readonly iam?: IAMClient
  /** Reads the state of KMS keys. */
  readonly kms?: KMSClient
  /** Looks for the logs of Studio apps. */
  readonly logs?: CloudWatchLogsClient
  /** Reads the metrics of file systems. */
  readonly cloudWatch?: CloudWatchClient
  /** Restores from AWS Backup. Only `restoreFromBackup` uses it. */
  readonly backup?: BackupClient
  /** Creates the directories: `posixDirectoryDriver` on a host that mounts the file system. */
  readonly directories: Directories
  /** Default: the computer's own clock. */
  readonly clock?: Clock
  /** Default: no log. */
  readonly logger?: Logger
  /** Keeps a domain's settings between calls. Default: every call reads them. */
  readonly domainCache?: DomainCache
}

/** The parts that have no default, as errors and types describe them. */
export const contextParts = {
  sagemaker: 'a SageMakerClient of @aws-sdk/client-sagemaker',
  efs: 'an EFSClient of @aws-sdk/client-efs',
  ec2: 'an EC2Client of @aws-sdk/client-ec2',
  directories: 'a directory driver, such as posixDirectoryDriver of @studio-efs/core/posix',
  cloudTrail: 'a CloudTrailClient of @aws-sdk/client-cloudtrail',
  lambda: 'a LambdaClient of @aws-sdk/client-lambda',
  backup: 'a BackupClient of @aws-sdk/client-backup',
} as const

export type ContextPart = keyof typeof contextParts

/** Passes the spec on if the context has these parts. Types require them, and plain JavaScript does not. */
export function requireParts<Part extends ContextPart>(
  context: { readonly [Name in Part]?: unknown },
  parts: readonly Part[],
): <Spec>(spec: Spec) => Result<Spec, InvalidInputError> {
  const missing = parts.find((part) => !isPart(context[part]))
  return (spec) => (missing === undefined ? ok(spec) : err(missingPart(missing)))
}

function isPart(value: unknown): boolean {
  const { send, ensureDirectories } = Object(value)
  return typeof (send ?? ensureDirectories) === 'function'
}

/** The error of a context without this part: names the client and the package that has it. */
export function missingPart(part: ContextPart): InvalidInputError {
  const [, name, from] = /(\w+Client) of (\S+)$/.exec(contextParts[part]) ?? []
  const hint = name && `Install it with npm install ${from}, and give the context ${part}: new ${name}({}).`
  return new InvalidInputError({
    field: `context.${part}`,
    allowed: contextParts[part],
    received: 'missing or no such object',
    hint,
  })
}

const clientNames = ['sagemaker', 'efs', 'ec2', 'iam', 'kms', 'logs', 'cloudWatch', 'backup'] as const

/** Fills in the defaults, and bounds the time that the clients wait for a reply. */
export function withDefaults<Context extends Partial<StudioEfsContext>>(
  context: Context,
): Context & { readonly clock: Clock; readonly logger: Logger } {
  const { clock = systemClock, logger = silentLogger } = context
  const clients = clientNames.flatMap((name) => {
    const client: object | undefined = context[name]
    return client === undefined ? [] : [[name, withReplyTimeout(client, clock)]]
  })
  return {
    ...context,
    ...Object.fromEntries(clients),
    clock,
    logger: logger === silentLogger ? logger : boundedLogger(logger),
  }
}
