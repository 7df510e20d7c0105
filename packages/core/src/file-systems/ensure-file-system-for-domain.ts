import { ok, type ResultAsync, safeTry } from 'neverthrow'
import type { SageMakerCall } from '../aws/sagemaker/describe-and-update.js'
import type { ReadinessError } from '../aws/sagemaker/readiness.js'
import { waitForDomain } from '../aws/sagemaker/wait-until-ready.js'
import { withDeadline } from '../call.js'
import { type CallOptions, waitFields } from '../call-options.js'
import { requireParts, type StudioEfsContext, withDefaults } from '../context.js'
import type { EnsureFileSystemChange } from '../model/changes/infrastructure-change.js'
import type { AccessPoint, EfsFileSystem, MountTargetWithGroups } from '../model/efs.js'
import type { FileSystemPolicy } from '../model/file-system-policy.js'
import { type DomainId, parseDomainId, parseFileSystemId, parseFileSystemName, parseKmsKeyId } from '../model/ids.js'
import { type LifecyclePolicies, parseLifecyclePolicies } from '../model/lifecycle-policies.js'
import {
  parseLambdaExclusions,
  parseSecurityGroupId,
  parseSubnetIds,
  type SecurityGroupId,
  type VpcId,
} from '../model/network.js'
import { type FieldParser, oneOf, optional, type ParsedFields, parseInput } from '../model/parse/parse-input.js'
import { parseWholeNumber } from '../model/parse/parse-text.js'
import { parseTags } from '../model/tags.js'
import { waitForInboundGroup } from '../network/groups/domain-nfs-group.js'
import type { FileSystemFinding } from '../network/plan/file-system-finding.js'
import type { MountTargetPlanError } from '../network/plan/mount-target-plan.js'
import {
  chooseNfsGroup,
  type MissingSecurityGroup,
  type NfsGroupChoiceError,
} from '../network/plan/security-group-choice.js'
import type { InvalidInputError } from '../studio-efs-error.js'
import { type AppliedPlan, type ApplyError, applyFileSystemPlan } from './apply.js'
import type { EnsureFileSystemCall } from './ensure-file-system.js'
import { type FileSystemPlan, type FileSystemSnapshot, planFileSystem } from './plan/file-system-plan.js'
import { type LambdaNetwork, lambdaNetworkFor } from './plan/lambda-network.js'
import { type FileSystemProgress, progressReports } from './progress.js'
import { readSnapshot, type SnapshotError } from './read-snapshot.js'

/** Input of {@link ensureFileSystemForDomain}. */
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
  /**
   * Policy of a new file system: `none` (the default); `deny-anonymous-root`, which takes root access from clients that do
   * not sign with IAM; or `require-tls`, which also refuses clients without TLS, and root without an access point. AWS does
   * not document how Studio mounts: try it with a space before relying on it.
   */
  readonly fileSystemPolicy?: FileSystemPolicy
  /** Further tags of every resource that is created. */
  readonly tags?: Readonly<Record<string, string>>
  /** The group to put on the mount targets where SageMaker created none for the domain. */
  readonly securityGroupId?: string
  /**
   * For a domain without an NFS group, and no `securityGroupId`: `fail` (the default), or `create` one that admits TCP 2049
   * from the domain's subnets.
   */
  readonly missingSecurityGroup?: MissingSecurityGroup
  /** Time to wait for SageMaker to create the domain's group, in milliseconds. Default 30,000. */
  readonly securityGroupWaitMs?: number
  /** Number of security groups that a mount target takes: the account's quota per network interface. Default 5. */
  readonly maxSecurityGroups?: number
  /**
   * Ids of subnets and of Availability Zones (`use1-az3`) that `lambda.subnetIds` leaves out, since AWS Lambda is not in
   * every zone. Mount targets are made in them all the same. Default: none.
   *
   * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html
   */
  readonly lambdaExclusions?: readonly string[]
  /** Called at every step; a first run takes minutes. */
  readonly onProgress?: (progress: FileSystemProgress<EnsureFileSystemChange>) => void
  /** Reads and plans, and writes nothing. Default false. */
  readonly dryRun?: boolean
}

/** Result of {@link ensureFileSystemForDomain}: what changed, or would change in a dry run. */
export interface EnsureFileSystemForDomainOutput {
  readonly domainId: DomainId
  readonly vpcId: VpcId
  /** Undefined only after a dry run that found none. */
  readonly fileSystem: EfsFileSystem | undefined
  /** In the order of their zone ids; after a dry run without those that do not exist yet. */
  readonly mountTargets: readonly MountTargetWithGroups[]
  /** Acts as root on `/`; the provisioning host mounts it. Undefined only after a dry run that found none. */
  readonly accessPoint: AccessPoint | undefined
  readonly nfsSecurityGroups: {
    /**
     * On the mount targets, unless a shared group of this package is there that admits `spaceGroupId`. Undefined only after
     * a dry run that would create it.
     */
    readonly mountTargetGroupId: SecurityGroupId | undefined
    /** On the domain's spaces; undefined where SageMaker created none. */
    readonly spaceGroupId: SecurityGroupId | undefined
  }
  readonly lambda: LambdaNetwork
  /** The role of the domain's shared spaces, which an update of their default passes; undefined while it has none. */
  readonly spaceExecutionRole: string | undefined
  /** Flaws of an existing file system, which were not changed. */
  readonly findings: readonly FileSystemFinding[]
  readonly changes: readonly EnsureFileSystemChange[]
}

/** Errors of {@link ensureFileSystemForDomain}. */
export type EnsureFileSystemForDomainError =
  | InvalidInputError
  | ReadinessError
  | SnapshotError
  | NfsGroupChoiceError
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
  return parseInput(input, fields)
    .andThen(requireParts(context, ['sagemaker', 'efs', 'ec2']))
    .asyncAndThen((spec) => {
      const reports = progressReports<EnsureFileSystemChange>(complete.logger, spec.onProgress)
      return withDeadline({ ...complete, ...reports }, spec, (call) => ensure(call, spec))
    })
}

const DEFAULT_GROUP_WAIT_MS = 30_000
const MAX_GROUP_WAIT_MS = 3_600_000
/** EFS documents it as fixed; the API follows the account's quota of groups per network interface, which can be up to 16. */
const DEFAULT_SECURITY_GROUPS = 5
const MAX_SECURITY_GROUPS = 16

const fields = {
  domainId: parseDomainId,
  fileSystemId: optional(parseFileSystemId, undefined),
  subnetIds: optional(parseSubnetIds, undefined),
  name: optional(parseFileSystemName, undefined),
  kmsKeyId: optional(parseKmsKeyId, undefined),
  lifecyclePolicies: optional(parseLifecyclePolicies, undefined),
  fileSystemPolicy: optional(oneOf('none', 'deny-anonymous-root', 'require-tls'), 'none' as const),
  tags: optional(parseTags, {}),
  securityGroupId: optional(parseSecurityGroupId, undefined),
  missingSecurityGroup: optional(oneOf('fail', 'create'), 'fail' as const),
  securityGroupWaitMs: optional(
    (value, field) => parseWholeNumber(value, field, { min: 0, max: MAX_GROUP_WAIT_MS }),
    DEFAULT_GROUP_WAIT_MS,
  ),
  maxSecurityGroups: optional(
    (value, field) => parseWholeNumber(value, field, { min: 1, max: MAX_SECURITY_GROUPS }),
    DEFAULT_SECURITY_GROUPS,
  ),
  lambdaExclusions: optional(parseLambdaExclusions, []),
  ...waitFields,
} satisfies Record<keyof Required<EnsureFileSystemForDomainInput>, FieldParser<unknown>>

function ensure(
  call: EnsureFileSystemCall & SageMakerCall,
  spec: ParsedFields<typeof fields>,
): ResultAsync<EnsureFileSystemForDomainOutput, EnsureFileSystemForDomainError> {
  return safeTry(async function* () {
    call.onProgress({ step: 'reading', resource: `domain ${spec.domainId}` })
    const domain = yield* waitForDomain(call, spec.domainId, undefined)
    const seen = yield* readSnapshot(call, domain, spec)
    const inUse = seen.targets.flatMap(({ securityGroupIds }) => securityGroupIds)
    const groups = yield* waitForInboundGroup(call, { ...seen, inUse }, spec)
    const snapshot = { ...seen, groups, groupChoice: yield* chooseNfsGroup(groups, spec) }
    const plan = yield* planFileSystem(snapshot, spec)
    call.onProgress({ step: 'planned', changes: plan.changes })
    if (spec.dryRun) return ok(report({ snapshot, plan, spec }))
    const applied = yield* applyFileSystemPlan(call, { snapshot, plan, spec })
    return ok(report({ snapshot, plan, spec }, applied))
  })
}

interface Planned {
  readonly snapshot: FileSystemSnapshot
  readonly plan: FileSystemPlan
  readonly spec: Pick<ParsedFields<typeof fields>, 'lambdaExclusions'>
}

/** State of the domain's file system. Without `applied`, the state before the changes that the plan would make. */
function report(
  { snapshot, plan, spec: { lambdaExclusions } }: Planned,
  applied?: AppliedPlan,
): EnsureFileSystemForDomainOutput {
  const { domain, vpcId, subnets, groups, groupChoice: choice } = snapshot
  const { domainId, spaceExecutionRole } = domain
  const { create, existing } = plan.mountTargets
  const mountTargets = applied?.mountTargets ?? existing
  const groupId = applied?.groupId ?? plan.group.groupId
  const lambdaTargets = applied?.mountTargets ?? [...existing, ...create]
  return {
    domainId,
    vpcId,
    fileSystem: applied?.fileSystem ?? plan.fileSystem,
    mountTargets: mountTargets.toSorted((a, b) => a.zoneId.localeCompare(b.zoneId)),
    accessPoint: applied?.accessPoint ?? plan.accessPoint,
    nfsSecurityGroups: { mountTargetGroupId: groupId, spaceGroupId: groups.outbound?.groupId },
    lambda: lambdaNetworkFor(subnets, lambdaTargets, { domainId, groups, choice, groupId, lambdaExclusions }),
    spaceExecutionRole,
    findings: plan.findings,
    changes: applied?.changes ?? plan.changes,
  }
}
