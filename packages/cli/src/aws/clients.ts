import type { BackupClient } from '@aws-sdk/client-backup'
import type { CloudFormationClient } from '@aws-sdk/client-cloudformation'
import type { CloudTrailClient } from '@aws-sdk/client-cloudtrail'
import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch'
import type { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs'
import type { EC2Client } from '@aws-sdk/client-ec2'
import type { EFSClient } from '@aws-sdk/client-efs'
import type { IAMClient } from '@aws-sdk/client-iam'
import type { KMSClient } from '@aws-sdk/client-kms'
import type { LambdaClient } from '@aws-sdk/client-lambda'
import type { S3Client } from '@aws-sdk/client-s3'
import type { SageMakerClient } from '@aws-sdk/client-sagemaker'
import type { Clock, Logger } from '@studio-efs/core'
import { given } from '../command/given.js'
import { clockOf, loggerOf, type Session } from '../command/session.js'

/** Clients by the name that core's context gives them. */
export interface Clients {
  readonly sagemaker: SageMakerClient
  readonly efs: EFSClient
  readonly ec2: EC2Client
  readonly lambda: LambdaClient
  readonly cloudTrail: CloudTrailClient
  readonly s3: S3Client
  readonly iam: IAMClient
  readonly kms: KMSClient
  readonly logs: CloudWatchLogsClient
  readonly cloudWatch: CloudWatchClient
  readonly cloudFormation: CloudFormationClient
  readonly backup: BackupClient
}

type MakeClient<Client> = (config: object) => Promise<Client>

const makers: { readonly [Name in keyof Clients]: MakeClient<Clients[Name]> } = {
  sagemaker: async (config) => new (await import('./sagemaker.js')).SageMakerClient(config),
  efs: async (config) => new (await import('./efs.js')).EFSClient(config),
  ec2: async (config) => new (await import('./ec2.js')).EC2Client(config),
  lambda: async (config) => new (await import('./lambda.js')).LambdaClient(config),
  cloudTrail: async (config) => new (await import('./cloudtrail.js')).CloudTrailClient(config),
  s3: async (config) => new (await import('./s3.js')).S3Client(config),
  iam: async (config) => new (await import('./iam.js')).IAMClient(config),
  kms: async (config) => new (await import('./kms.js')).KMSClient(config),
  logs: async (config) => new (await import('./logs.js')).CloudWatchLogsClient(config),
  cloudWatch: async (config) => new (await import('./cloudwatch.js')).CloudWatchClient(config),
  cloudFormation: async (config) => new (await import('./cloudformation.js')).CloudFormationClient(config),
  backup: async (config) => new (await import('./backup.js')).BackupClient(config),
}

/** Makes the clients of these names, as the options say. Loads no other client. */
export async function connect<Name extends keyof Clients>(
  session: Session,
  ...names: readonly Name[]
): Promise<Pick<Clients, Name>> {
  const config = clientConfig(session)
  const made = await Promise.all(names.map(async (name) => [name, await makers[name](config)] as const))
  return Object.fromEntries(made) as Pick<Clients, Name>
}

/** Makes the clients, and adds the clock and the logger: a context for core. */
export async function contextWith<Name extends keyof Clients>(
  session: Session,
  ...names: readonly Name[]
): Promise<Pick<Clients, Name> & { readonly clock?: Clock; readonly logger: Logger }> {
  return { ...(await connect(session, ...names)), ...clockOf(session), logger: loggerOf(session) }
}

function clientConfig({ io, options }: Session): object {
  const { profile, region, endpointUrl: endpoint } = options
  // A fake S3 has no host of its own for each bucket.
  const isElsewhere = endpoint !== undefined || io.env['AWS_ENDPOINT_URL'] !== undefined
  return { ...io.clientConfig, ...given({ profile, region, endpoint }), ...(isElsewhere && { forcePathStyle: true }) }
}
