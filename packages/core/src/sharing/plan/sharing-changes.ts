import type {
  SecurityGroupRef,
  SecurityGroupRulesChange,
  SecurityGroupSourcesChange,
  SharingChange,
} from '../../model/changes/infrastructure-change.js'
import type { SecurityGroup, SecurityGroupId } from '../../model/network.js'
import { groupChanges } from '../../network/plan/mount-target-groups.js'
import { mountTargetCreation } from '../../network/plan/mount-target-plan.js'
import type { SharingPlan, SharingSnapshot, WantedGroup } from './sharing-plan.js'

/** Changes of carrying out the plan, in the order in which they are made. */
export function sharingChanges({ vpcId }: SharingSnapshot, plan: SharingPlan): readonly SharingChange[] {
  const groups = plan.groups.flatMap(({ groupName, groupId, admit }): SharingChange[] => [
    ...(groupId === undefined ? [{ kind: 'security-group', action: 'create', groupName, vpcId } as const] : []),
    ...admissionChanges(groupName, admit),
  ])
  const [first, ...further] = plan.groups
  const places = plan.places.create.map((place) => mountTargetCreation(place, [refOf(first), ...further.map(refOf)]))
  const groupEdits = plan.edits.flatMap(({ target, lacks, drops }) =>
    groupChanges(target, {
      removed: drops.map(refOf),
      added: lacks.map(refOf),
    }),
  )
  return [...groups, ...places, ...groupEdits]
}

/** Rules added to a group: for groups, or for address ranges. */
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

/** Names a group in changes. A group that does not exist yet has no id, in a dry run and in a real one. */
export function refOf({ groupName, groupId }: WantedGroup | SecurityGroup): SecurityGroupRef {
  return groupId === undefined ? { groupName } : { groupId, groupName }
}
