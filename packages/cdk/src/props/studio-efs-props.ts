// Written by `npx tsx packages/cdk/build/write-props.ts` from the template and its table of parameters.
import type { ISubnet } from 'aws-cdk-lib/aws-ec2'
import type { IFileSystem } from 'aws-cdk-lib/aws-efs'
import type { Schedule } from 'aws-cdk-lib/aws-events'
import type { IManagedPolicy, IRole } from 'aws-cdk-lib/aws-iam'
import type { IKey } from 'aws-cdk-lib/aws-kms'
import type { Architecture, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda'
import type { RetentionDays } from 'aws-cdk-lib/aws-logs'
import type { CfnDomain } from 'aws-cdk-lib/aws-sagemaker'
import type { ITopic } from 'aws-cdk-lib/aws-sns'

/**
 * Properties of `StudioEfs`: the parameters of the template, in camel case. Where a property takes a construct, it reads
 * its id, ARN or name. Properties with a list of values must be known at synthesis; all others may be tokens.
 */
export interface StudioEfsProps {
  /** The domain. Required. */
  readonly sageMakerDomainId: string | CfnDomain

  /**
   * A private directory for every user profile; `DomainShared`: one directory for the domain; `VpcShared`: one for all
   * domains of its VPC. Default: `PrivateDirectories`.
   */
  readonly scenario?: 'PrivateDirectories' | 'DomainShared' | 'VpcShared'

  /**
   * Path of a user's directory. With `{domainId}` in it, several domains can share the file system. No profile can be
   * called `_domains`. Default: `/_domains/{domainId}/{userProfileName}`.
   */
  readonly layout?: string

  /**
   * Path of the shared directory of `DomainShared` and `VpcShared`. No user's directory may be, hold or lie inside it.
   * Default: `/_shared`.
   */
  readonly sharedPath?: string

  /**
   * Existing directories of other owners are errors; `take-over` gives them to the users, for one run. Default:
   * `refuse`.
   */
  readonly foreignDirectories?: 'refuse' | 'take-over'

  /**
   * `private`: only private spaces get the shared directory of `DomainShared` and `VpcShared`, and no role is needed;
   * `shared`: only shared ones. Other spaces keep what they have. Default: `both`.
   */
  readonly scope?: 'both' | 'private' | 'shared'

  /**
   * Role of shared spaces: needed with `DomainShared` where the domain's default space settings have none, which then
   * get it for good. After another default role, give that one. Default: none.
   */
  readonly executionRoleArn?: string | IRole

  /**
   * With `VpcShared`, and required there unless `Scope` is `private`: the roles that shared spaces of the VPC's domains
   * have or get, `*` allowed in them. No other role may be passed. Default: none.
   */
  readonly spaceRoleArns?: readonly (string | IRole)[]

  /**
   * Spaces that mount what their profile or domain offers: `new`: new ones, before they are started; `all`: also every
   * stopped one, after each deployment and on the schedule. No app is stopped, and spaces of Unified Studio are left
   * alone. Why not by itself. Default: `never`.
   */
  readonly mountInSpaces?: 'never' | 'new' | 'all'

  /**
   * An existing EFS file system in the same VPC; without it the domain's own, which is created if it is missing.
   * Default: none.
   */
  readonly fileSystemId?: string | IFileSystem

  /**
   * ARN of the KMS key of a new file system; without it the AWS managed key of EFS. A file system keeps its key:
   * another one given later changes nothing but `Findings`. Default: none.
   */
  readonly kmsKeyArn?: string | IKey

  /**
   * Policy of a new file system: `deny-anonymous-root` leaves root to IAM identities that are allowed it; `require-tls`
   * also refuses clients without TLS, and root without an access point. Try it with a space first: security model. An
   * existing file system keeps its own, and `Findings` says what it lets in. Default: `none`.
   */
  readonly fileSystemPolicy?: 'none' | 'deny-anonymous-root' | 'require-tls'

  /**
   * `delete`: deleting the stack deletes the file system that this stack made, with all data. An update never deletes
   * one. Default: `keep`.
   */
  readonly dataOnDelete?: 'keep' | 'delete'

  /**
   * Directories of user profiles that are gone move to the archive of the file system: at the event of their deletion,
   * and at each scheduled run. With `off` they stay at their paths. Nothing is deleted. Default: `on`.
   */
  readonly archiveLeavers?: 'on' | 'off'

  /**
   * Days that a directory stays at its path, counted from the scheduled run that first saw its profile gone; with 0 it
   * is archived at the event already. From 0 to 3650. Default: `0`.
   */
  readonly archiveGraceDays?: number

  /**
   * Days after which an archived directory is deleted for good, at the next scheduled run; 0 keeps all. With
   * `ArchiveLeavers` only. From 0 to 36500. Default: `0`.
   */
  readonly archiveRetentionDays?: number

  /**
   * Schedule of repairs: profiles whose events were lost, zones that the domain got, groups that were taken off mount
   * targets; empty for never. Default: `rate(1 day)`.
   */
  readonly reconcileSchedule?: string | Schedule

  /**
   * Schedule that measures what each user's directory takes, such as `rate(7 days)`, for the dashboard, the command
   * line and `measureUsage`; empty for never. What it costs. Default: none.
   */
  readonly usageSchedule?: string

  /** SNS topic for alarms. Default: none. */
  readonly alarmTopicArn?: string | ITopic

  /**
   * `dashboard`: a dashboard in CloudWatch and six custom metrics; `metrics`: the metrics alone; `off`: neither. What
   * it costs. Default: `dashboard`.
   */
  readonly monitoring?: 'dashboard' | 'metrics' | 'off'

  /** Days that logs are kept. Default: `30`. */
  readonly logRetentionDays?: number | RetentionDays

  /**
   * Batches of new profiles that are onboarded at once, 2 or more; nothing is reserved of the account's concurrency
   * (why). From 2 to 1000. Default: `2`.
   */
  readonly concurrency?: number

  /** `Active` for traces in AWS X-Ray. Default: `PassThrough`. */
  readonly tracing?: 'PassThrough' | 'Active' | Tracing

  /** Or `nodejs22.x`. Default: `nodejs24.x`. */
  readonly runtime?: 'nodejs22.x' | 'nodejs24.x' | Runtime

  /** Processor of the functions; or `arm64`, which costs less. Default: `x86_64`. */
  readonly architecture?: 'x86_64' | 'arm64' | Architecture

  /** ARN of the IAM policy that bounds every role of the stack. It must allow what the roles allow. Default: none. */
  readonly permissionsBoundaryArn?: string | IManagedPolicy

  /** Path of every role, such as `/team/storage/`. Default: none. */
  readonly rolePath?: string

  /**
   * Beginning of the name of every role: `team` gives `team-backfill-1a2b3c4d`, where the end is a part of the stack's
   * UUID. Then the stack takes `CAPABILITY_NAMED_IAM`. Default: none.
   */
  readonly roleNamePrefix?: string

  /**
   * ARN of the KMS key of logs and queues. Its key policy must let CloudWatch Logs and EventBridge use it. Default:
   * none.
   */
  readonly operationsKmsKeyArn?: string | IKey

  /**
   * Tags of the file system, its access point and security groups. CloudFormation puts the tags of the stack on all
   * resources but these. Default: none.
   */
  readonly tags?: Readonly<Record<string, string>>

  /**
   * Ids of subnets and of zones where the directory function is not put. AWS Lambda is not in every zone: `use1-az3`,
   * for example. Mount targets are made in them all the same. Default: none.
   */
  readonly excludedSubnets?: readonly (string | ISubnet)[]
}
