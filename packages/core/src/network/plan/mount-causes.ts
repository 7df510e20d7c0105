import { stageOf } from '../../aws/efs/efs-state.js'
import type { EfsFileSystem, MountTarget } from '../../model/efs.js'
import type { SecurityGroup, Subnet, SubnetId, VpcId } from '../../model/network.js'
import type { NfsClients } from './admission.js'
import type { NfsGroups } from './security-group-choice.js'

// Causes for which spaces cannot mount a file system: the one place that decides them, for describeSharing and diagnose.

/** Mount targets in another VPC than the domain. A file system has mount targets in one VPC only. */
export function targetsElsewhere<Target extends MountTarget>(
  targets: readonly Target[],
  vpcId: VpcId,
): readonly Target[] {
  return targets.filter((target) => target.vpcId !== vpcId)
}

/** Zones of the subnets in which no mount target is. */
export function uncoveredZones(targets: readonly MountTarget[], subnets: readonly Subnet[]): readonly string[] {
  return zonesOf(subnets).filter((zone) => !targets.some(({ zoneId }) => zoneId === zone))
}

/** Mount targets in the zones of the subnets: those that spaces there use. */
export function targetsInZones<Target extends MountTarget>(
  targets: readonly Target[],
  subnets: readonly Subnet[],
): readonly Target[] {
  return targets.filter(({ zoneId }) => zonesOf(subnets).includes(zoneId))
}

/** True for a file system or mount target that cannot be mounted now. */
export function isUnavailable({ lifeCycleState }: Pick<EfsFileSystem | MountTarget, 'lifeCycleState'>): boolean {
  return stageOf(lifeCycleState) !== 'ready'
}

/** Subnets that a domain names and that do not exist. */
export function goneSubnets(named: readonly SubnetId[], existing: readonly Subnet[]): readonly SubnetId[] {
  return named.filter((id) => !existing.some(({ subnetId }) => subnetId === id))
}

/** True for a domain with an NFS security group: SageMaker's for its mount targets, or this package's. */
export function hasNfsGroup({ inbound, own }: Pick<NfsGroups, 'inbound' | 'own'>): boolean {
  return inbound !== undefined || own !== undefined
}

/** Spaces of a domain as clients: they carry SageMaker's outbound group and the groups that the domain names. */
export function spacesAsClients(
  outbound: SecurityGroup | undefined,
  place: { readonly groupIds: NfsClients['groupIds']; readonly subnets: readonly Subnet[] },
): NfsClients {
  const outboundIds = outbound === undefined ? [] : [outbound.groupId]
  return { groupIds: [...new Set([...outboundIds, ...place.groupIds])], subnets: place.subnets }
}

function zonesOf(subnets: readonly Subnet[]): readonly string[] {
  return [...new Set(subnets.map(({ zoneId }) => zoneId))]
}
