import type {
  SecurityGroupRef,
  SecurityGroupRulesChange,
  SecurityGroupSourcesChange,
  SharingChange,
} from '../../model/change.js'
import type { SecurityGroup, SecurityGroupId } from '../../model/network.js'
import { groupChanges } from '../../network/plan/mount-target-group-changes.js'
import { mountTargetCreation } from '../../network/plan/mount-target-plan.js'
import type { SharingPicture, SharingPlan, WantedGroup } from './sharing-plan.js'

/** What carrying out the plan changes, in the order in which it is done. */
export function sharingChanges({ vpcId }: SharingPicture, plan: SharingPlan): readonly SharingChange[] {
  const groups = plan.groups.flatMap(({ groupName, groupId, admit }): SharingChange[] => [
    ...(groupId === undefined ? [{ kind: 'security-group', action: 'create', groupName, vpcId } as const] : []),
    ...admissionChanges(groupName, admit),
  ])
  const [first, ...further] = plan.groups
  const places = plan.places.create.map((place) => mountTargetCreation(place, [refOf(first), ...further.map(refOf)]))
  const guards = plan.guard.flatMap(({ target, lacks, drops }) =>
    groupChanges(target.mountTargetId, target.securityGroupIds, {
      removed: drops.map(refOf),
      added: lacks.map(refOf),
    }),
  )
  return [...groups, ...places, ...guards]
}

/** Who is let in: groups, or address ranges. */
export function admissionChanges(
  groupName: string,
  sources: readonly string[],
): readonly (SecurityGroupSourcesChange | SecurityGroupRulesChange)[] {
  if (sources.length === 0) return []
  if (sources.some((source) => source.includes('/')))
    return [{ kind: 'security-group-rules', action: 'add', groupName, cidrs: sources }]
  const securityGroupIds = sources as readonly SecurityGroupId[]
  return [{ kind: 'security-group-sources', action: 'add', groupName, securityGroupIds }]
}

/** A group that is still to be made has no id in any change, so that a dry run tells the same. */
export function refOf({ groupName, groupId }: WantedGroup | SecurityGroup): SecurityGroupRef {
  return groupId === undefined ? { groupName } : { groupId, groupName }
}
