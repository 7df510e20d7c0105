import type { Result } from 'neverthrow'
import type { EnsureFileSystemChange, FileSystemCreation, SecurityGroupRef } from '../../model/change.js'
import type { AccessPoint, EfsFileSystem, GuardedMountTarget } from '../../model/efs.js'
import type { KmsKeyId } from '../../model/ids.js'
import type { LifecyclePolicies } from '../../model/lifecycle-policies.js'
import type { Subnet, VpcId } from '../../model/network.js'
import type { Domain } from '../../model/studio-resource.js'
import type { Tags } from '../../model/tags.js'
import {
  type MountTargetPlan,
  type MountTargetPlanError,
  mountTargetCreation,
  planMountTargets,
} from '../../network/plan/mount-target-plan.js'
import {
  creationTokenFor,
  fileSystemNameFor,
  ownGroupName,
  ROOT_ACCESS_POINT_NAME,
} from '../../network/plan/ownership.js'
import { cidrsToAdmit, type NfsGroupChoice, type NfsGroups } from '../../network/plan/security-group-choice.js'
import { type AccessPointChoice, ROOT_ACCESS_POINT } from './access-point-choice.js'
import type { FileSystemChoice } from './file-system-choice.js'
import { type FileSystemFinding, findingsOn } from './file-system-finding.js'

/** Everything that was read before planning. */
export interface FileSystemPicture {
  readonly domain: Domain
  readonly vpcId: VpcId
  readonly subnets: readonly Subnet[]
  readonly groups: NfsGroups
  readonly groupChoice: NfsGroupChoice
  readonly fileSystemChoice: FileSystemChoice
  readonly targets: readonly GuardedMountTarget[]
  readonly accessPointChoice: AccessPointChoice
}

export interface FileSystemWish {
  /** The `Name` tag of a file system that is made. */
  readonly name: string | undefined
  readonly kmsKeyId: KmsKeyId | undefined
  readonly lifecyclePolicies: LifecyclePolicies | undefined
  readonly tags: Tags
  readonly maxSecurityGroups: number
}

export interface FileSystemPlan {
  readonly fileSystem: EfsFileSystem | undefined
  /** Set when a file system is made, or was made by a run that was cut off before it had any mount target. */
  readonly lifecyclePolicies: LifecyclePolicies | undefined
  readonly group: SecurityGroupRef
  readonly cidrsToAdmit: readonly string[]
  readonly mountTargets: MountTargetPlan
  readonly accessPoint: AccessPoint | undefined
  readonly findings: readonly FileSystemFinding[]
  readonly changes: readonly EnsureFileSystemChange[]
}

/** What it takes to let every space of the domain mount its file system, in the order in which it is done. */
export function planFileSystem(
  picture: FileSystemPicture,
  wish: FileSystemWish,
): Result<FileSystemPlan, MountTargetPlanError> {
  const { fileSystemChoice, accessPointChoice, groupChoice, vpcId, subnets, targets, domain } = picture
  const fileSystem = fileSystemChoice.kind === 'use' ? fileSystemChoice.fileSystem : undefined
  const group = refOf(groupChoice, domain)
  const { groupId, groupName } = group
  const limit = wish.maxSecurityGroups
  const admittedBy = groupChoice.source === 'domain' ? picture.groups.sharing.map((one) => one.groupId) : []
  return planMountTargets({
    vpcId,
    subnets,
    fileSystem,
    targets,
    group: { groupId, groupName },
    admittedBy,
    limit,
  }).map((mountTargets) => {
    const parts = {
      fileSystem,
      lifecyclePolicies: isUnfinished(fileSystem, targets, domain) ? wish.lifecyclePolicies : undefined,
      group,
      cidrsToAdmit: cidrsToAdmit(groupChoice, subnets),
      mountTargets,
      accessPoint: accessPointChoice.kind === 'use' ? accessPointChoice.accessPoint : undefined,
    }
    const { uncoveredZoneIds } = mountTargets
    const findings = fileSystem === undefined ? [] : findingsOn(fileSystem, { ...wish, uncoveredZoneIds })
    return { ...parts, findings, changes: changesOf(parts, picture, wish) }
  })
}

/** The lifecycle policies are put before the first mount target is made: one that has none may still lack them. */
function isUnfinished(
  fileSystem: EfsFileSystem | undefined,
  targets: readonly GuardedMountTarget[],
  { domainId }: Domain,
): boolean {
  return fileSystem === undefined || (fileSystem.creationToken === creationTokenFor(domainId) && targets.length === 0)
}

function refOf({ group }: NfsGroupChoice, { domainId }: Domain): SecurityGroupRef {
  if (group === undefined) return { groupName: ownGroupName(domainId) }
  return { groupId: group.groupId, groupName: group.groupName }
}

function changesOf(
  plan: Omit<FileSystemPlan, 'findings' | 'changes'>,
  { domain, vpcId }: FileSystemPicture,
  wish: FileSystemWish,
): readonly EnsureFileSystemChange[] {
  const { group, mountTargets } = plan
  const changes: EnsureFileSystemChange[] = []
  if (plan.fileSystem === undefined) changes.push(fileSystemCreation(domain, wish))
  if (plan.lifecyclePolicies !== undefined)
    changes.push({ kind: 'lifecycle-policies', action: 'put', policies: plan.lifecyclePolicies })
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
  for (const { mountTargetId, securityGroupIds: before } of mountTargets.guard)
    changes.push({ kind: 'mount-target-security-groups', action: 'add', mountTargetId, before, added: group })
  if (plan.accessPoint === undefined)
    changes.push({ kind: 'access-point', action: 'create', name: ROOT_ACCESS_POINT_NAME, ...ROOT_ACCESS_POINT })
  return changes
}

/** The change that stands for a new file system of the domain. */
export function fileSystemCreation(
  domain: Domain,
  { name, kmsKeyId }: Pick<FileSystemWish, 'name' | 'kmsKeyId'>,
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
