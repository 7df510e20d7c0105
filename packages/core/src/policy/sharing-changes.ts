import type { SecurityGroupRef, SharingChange } from '../model/infrastructure-change.js'
import type { SharingPicture, SharingPlan, WantedGroup } from './sharing-plan.js'

/** What carrying out the plan changes, in the order in which it is done. */
export function sharingChanges({ vpcId }: SharingPicture, plan: SharingPlan): readonly SharingChange[] {
  const refOf = ({ groupName, groupId }: WantedGroup): SecurityGroupRef =>
    plan.scheme === 'own-groups' || groupId === undefined ? { groupName } : { groupId, groupName }
  const groups = plan.groups.flatMap(({ groupName, groupId, admit }): SharingChange[] => [
    ...(groupId === undefined ? [{ kind: 'security-group', action: 'create', groupName, vpcId } as const] : []),
    ...(admit.length > 0
      ? [{ kind: 'security-group-sources', action: 'add', groupName, securityGroupIds: admit } as const]
      : []),
  ])
  const [first, ...further] = plan.groups.map(refOf)
  const places = plan.places.create.map(
    ({ zoneId, subnetId }): SharingChange => ({
      kind: 'mount-target',
      action: 'create',
      zoneId,
      subnetId,
      securityGroup: first ?? { groupName: '' },
      ...(further.length > 0 && { furtherSecurityGroups: further }),
    }),
  )
  const guards = plan.guard.flatMap(({ target, lacks }) => {
    const added = lacks.map(refOf)
    return added.map((ref, at): SharingChange => {
      const earlier = lacks.slice(0, at).flatMap(({ groupId }) => groupId ?? [])
      const before = [...target.securityGroupIds, ...earlier]
      return {
        kind: 'mount-target-security-groups',
        action: 'add',
        mountTargetId: target.mountTargetId,
        before,
        added: ref,
      }
    })
  })
  return [...groups, ...places, ...guards]
}
