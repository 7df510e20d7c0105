import { err, ok, type Result, ResultAsync } from 'neverthrow'
import type { SageMakerClient } from '../aws/sagemaker/describe-and-update.js'
import { type ReadinessError, waitForDomain } from '../aws/sagemaker/wait-until-ready.js'
import { type CallOptions, type Patience, withPatience } from '../call.js'
import { type StudioEfsContext, withDefaults } from '../context.js'
import type { InvalidInputError } from '../errors.js'
import type { EnsureFileSystemChange } from '../model/change.js'
import type { AccessPoint, EfsFileSystem, GuardedMountTarget } from '../model/efs.js'
import type { DomainId } from '../model/ids.js'
import type { LifecyclePolicies } from '../model/lifecycle-policies.js'
import type { SecurityGroupId, VpcId } from '../model/network.js'
import { parseInput } from '../model/parse/parse-input.js'
import { type NfsGroupStepError, settleNfsGroup } from '../network/groups/ensure-nfs-group.js'
import type { MountTargetPlanError } from '../network/plan/mount-target-plan.js'
import type { MissingSecurityGroup } from '../network/plan/security-group-choice.js'
import { type ApplyError, applyFileSystemPlan } from './apply.js'
import { type EnsureFileSystemWish, ensureFileSystemFields } from './ensure-file-system-fields.js'
import type { FileSystemFinding } from './plan/file-system-finding.js'
import { planFileSystem } from './plan/file-system-plan.js'
import type { LambdaNetwork } from './plan/lambda-network.js'
import { type FileSystemProgress, type OnProgress, progressOf } from './progress.js'
import { type PictureContext, type PictureError, readPicture } from './read.js'
import { fileSystemReport } from './report.js'

export interface EnsureFileSystemForDomainInput extends CallOptions {
  readonly domainId: string
  /** The file system to use. Default: the one that is tagged for the domain; without one, a new one. */
  readonly fileSystemId?: string
  /** The subnets in which the domain's spaces run, for a domain that names none. Default: the domain's. */
  readonly subnetIds?: readonly string[]
  /** `Name` tag of a new file system: what people see in lists. Default `sagemaker-studio-` and the domain's name. */
  readonly name?: string
  /** KMS key (id, alias or ARN) of a new file system. Default: the AWS managed key of EFS. */
  readonly kmsKeyId?: string
  /** Lifecycle policies of a new file system. Default: none. */
  readonly lifecyclePolicies?: LifecyclePolicies
  /** Further tags of everything that is made. */
  readonly tags?: Readonly<Record<string, string>>
  /** The group to put on the mount targets where SageMaker made none for the domain. */
  readonly securityGroupId?: string
  /**
   * Where the domain has no NFS group and none is named: `fail` (the default), or `create` one that admits TCP 2049 from
   * the domain's subnets.
   */
  readonly missingSecurityGroup?: MissingSecurityGroup
  /** How long to wait for SageMaker to make the domain's group, in milliseconds. Default 30,000. */
  readonly securityGroupWaitMs?: number
  /** How many security groups a mount target takes: the account's quota per network interface. Default 5. */
  readonly maxSecurityGroups?: number
  /** Told of every step; a first run takes minutes. */
  readonly onProgress?: (progress: FileSystemProgress<EnsureFileSystemChange>) => void
  /** Reads and plans, and writes nothing. Default false. */
  readonly dryRun?: boolean
}

export interface EnsureFileSystemForDomainOutput {
  readonly domainId: DomainId
  readonly vpcId: VpcId
  /** Undefined only after a dry run that found none. */
  readonly fileSystem: EfsFileSystem | undefined
  /** By zone id; after a dry run those that are there, else all. */
  readonly mountTargets: readonly GuardedMountTarget[]
  /** Acts as root on `/`: what the provisioning host mounts. Undefined only after a dry run that found none. */
  readonly accessPoint: AccessPoint | undefined
  /**
   * `inbound` is on the mount targets, or a group of ours is that admits `outbound`, which is on the domain's spaces.
   * Undefined only after a dry run that would make it.
   */
  readonly nfsSecurityGroups: {
    readonly inbound: SecurityGroupId | undefined
    readonly outbound: SecurityGroupId | undefined
  }
  readonly lambda: LambdaNetwork
  /** The role of the domain's shared spaces, which an update of their default passes; undefined while it has none. */
  readonly spaceExecutionRole: string | undefined
  /** What is not as it should be with a file system that was there already, and was not changed. */
  readonly findings: readonly FileSystemFinding[]
  readonly changes: readonly EnsureFileSystemChange[]
}

export type EnsureFileSystemForDomainError =
  | InvalidInputError
  | ReadinessError
  | PictureError
  | NfsGroupStepError
  | MountTargetPlanError
  | ApplyError

/**
 * The domain's VPC has an encrypted file system with a mount target in every Availability Zone of the domain's subnets,
 * each available and admitting the domain's spaces, and a root access point to provision directories through. Running it
 * again finishes what was cut off and changes nothing else.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/domain-custom-file-system.html
 * @example
 * const result = await ensureFileSystemForDomain(context, { domainId: 'd-abcdefghijkl' })
 * if (result.isOk()) console.log(result.value.fileSystem?.fileSystemId, result.value.changes)
 */
export function ensureFileSystemForDomain(
  context: Pick<StudioEfsContext, 'sagemaker' | 'efs' | 'ec2' | 'clock' | 'logger'>,
  input: EnsureFileSystemForDomainInput,
): ResultAsync<EnsureFileSystemForDomainOutput, EnsureFileSystemForDomainError> {
  const complete = withDefaults(context)
  return parseInput(input, ensureFileSystemFields).asyncAndThen((wish) => {
    const onProgress = progressOf<EnsureFileSystemChange>(complete.logger, wish.onProgress)
    const run = (patience: Patience) => ensure({ ...complete, onProgress }, wish, patience)
    return new ResultAsync(withPatience(complete.clock, wish, run))
  })
}

interface EnsureContext extends PictureContext {
  readonly sagemaker: SageMakerClient
  readonly onProgress: OnProgress<EnsureFileSystemChange>
}

async function ensure(
  context: EnsureContext,
  wish: EnsureFileSystemWish,
  patience: Patience,
): Promise<Result<EnsureFileSystemForDomainOutput, EnsureFileSystemForDomainError>> {
  const { onProgress } = context
  onProgress({ step: 'reading', resource: `domain ${wish.domainId}` })
  const domain = await waitForDomain(context, wish.domainId, patience)
  if (domain.isErr()) return err(domain.error)
  const read = await readPicture(context, domain.value, wish, patience)
  if (read.isErr()) return err(read.error)
  const picture = await settleNfsGroup(context, read.value, wish, patience)
  if (picture.isErr()) return err(picture.error)
  const plan = planFileSystem(picture.value, wish)
  if (plan.isErr()) return err(plan.error)
  onProgress({ step: 'planned', changes: plan.value.changes })
  if (wish.dryRun) return ok(fileSystemReport(picture.value, plan.value, undefined))
  const onPending = (resource: string, status: string) => onProgress({ step: 'waiting', resource, status })
  const work = { picture: picture.value, plan: plan.value, wish }
  const applied = await applyFileSystemPlan({ ...context, onPending }, work, patience)
  return applied.map((done) => fileSystemReport(picture.value, plan.value, done))
}
