import { ResultAsync } from 'neverthrow'
import type { NetworkAcl } from '../../../aws/ec2/vpc-settings.js'
import { passesAcl } from '../../acl-plan.js'
import { defineCheck } from '../../check.js'
import { GREEN, named, red, yellow } from '../../verdict.js'
import { lookAtZones, type Zones } from './zones.js'

/** A network ACL filters what leaves or enters a subnet, and nothing inside of it. */
export const networkAcl = defineCheck({
  id: 'network-acl',
  question: 'Do the network ACLs let NFS through, and its replies back?',
  symptoms: ['does-not-start', 'slow'],
  cost: 'deep',
  look: (reads) => ResultAsync.combine([lookAtZones(reads), reads.networkAcls()] as const),
  judge: ([zones, acls]) => {
    const refused = refusals(zones, acls)
    if (refused.length === 0) return GREEN
    const ids = named([...new Set(refused.map(({ networkAclId }) => networkAclId))])
    const subnetIds = named([...new Set(refused.map(({ subnetId }) => subnetId))])
    const finding = `Network ACL ${ids} refuses TCP 2049, or its replies, for ${subnetIds}`
    if (refused.some(({ isCrossed }) => isCrossed)) return red(`${finding}.`)
    return yellow(`${finding}; a mount target in the same subnet is reached all the same.`)
  },
  remedy: {
    text: 'Let TCP 2049 through from the subnets of the spaces to those of the mount targets, and TCP 1024-65535 back.',
    awsAction: 'ec2:ReplaceNetworkAclEntry',
  },
})

interface Refusal {
  readonly networkAclId: string
  readonly subnetId: string
  /** True where the traffic leaves its subnet. */
  readonly isCrossed: boolean
}

function refusals({ subnets, targets, isElsewhere }: Zones, acls: readonly NetworkAcl[]): readonly Refusal[] {
  const aclOf = (id: string) => acls.find(({ subnetIds }) => subnetIds.includes(id))
  return subnets.flatMap(({ subnetId, zoneId, cidrBlocks: [range] }) => {
    const target = targets.find((one) => one.zoneId === zoneId) ?? targets[0]
    if (range === undefined || target?.ipAddress === undefined) return []
    const path = { clients: range, server: target.ipAddress }
    const isCrossed = !isElsewhere && target.subnetId !== subnetId && target.zoneId === zoneId
    const [near, far] = [aclOf(subnetId), aclOf(target.subnetId)]
    const ends = [
      ...(near !== undefined && !passesAcl(near, 'client', path) ? [{ acl: near, at: subnetId }] : []),
      ...(isCrossed && far !== undefined && !passesAcl(far, 'server', path) ? [{ acl: far, at: target.subnetId }] : []),
    ]
    return ends.map(({ acl, at }) => ({ networkAclId: acl.networkAclId, subnetId: at, isCrossed }))
  })
}
