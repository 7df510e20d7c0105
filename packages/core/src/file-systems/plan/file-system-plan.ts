import type { Result } from 'neverthrow'
import type {
  EnsureFileSystemChange,
  FileSystemCreation,
  SecurityGroupRef,
} from '../../model/changes/infrastructure-change.js'
import type { AccessPoint, EfsFileSystem, MountTargetWithGroups } from '../../model/efs.js'
import type { FileSystemPolicy } from '../../model/file-system-policy.js'
import type { KmsKeyId } from '../../model/ids.js'
import type { LifecyclePolicies } from '../../model/lifecycle-policies.js'
import type { Subnet, VpcId } from '../../model/network.js'
import type { Domain } from '../../model/studio-resource.js'
import type { Tags } from '../../model/tags.js'
import { type FileSystemFinding, findingsOn } from '../../network/plan/file-system-finding.js'
import { groupChanges } from '../../network/plan/mount-target-groups.js'
import {
  type MountTargetPlan,
  type MountTargetPlanError,
  mountTargetCreation,
  planMountTargets,
} from '../../network/plan/mount-target-plan.js'
import {
  creationTokenFor,
  domainNfsGroupName,
  fileSystemNameFor,
  ROOT_ACCESS_POINT_NAME,
} from '../../network/plan/ownership.js'
import { cidrsToAdmit, type NfsGroupChoice, type NfsGroups } from '../../network/plan/security-group-choice.js'
import { type AccessPointChoice, ROOT_ACCESS_POINT } from './access-point-choice.js'
import { adoptionFindings, type ForeignSettings } from './adoption-findings.js'
import type { FileSystemChoice } from './file-system-choice.js'

export interface FileSystemSnapshot {
  readonly domain: Domain
  readonly vpcId: VpcId
  readonly subnets: readonly Subnet[]
  readonly groups: NfsGroups
  readonly groupChoice: NfsGroupChoice
  readonly fileSystemChoice: FileSystemChoice
  readonly targets: readonly MountTargetWithGroups[]
  readonly accessPointChoice: AccessPointChoice
  readonly foreignSettings: ForeignSettings
}

export interface FileSystemSpec {
  /** `Name` tag of a new file system. */
  readonly name: string | undefined
  readonly kmsKeyId: KmsKeyId | undefined
  readonly lifecyclePolicies: LifecyclePolicies | undefined
  /** Policy of a new file system. */
  readonly fileSystemPolicy: FileSystemPolicy
  readonly tags: Tags
  readonly maxSecurityGroups: number
}

export interface FileSystemPlan {
  readonly fileSystem: EfsFileSystem | undefined
  /** Set for a new file system, and for one whose run was cut off before its first mount target. */
  readonly lifecyclePolicies: LifecyclePolicies | undefined
  /** Set when the lifecycle policies would be, and none is there; `none` puts no policy. */
  readonly policy: FileSystemPolicy
  readonly group: SecurityGroupRef
  readonly cidrsToAdmit: readonly string[]
  readonly mountTargets: MountTargetPlan
  readonly accessPoint: AccessPoint | undefined
  readonly findings: readonly FileSystemFinding[]
  readonly changes: readonly EnsureFileSystemChange[]
}

/** Changes that let every space of the domain mount its file system, in the order in which they are made. */
export function planFileSystem(
  snapshot: FileSystemSnapshot,
  spec: FileSystemSpec,
): Result<FileSystemPlan, MountTargetPlanError> {
  const { fileSystemChoice, accessPointChoice, groupChoice, vpcId, subnets, targets, domain } = snapshot
  const fileSystem = fileSystemChoice.kind === 'use' ? fileSystemChoice.fileSystem : undefined
  const group = refOf(groupChoice, domain)
  const admittedBy = groupChoice.source === 'managed' ? snapshot.groups.shared.map(({ groupId }) => groupId) : []
  const limit = spec.maxSecurityGroups
  const isNew = isUnfinished(fileSystem, targets, domain)
  return planMountTargets({ vpcId, subnets, fileSystem, targets, group, admittedBy, limit }).map((mountTargets) => {
    const parts = {
      fileSystem,
      lifecyclePolicies: isNew ? spec.lifecyclePolicies : undefined,
      policy: isNew && !hasPolicy(snapshot) ? spec.fileSystemPolicy : 'none',
      group,
      cidrsToAdmit: cidrsToAdmit(groupChoice, subnets),
      mountTargets,
      accessPoint: accessPointChoice.kind === 'use' ? accessPointChoice.accessPoint : undefined,
    }
    const { uncoveredZoneIds } = mountTargets
    const findings =
      fileSystem === undefined
        ? []
        : [
            ...findingsOn(fileSystem, { ...spec, uncoveredZoneIds }),
            ...adoptionFindings(fileSystem, { domainId: domain.domainId, settings: settingsAfter(parts, snapshot) }),
          ]
    return { ...parts, findings, changes: changesOf(parts, snapshot, spec) }
  })
}

/** A policy that is there is never replaced. */
function hasPolicy({ foreignSettings: { policy } }: FileSystemSnapshot): boolean {
  return policy?.kind === 'read' && policy.value !== undefined
}

/** Leaves out a policy that the plan replaces. */
function settingsAfter({ policy }: Pick<FileSystemPlan, 'policy'>, { foreignSettings }: FileSystemSnapshot) {
  if (policy === 'none') return foreignSettings
  const { policy: _, ...others } = foreignSettings
  return others
}

/** True while the policies may be missing: they are put before the first mount target is created. */
function isUnfinished(
  fileSystem: EfsFileSystem | undefined,
  targets: readonly MountTargetWithGroups[],
  { domainId }: Domain,
): boolean {
  return fileSystem === undefined || (fileSystem.creationToken === creationTokenFor(domainId) && targets.length === 0)
}

function refOf({ group }: NfsGroupChoice, { domainId }: Domain): SecurityGroupRef {
  if (group === undefined) return { groupName: domainNfsGroupName(domainId) }
  return { groupId: group.groupId, groupName: group.groupName }
}

function changesOf(
  plan: Omit<FileSystemPlan, 'findings' | 'changes'>,
  { domain, vpcId }: FileSystemSnapshot,
  spec: FileSystemSpec,
): readonly EnsureFileSystemChange[] {
  const { group, mountTargets } = plan
  const changes: EnsureFileSystemChange[] = []
  if (plan.fileSystem === undefined) changes.push(fileSystemCreation(domain, spec))
  if (plan.lifecyclePolicies !== undefined)
    changes.push({ kind: 'lifecycle-policies', action: 'put', policies: plan.lifecyclePolicies })
  if (plan.policy !== 'none') changes.push({ kind: 'file-system-policy', action: 'put', policy: plan.policy })
  if (group.groupId === undefined)
    changes.push({ kind: 'security-group', action: 'create', groupName: group.groupName, vpcId })
  if (plan.cidrsToAdmit.length > 0)
    changes.push({
      kind: 'security-group-rules',
      action: 'add',
      groupName: group.groupName,
      cidrs: plan.cidrsToAdmit,
    })
  for (const place of mountTargets.create) changes.push(mountTargetCreation(place, [group]))
  for (const target of mountTargets.addGroups) changes.push(...groupChanges(target, { removed: [], added: [group] }))
  if (plan.accessPoint === undefined)
    changes.push({ kind: 'access-point', action: 'create', name: ROOT_ACCESS_POINT_NAME, ...ROOT_ACCESS_POINT })
  return changes
}

/** Change of a new file system of the domain. */
export function fileSystemCreation(
  domain: Domain,
  { name, kmsKeyId }: Pick<FileSystemSpec, 'name' | 'kmsKeyId'>,
): FileSystemCreation {
  return {
    kind: 'file-system',
    action: 'create',
    creationToken: creationTokenFor(domain.domainId),
    name: name ?? fileSystemNameFor(domain),
    encrypted: true,
    ...(kmsKeyId === undefined ? {} : { kmsKeyId }),
  }
}
