import { okAsync, ResultAsync } from 'neverthrow'
import type { AwsError } from '../aws/call/aws-error.js'
import { retrying } from '../aws/call/call-aws.js'
import {
  describeNetworkInterfaces,
  describeSecurityGroups,
  describeSubnets,
  type EC2Client,
} from '../aws/ec2/network.js'
import { describeAccessPoints } from '../aws/efs/access-points.js'
import { isUsable } from '../aws/efs/efs-state.js'
import { describeFileSystems, type EFSClient } from '../aws/efs/file-systems.js'
import { describeMountTargetSecurityGroups, describeMountTargets } from '../aws/efs/mount-targets.js'
import type { OutOfPatienceError, Patience } from '../call.js'
import type { GuardedMountTarget, MountTarget } from '../model/efs.js'
import type { FileSystemId } from '../model/ids.js'
import type { SecurityGroupId, SubnetId } from '../model/network.js'
import type { Domain } from '../model/studio-resource.js'
import { type DomainSubnetsError, subnetIdsFor, vpcOf } from '../network/plan/domain-subnets.js'
import { inboundGroupName, outboundGroupName, ownGroupName, SHARING_GROUP_NAMES } from '../network/plan/ownership.js'
import { type NfsGroups, type NfsGroupWish, nfsGroupsOf } from '../network/plan/security-group-choice.js'
import type { Clock } from '../time/clock.js'
import { type AccessPointTokenTakenError, chooseAccessPoint, isRootAccessPoint } from './plan/access-point-choice.js'
import { chooseFileSystem, type FileSystemChoiceError, isChoiceSettled } from './plan/file-system-choice.js'
import type { FileSystemPicture } from './plan/file-system-plan.js'

export interface PictureContext {
  readonly efs: EFSClient
  readonly ec2: EC2Client
  readonly clock: Clock
}

export interface PictureWish extends NfsGroupWish {
  readonly fileSystemId: FileSystemId | undefined
  readonly subnetIds: readonly SubnetId[] | undefined
}

export type PictureError =
  | AwsError
  | OutOfPatienceError
  | DomainSubnetsError
  | FileSystemChoiceError
  | AccessPointTokenTakenError

/** Everything that the plan needs, but for the choice of the NFS group; one describe per kind of resource. */
export function readPicture(
  context: PictureContext,
  domain: Domain,
  wish: PictureWish,
  patience: Patience,
): ResultAsync<Omit<FileSystemPicture, 'groupChoice'>, PictureError> {
  return ResultAsync.combine([
    readNetwork(context, domain, wish, patience),
    readStorage(context, wish, patience),
  ] as const).map(([network, storage]) => ({ domain, ...network, ...storage }))
}

/** The NFS groups of a VPC: by their names, or all of the VPC's when one is wanted by its id, which no name tells. */
export function readNfsGroups(
  context: PictureContext,
  vpcId: FileSystemPicture['vpcId'],
  wish: NfsGroupWish,
  patience: Patience,
): ResultAsync<NfsGroups, AwsError | OutOfPatienceError> {
  const { domainId, securityGroupId } = wish
  const ofDomain = [inboundGroupName(domainId), outboundGroupName(domainId), ownGroupName(domainId)]
  const groupNames = [...ofDomain, SHARING_GROUP_NAMES]
  const where = securityGroupId === undefined ? { vpcId, groupNames } : { vpcId }
  return describeSecurityGroups(context, where, patience).map((groups) => nfsGroupsOf(groups, wish))
}

function readNetwork(context: PictureContext, domain: Domain, wish: PictureWish, patience: Patience) {
  return subnetIdsFor(domain, wish.subnetIds).asyncAndThen((subnetIds) =>
    describeSubnets(context, subnetIds, patience).andThen((found) => {
      // In the domain's order, which decides between two subnets that are equally good.
      const subnets = subnetIds.flatMap((id) => found.find(({ subnetId }) => subnetId === id) ?? [])
      return vpcOf(domain, subnetIds, subnets).asyncAndThen((vpcId) =>
        readNfsGroups(context, vpcId, wish, patience).map((groups) => ({ vpcId, subnets, groups })),
      )
    }),
  )
}

function readStorage(context: PictureContext, wish: PictureWish, patience: Patience) {
  const { domainId, fileSystemId } = wish
  return describeFileSystems(context, { fileSystemId }, patience, (found) => isChoiceSettled(found, domainId))
    .andThen((found) => chooseFileSystem(found, wish))
    .andThen((fileSystemChoice) => {
      if (fileSystemChoice.kind === 'create') {
        const accessPointChoice = { kind: 'create', after: undefined } as const
        return okAsync({ fileSystemChoice, targets: [] as readonly GuardedMountTarget[], accessPointChoice })
      }
      const id = fileSystemChoice.fileSystem.fileSystemId
      return ResultAsync.combine([
        readGuardedTargets(context, id, patience),
        readAccessPoint(context, id, patience),
      ] as const).map(([targets, accessPointChoice]) => ({ fileSystemChoice, targets, accessPointChoice }))
    })
}

function readAccessPoint(context: PictureContext, fileSystemId: FileSystemId, patience: Patience) {
  return describeAccessPoints(context, { fileSystemId }, patience, (found) =>
    found.some((accessPoint) => isRootAccessPoint(accessPoint, fileSystemId)),
  ).andThen((found) => chooseAccessPoint(found, fileSystemId))
}

export function readGuardedTargets(context: PictureContext, fileSystemId: FileSystemId, patience: Patience) {
  return describeMountTargets(context, fileSystemId, patience).andThen((targets) =>
    withSecurityGroups(context, targets, patience),
  )
}

/**
 * The groups of all mount targets in one call, by their network interfaces: EFS itself takes a call for each. EC2 may lag
 * behind; a mount target whose interface it does not know is asked of EFS, and before a write EFS is asked anyway.
 */
function withSecurityGroups(
  context: PictureContext,
  targets: readonly MountTarget[],
  patience: Patience,
): ResultAsync<readonly GuardedMountTarget[], AwsError | OutOfPatienceError> {
  const networkInterfaceIds = targets.flatMap(({ networkInterfaceId }) => networkInterfaceId ?? [])
  const interfaces =
    networkInterfaceIds.length === 0
      ? okAsync([])
      : describeNetworkInterfaces(context, { networkInterfaceIds }, patience)
  return interfaces.andThen((known) => {
    const groupsById = new Map(known.map((one) => [one.networkInterfaceId, one.securityGroupIds]))
    return ResultAsync.combine(
      targets.map((target) => {
        const groups = groupsById.get(target.networkInterfaceId ?? '')
        const alive = isUsable(target.lifeCycleState)
        const read = groups === undefined && alive ? askEfs(context, target, patience) : okAsync(groups ?? [])
        return read.map((securityGroupIds): GuardedMountTarget => ({ ...target, securityGroupIds }))
      }),
    )
  })
}

function askEfs(
  { efs, clock }: PictureContext,
  { mountTargetId }: MountTarget,
  patience: Patience,
): ResultAsync<readonly SecurityGroupId[], AwsError | OutOfPatienceError> {
  const pending = `reading the security groups of ${mountTargetId}`
  return retrying(clock, patience, pending, () => describeMountTargetSecurityGroups(efs, mountTargetId, patience))
}
