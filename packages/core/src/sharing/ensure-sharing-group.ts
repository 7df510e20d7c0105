import type { Result } from 'neverthrow'
import type { Patience } from '../call.js'
import type { SharingChange } from '../model/change.js'
import type { FileSystemId } from '../model/ids.js'
import type { VpcId } from '../model/network.js'
import { ensureOwnGroup, type OwnGroupContext, type OwnGroupStepError } from '../network/groups/ensure-own-group.js'
import type { KnownGroup } from '../network/mount-targets/add-security-groups.js'
import { sharingGroupTags } from '../network/plan/ownership.js'
import { admissionChanges, refOf } from './plan/sharing-changes.js'
import type { WantedGroup } from './plan/sharing-plan.js'

export interface SharingGroupPlace {
  readonly vpcId: VpcId
  readonly fileSystemId: FileSystemId
}

export interface SharingGroupReport extends KnownGroup {
  readonly changes: readonly SharingChange[]
}

/** The group exists and admits on TCP 2049 what it is to admit. */
export async function ensureSharingGroup(
  context: OwnGroupContext,
  { vpcId, fileSystemId }: SharingGroupPlace,
  wanted: WantedGroup,
  patience: Patience,
): Promise<Result<SharingGroupReport, OwnGroupStepError>> {
  const { groupName, groupId, admit, outboundGroupId } = wanted
  const group = {
    groupId,
    groupName,
    vpcId,
    description: `NFS from the SageMaker domains of ${vpcId} to ${fileSystemId}, made by studio-efs`,
    tags: sharingGroupTags(groupName, fileSystemId),
    sources: admit,
    ruleDescription: 'NFS from a SageMaker domain',
  }
  const done = await ensureOwnGroup(context, group, patience)
  return done.map(({ groupId: id, made, admitted }) => {
    const creation = { kind: 'security-group', action: 'create', groupName, vpcId } as const
    const changes = [...(made ? [creation] : []), ...admissionChanges(groupName, admitted)]
    return { groupId: id, group: refOf(wanted), outboundGroupId, changes }
  })
}
