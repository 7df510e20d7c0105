import { ok, Result, ResultAsync, safeTry } from 'neverthrow'
import type { AwsError } from '../aws/call/aws-error.js'
import { stageOf, type UnusableLifeCycleError } from '../aws/efs/efs-state.js'
import { waitForFileSystem } from '../aws/efs/waiters.js'
import type { CallEndedError } from '../call.js'
import type { SharingChange } from '../model/changes/infrastructure-change.js'
import type { DomainId, FileSystemId } from '../model/ids.js'
import type { VpcId } from '../model/network.js'
import type { Domain } from '../model/studio-resource.js'
import type { Tags } from '../model/tags.js'
import { type EnsureGroupError, ensureGroup } from '../network/groups/ensure-group.js'
import type { KnownGroup } from '../network/mount-targets/add-security-groups.js'
import type { MountTargetFailed, MountTargetStepError } from '../network/mount-targets/create-mount-targets.js'
import { ensureMountTargets } from '../network/mount-targets/ensure-mount-targets.js'
import { type EditedTargets, recheckMountTargets } from '../network/mount-targets/recheck-mount-targets.js'
import type { NetworkCall } from '../network/network-call.js'
import { usableFileSystem } from '../network/plan/file-system-finding.js'
import type { MountTargetPlacesError, OneZoneElsewhereError } from '../network/plan/mount-target-plan.js'
import { sharedNfsGroupTags } from '../network/plan/ownership.js'
import { failuresByDomain } from './plan/domain-failures.js'
import { admissionChanges, refOf, sharingChanges } from './plan/sharing-changes.js'
import {
  planSharing,
  type SharingLimits,
  type SharingPlan,
  type SharingSnapshot,
  type WantedGroup,
  type ZoneError,
} from './plan/sharing-plan.js'
import { readNetworkOfDomains, readSharedFileSystem, type UnreachableError } from './read.js'

export interface NetworkSpec extends SharingLimits {
  readonly vpcId: VpcId
  readonly fileSystemId: FileSystemId
  /** Further tags of a group that is created. */
  readonly tags: Tags
  readonly dryRun: boolean
}

export type ShareNetworkError =
  | AwsError
  | CallEndedError
  | MountTargetPlacesError
  | MountTargetStepError
  | EnsureGroupError
  | UnusableLifeCycleError

/** Reason why the spaces of one domain cannot mount the file system. */
export type DomainNetworkError = UnreachableError | OneZoneElsewhereError | ZoneError | MountTargetStepError

export type DomainFailures = ReadonlyMap<DomainId, DomainNetworkError>

export interface PlannedNetwork {
  readonly domains: readonly Domain[]
  readonly snapshot: SharingSnapshot
  /** Undefined without a domain to admit. */
  readonly plan: SharingPlan | undefined
  readonly failures: DomainFailures
}

/** Reads the network and plans how mount targets and security groups let all these domains mount the file system. */
export function planNetwork(
  call: SharingCall,
  spec: NetworkSpec,
  domains: readonly Domain[],
): ResultAsync<PlannedNetwork, ShareNetworkError> {
  return safeTry(async function* () {
    const [storage, network] = yield* ResultAsync.combine([
      readSharedFileSystem(call, spec.fileSystemId),
      readNetworkOfDomains(call, spec.vpcId, domains),
    ] as const)
    yield* usableFileSystem(storage.fileSystem)
    const snapshot = { vpcId: spec.vpcId, ...storage, domains: network.domains }
    const plan = yield* planSharing(snapshot, spec)
    const inZones = failuresByDomain(snapshot, plan?.failures ?? new Map<string, ZoneError>())
    const failures: DomainFailures = new Map<DomainId, DomainNetworkError>([...network.unreachable, ...inZones])
    return ok({ domains, snapshot, plan, failures })
  })
}

export interface SharedNetwork {
  /** Scheme that was carried out in the end; undefined without a domain to admit. */
  readonly scheme: SharingPlan['scheme'] | undefined
  readonly changes: readonly SharingChange[]
  readonly failures: DomainFailures
  /** Reads the edited mount targets once more; resolves with the domains that lost their group to another process. */
  readonly recheck: () => Promise<DomainFailures>
}

/** Plans made anew after another process filled a mount target; each ends with fewer groups of this run to add. */
const MAX_PLANS = 5

/**
 * Carries the plan out, or in a dry run reports its changes. An error in one zone is one of the domains in that zone.
 * When another process fills a mount target in the meantime, plans anew with what it left.
 */
export function applyNetwork(
  call: SharingCall,
  planned: PlannedNetwork,
  spec: NetworkSpec,
): ResultAsync<SharedNetwork, ShareNetworkError> {
  return safeTry(async function* () {
    let { snapshot, plan, failures } = planned
    const changes: SharingChange[] = []
    let edited: EditedTargets | undefined
    for (let plans = 1; ; plans += 1) {
      if (plan === undefined || spec.dryRun) {
        if (plan !== undefined) changes.push(...sharingChanges(snapshot, plan))
        return ok({ scheme: plan?.scheme, changes, failures, recheck: () => Promise.resolve(new Map()) })
      }
      const applied: AppliedPlan = yield* applyPlan(call, { spec, snapshot, plan, edited })
      changes.push(...applied.changes)
      edited = applied.edited
      if (plans < MAX_PLANS && applied.failed.some(isFilledMeanwhile)) {
        const again = yield* planNetwork(call, spec, planned.domains)
        ;({ snapshot, plan, failures } = again)
        continue
      }
      const inZones = failuresByDomain(snapshot, byZone(applied.failed))
      const { scheme } = plan
      const done = snapshot
      return ok({
        scheme,
        changes,
        failures: new Map<DomainId, DomainNetworkError>([...failures, ...inZones]),
        recheck: async () => failuresByDomain(done, byZone(await applied.recheck())),
      })
    }
  })
}

function isFilledMeanwhile({ error }: MountTargetFailed): boolean {
  return error.name === 'TooManySecurityGroupsError' && error.filledMeanwhile
}

function byZone(failed: readonly MountTargetFailed[]): ReadonlyMap<string, MountTargetStepError> {
  return new Map(failed.map(({ zoneId, error }) => [zoneId, error] as const))
}

interface AppliedPlan {
  readonly changes: readonly SharingChange[]
  readonly failed: readonly MountTargetFailed[]
  /** Mount targets that this plan or one before it edited. */
  readonly edited: EditedTargets
  readonly recheck: () => Promise<readonly MountTargetFailed[]>
}

interface PlanWork {
  readonly snapshot: SharingSnapshot
  readonly plan: SharingPlan
  readonly spec: Pick<NetworkSpec, 'maxSecurityGroups' | 'tags'>
  /** Mount targets that earlier plans of this run edited. */
  readonly edited: EditedTargets | undefined
}

/** Creates the groups first, then the mount targets, each of which ends available and with all the groups. */
function applyPlan(
  call: SharingCall,
  { snapshot, plan, spec, edited: before }: PlanWork,
): ResultAsync<AppliedPlan, ShareNetworkError> {
  return safeTry(async function* () {
    const { vpcId, fileSystem } = snapshot
    const { fileSystemId } = fileSystem
    if (stageOf(fileSystem.lifeCycleState) !== 'ready') yield* waitForFileSystem(call, fileSystemId, 'later')
    const { maxSecurityGroups: limit, tags } = spec
    const ensure = (wanted: WantedGroup) => ensureSharedGroup(call, snapshot, { ...wanted, tags })
    const [first, ...further] = plan.groups
    const groups = yield* Result.combine(await Promise.all([ensure(first), ...further.map(ensure)]))
    const spare = plan.spare.map((group) => ({ groupId: group.groupId, group: refOf(group) }))
    const work = { fileSystemId, vpcId, groups, spare, limit }
    const addGroups = plan.edits.map(({ target }) => target)
    const targets = yield* ensureMountTargets(call, work, { ...plan.places, addGroups })
    const edited = withEarlier(targets.edited, before)
    return ok({
      changes: [...groups.flatMap((group) => group.changes), ...targets.changes],
      failed: targets.failed,
      edited,
      recheck: () => recheckMountTargets(call, work, edited),
    })
  })
}

function withEarlier({ at, targets }: EditedTargets, before: EditedTargets | undefined): EditedTargets {
  const ids = new Set(targets.map(({ mountTargetId }) => mountTargetId))
  return {
    at,
    targets: [...targets, ...(before?.targets ?? []).filter(({ mountTargetId }) => !ids.has(mountTargetId))],
  }
}

export interface SharingCall extends NetworkCall {
  /** Called as soon as a change is made. */
  readonly onChange?: ((change: SharingChange) => void) | undefined
}

interface EnsuredGroup extends KnownGroup {
  readonly changes: readonly SharingChange[]
}

/** Makes the group if it does not exist, and adds the sources that it does not admit on TCP 2049 yet. */
function ensureSharedGroup(
  call: SharingCall,
  { vpcId, fileSystem: { fileSystemId } }: SharingSnapshot,
  wanted: WantedGroup & Pick<NetworkSpec, 'tags'>,
): ResultAsync<EnsuredGroup, EnsureGroupError> {
  const { groupName, groupId, admit, outboundGroupId } = wanted
  const group = {
    groupId,
    groupName,
    vpcId,
    description: `NFS from the SageMaker domains of ${vpcId} to ${fileSystemId}, made by studio-efs`,
    tags: sharedNfsGroupTags(groupName, fileSystemId, wanted.tags),
    sources: admit,
    ruleDescription: 'NFS from a SageMaker domain',
  }
  return ensureGroup(call, group).map(({ groupId: id, made, admitted }) => {
    const creation = { kind: 'security-group', action: 'create', groupName, vpcId } as const
    const changes = [...(made ? [creation] : []), ...admissionChanges(groupName, admitted)]
    for (const change of changes) call.onChange?.(change)
    return { groupId: id, group: refOf(wanted), outboundGroupId, changes }
  })
}
