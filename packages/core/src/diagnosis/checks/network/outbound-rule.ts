import { letsIn, letsOut } from '../../../network/plan/admission.js'
import { targetsInZones } from '../../../network/plan/mount-causes.js'
import { defineCheck } from '../../check.js'
import { GREEN, named, red, skipped, unknown } from '../../verdict.js'
import { lookAtPlace, type Place } from './place.js'

/** Groups are edited by hand: both directions count. */
export const outboundRule = defineCheck({
  id: 'outbound-rule',
  question: 'Do the security groups of the spaces let NFS out?',
  symptoms: ['does-not-start', 'slow'],
  cost: 'cheap',
  look: lookAtPlace,
  judge: (place) => {
    const { clientGroups } = place
    if (clientGroups.length === 0) return skipped('No security group of the spaces is known.')
    const passages = serversOf(place).map((server) => letsOut(clientGroups, server))
    const names = named(clientGroups.map(({ groupId, groupName }) => `${groupId} (${groupName})`))
    if (passages.includes('no')) return red(`No rule of ${names} lets TCP 2049 out to the mount targets.`)
    return passages.includes('unknown') ? unknown(`A prefix list of ${names} was not read.`) : GREEN
  },
  remedy: {
    text: "Restore the outbound rule for TCP 2049 from the spaces' group to the group of the mount targets.",
    awsAction: 'ec2:AuthorizeSecurityGroupEgress',
  },
})

/** Mount targets that admit the spaces; else the domain's own group for mount targets, which they are to get. */
function serversOf({ targets, subnets, clients, groups, nfsGroups, isElsewhere }: Place) {
  const used = isElsewhere ? [] : targetsInZones(targets, subnets)
  const admitting = used.filter((target) => letsIn(target, clients, groups) !== 'no')
  if (admitting.length > 0) return admitting
  const { inbound, own } = nfsGroups
  const group = inbound ?? own
  return group === undefined ? [] : [{ securityGroupIds: [group.groupId], ipAddress: undefined }]
}
