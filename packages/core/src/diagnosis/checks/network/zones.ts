import { ResultAsync } from 'neverthrow'
import type { EfsFileSystem, MountTarget } from '../../../model/efs.js'
import type { Subnet } from '../../../model/network.js'
import { targetsElsewhere } from '../../../network/plan/mount-causes.js'
import type { Look } from '../../reads/look.js'
import type { Reads } from '../../reads/reads.js'

/** Mount targets and subnets, without their security groups. */
export interface Zones {
  readonly fileSystem: EfsFileSystem
  readonly subnets: readonly Subnet[]
  readonly targets: readonly MountTarget[]
  readonly isElsewhere: boolean
}

export function lookAtZones(reads: Reads): Look<Zones> {
  return ResultAsync.combine([
    reads.vpcId(),
    reads.existingFileSystem(),
    reads.subnets(),
    reads.mountTargets(),
  ] as const).map(([vpcId, fileSystem, subnets, targets]) => ({
    fileSystem,
    subnets,
    targets,
    isElsewhere: targetsElsewhere(targets, vpcId).length > 0,
  }))
}
