import type { SubnetRecord } from '../../state/ec2.js'
import type { MountTargetRecord } from '../../state/efs.js'
import { FakeAwsError } from '../../wire/errors.js'
import { type Output, presentMembers } from '../../wire/wire.js'
import type { CallContext } from '../../world/fake-api.js'
import { countLook, type StoredRecord } from '../../world/transition.js'
import type { World } from '../../world/world.js'
import { badRequest, mountTargetNotFound } from './errors.js'
import { begin, isDeletable } from './life-cycle.js'
import {
  findAccessPoint,
  findAvailableFileSystem,
  findFileSystem,
  findMountTarget,
  mountTargetsOf,
  pageOf,
} from './lookup.js'
import { addMountTarget, removeMountTarget } from './mount-target-record.js'
import { checkAddress, checkSubnet, securityGroupsFor } from './mount-target-rules.js'

interface CreateMountTargetInput {
  readonly FileSystemId: string
  readonly SubnetId: string
  readonly IpAddress?: string
  readonly IpAddressType?: string
  readonly Ipv6Address?: string
  readonly SecurityGroups?: readonly string[]
}

export function createMountTarget(world: World, input: CreateMountTargetInput, call: CallContext): Output {
  const { SubnetId, IpAddress, IpAddressType, Ipv6Address, SecurityGroups } = presentMembers(input)
  if (Ipv6Address !== undefined || (IpAddressType ?? 'IPV4_ONLY') !== 'IPV4_ONLY') {
    throw badRequest('The fake AWS does not implement IPv6 mount targets.')
  }
  const fileSystem = findAvailableFileSystem(world, input.FileSystemId)
  const { FileSystemId } = fileSystem
  const subnet = findSubnet(world, SubnetId)
  const existing = mountTargetsOf(world, FileSystemId)
  const repeated = existing.find((target) => target.SubnetId === SubnetId)
  if (repeated !== undefined && world.settings.undocumented.repeatedMountTarget === 'existing')
    return describe(repeated)
  checkSubnet(fileSystem, existing, subnet)
  const wanted = SecurityGroups?.length ? SecurityGroups : defaultGroups(world, subnet.VpcId)
  const groups = securityGroupsFor(world, subnet.VpcId, wanted)
  checkAddress(world, subnet, IpAddress)
  const target = addMountTarget(world, subnet, {
    FileSystemId,
    SecurityGroups: groups,
    ...(IpAddress !== undefined && { IpAddress }),
  })
  begin(world, stored(world, target), { call, during: 'creating', delay: world.settings.delays.createMountTarget })
  return describe(target)
}

function findSubnet({ state }: World, id: string): SubnetRecord {
  const subnet = state.ec2.subnets.get(id)
  if (subnet === undefined) throw new FakeAwsError('SubnetNotFound', `The subnet ID '${id}' does not exist`)
  return subnet
}

function defaultGroups({ state }: World, vpcId: string): string[] {
  const groups = [...state.ec2.securityGroups.values()]
  return groups
    .filter(({ VpcId, GroupName }) => VpcId === vpcId && GroupName === 'default')
    .map(({ GroupId }) => GroupId)
}

interface DescribeMountTargetsInput {
  readonly FileSystemId?: string
  readonly MountTargetId?: string
  readonly AccessPointId?: string
  readonly Marker?: string
}

// EFS ignores MaxItems here.
const PAGE = 10

export function describeMountTargets(world: World, input: DescribeMountTargetsInput): Output {
  const items = mountTargetsFor(world, input)
  const key = ({ MountTargetId }: MountTargetRecord) => MountTargetId
  const page = pageOf({ items, key, size: PAGE, token: input.Marker })
  for (const target of page.items) countLook(world, target)
  return presentMembers({ Marker: input.Marker, MountTargets: page.items.map(describe), NextMarker: page.nextToken })
}

function mountTargetsFor(world: World, input: DescribeMountTargetsInput): readonly MountTargetRecord[] {
  const { FileSystemId, MountTargetId, AccessPointId } = input
  if ([FileSystemId, MountTargetId, AccessPointId].filter((id) => id !== undefined).length !== 1) {
    throw badRequest('Exactly one of FileSystemId, MountTargetId and AccessPointId must be given.')
  }
  if (MountTargetId !== undefined) return [findMountTarget(world, MountTargetId)]
  const id = AccessPointId === undefined ? FileSystemId : findAccessPoint(world, AccessPointId).FileSystemId
  return mountTargetsOf(world, findFileSystem(world, id ?? '').FileSystemId)
}

function describe(target: MountTargetRecord): Output {
  const { SecurityGroups, transitionEndsAt, ...described } = target
  return described
}

interface MountTargetInput {
  readonly MountTargetId: string
}

export function deleteMountTarget(world: World, input: MountTargetInput, call: CallContext): undefined {
  const target = findMountTarget(world, input.MountTargetId)
  if (!isDeletable(world, target, () => mountTargetNotFound(target.MountTargetId))) return
  const completed = () => removeMountTarget(world, target)
  begin(world, stored(world, target), {
    call,
    during: 'deleting',
    delay: world.settings.delays.deleteMountTarget,
    completed,
  })
}

function stored({ state }: World, record: MountTargetRecord): StoredRecord<MountTargetRecord> {
  return { records: state.efs.mountTargets, key: record.MountTargetId, record }
}

export function describeMountTargetSecurityGroups(world: World, input: MountTargetInput): Output {
  return { SecurityGroups: [...findInEffect(world, input.MountTargetId).SecurityGroups] }
}

interface ModifySecurityGroupsInput extends MountTargetInput {
  readonly SecurityGroups?: readonly string[] | null
}

/** Replaces all security groups of the mount target. */
export function modifyMountTargetSecurityGroups(world: World, input: ModifySecurityGroupsInput): undefined {
  const target = findInEffect(world, input.MountTargetId)
  const groups = input.SecurityGroups ?? []
  if (groups.length === 0) throw badRequest('At least one security group must be given.')
  target.SecurityGroups = securityGroupsFor(world, target.VpcId, groups)
}

function findInEffect(world: World, id: string): MountTargetRecord {
  const target = findMountTarget(world, id)
  if (target.LifeCycleState !== 'deleting' && target.LifeCycleState !== 'deleted') return target
  throw new FakeAwsError('IncorrectMountTargetState', `The mount target '${id}' is being deleted.`)
}
