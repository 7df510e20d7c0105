import { ResultAsync } from 'neverthrow'
import type { EfsFileSystem, MountTargetWithGroups } from '../../../model/efs.js'
import type { SecurityGroup, SecurityGroupId, Subnet, VpcId } from '../../../model/network.js'
import type { Domain } from '../../../model/studio-resource.js'
import type { NfsClients } from '../../../network/plan/admission.js'
import { spacesAsClients, targetsElsewhere } from '../../../network/plan/mount-causes.js'
import { type NfsGroups, nfsGroupsOf } from '../../../network/plan/security-group-choice.js'
import type { Look } from '../../reads/look.js'
import type { Reads } from '../../reads/reads.js'
import { existing } from '../studio/existing.js'

/** Network between the spaces of a domain and a file system. */
export interface Place {
  readonly domain: Domain
  readonly vpcId: VpcId
  readonly fileSystem: EfsFileSystem
  readonly subnets: readonly Subnet[]
  readonly targets: readonly MountTargetWithGroups[]
  readonly groups: readonly SecurityGroup[]
  readonly nfsGroups: NfsGroups
  readonly clients: NfsClients
  /** Groups that the spaces carry and that were read. */
  readonly clientGroups: readonly SecurityGroup[]
  /** True where another check says that the mount targets are of no use here. */
  readonly isElsewhere: boolean
}

export function lookAtPlace(reads: Reads): Look<Place> {
  return ResultAsync.combine([
    reads.domain(),
    reads.vpcId(),
    reads.existingFileSystem(),
    reads.subnets(),
    reads.mountTargetsWithGroups(),
    reads.securityGroups(),
    reads.profiles(),
  ] as const).map(([domain, vpcId, fileSystem, subnets, targets, groups, profiles]) => {
    const nfsGroups = nfsGroupsOf(groups, { domainId: domain.domainId, securityGroupId: undefined })
    const [profile, ...others] = existing(profiles)
    const own = others.length > 0 ? [] : (profile?.securityGroupIds ?? [])
    const named: readonly SecurityGroupId[] = [...(domain.securityGroupIds ?? []), ...own]
    const clients = spacesAsClients(nfsGroups.outbound, { groupIds: named, subnets })
    return {
      domain,
      vpcId,
      fileSystem,
      subnets,
      targets,
      groups,
      nfsGroups,
      clients,
      clientGroups: groups.filter(({ groupId }) => clients.groupIds.includes(groupId)),
      isElsewhere: targetsElsewhere(targets, vpcId).length > 0,
    }
  })
}
