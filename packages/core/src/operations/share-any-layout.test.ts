import { assertOk } from '@studio-efs/testing'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fileSystemId, vpcOfDomains } from '../../test/vpc.js'

const zones = fc.integer({ min: 0, max: 3 })
const layouts = fc.array(fc.uniqueArray(zones, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 7 })
/** A mount target in a zone, with so many groups of others and of so many domains. */
const existing = fc.uniqueArray(
  fc.record({ zone: zones, foreign: fc.integer({ min: 0, max: 4 }), domains: fc.integer({ min: 0, max: 5 }) }),
  { selector: ({ zone }) => zone, maxLength: 3 },
)

test('whatever zones and mount targets there are, some domains and then all are served, in a dry run as told', async () => {
  await fc.assert(
    fc.asyncProperty(layouts, existing, fc.integer({ min: 1, max: 7 }), async (domains, there, first) => {
      const { studioEfs, fake, share, domainIds, subnets, vpcId } = vpcOfDomains({ domains, zones: 4 })
      const nameOf = (id: string) => fake.state.ec2.securityGroups.get(id)?.GroupName ?? ''
      const inboundOf = (domainId: string) =>
        [...fake.state.ec2.securityGroups.keys()].filter((id) => nameOf(id).endsWith(`inbound-nfs-${domainId}`))
      const targets = there.map(({ zone, foreign, domains: many }) => {
        const others = Array.from({ length: foreign }, () => fake.seed.securityGroup({ VpcId: vpcId }).GroupId)
        const SecurityGroups = [...others, ...domainIds.slice(0, many).flatMap(inboundOf)].slice(0, 5)
        const SubnetId = subnets[zone]?.SubnetId ?? ''
        return fake.seed.mountTarget({ FileSystemId: fileSystemId, SubnetId, SecurityGroups })
      })
      const foreignGroups = () =>
        targets.map(({ SecurityGroups }) => SecurityGroups.filter((id) => nameOf(id).startsWith('group-')))
      const before = foreignGroups()
      for (const includeDomainIds of [domainIds.slice(0, first), domainIds]) {
        const wish = { ...share, includeDomainIds }
        const dry = assertOk(await studioEfs.shareAcrossVpcDomains({ ...wish, dryRun: true }))
        const done = assertOk(await studioEfs.shareAcrossVpcDomains(wish))
        expect([done.outcome, done.changes]).toEqual(['complete', dry.changes])
        expect(assertOk(await studioEfs.shareAcrossVpcDomains(wish)).changes).toEqual([])
        expect(foreignGroups()).toEqual(before)
        const described = assertOk(await studioEfs.describeSharing({ fileSystemId })).domains
        const served = described.filter(({ domainId }) => includeDomainIds.includes(domainId))
        expect(served.flatMap(({ obstacles }) => obstacles)).toEqual([])
      }
    }),
    { numRuns: 20 },
  )
}, 60_000)
