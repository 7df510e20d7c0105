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
/** Domains that SageMaker made no group for. */
const ownGroups = fc.uniqueArray(fc.integer({ min: 0, max: 6 }), { maxLength: 7 })
const first = fc.integer({ min: 1, max: 7 })

/** Zones where the groups that have to stay, those of domains without another group, and a shared group are too many. */
function crowdedZones(
  { subnets, targets }: ReturnType<typeof vpcOfDomains>,
  domainIds: readonly string[],
  own: readonly number[],
) {
  const alone = domainIds.filter((_, n) => own.includes(n)).map((id) => `studio-efs-inbound-nfs-${id}`)
  const spare = domainIds.filter((_, n) => !own.includes(n)).map((id) => `security-group-for-inbound-nfs-${id}`)
  return subnets.flatMap(({ AvailabilityZoneId: zone }, at) => {
    const carried = targets().find((target) => target.zone === zone)?.groups ?? []
    const ours = spare.length > 0 ? [`studio-efs-nfs-${fileSystemId}`] : []
    const needed = new Set([...carried.filter((name) => !spare.includes(name)), ...alone, ...ours])
    return needed.size > 5 ? [at] : []
  })
}

test('whatever zones, groups and mount targets there are, some domains and then all are served where five groups can, in a dry run as reported', async () => {
  await fc.assert(
    fc.asyncProperty(layouts, existing, first, ownGroups, async (domains, there, many, own) => {
      const vpc = vpcOfDomains({ domains, zones: 4, ownGroups: own })
      const { studioEfs, fake, share, domainIds, subnets, vpcId } = vpc
      const groups = [...fake.state.ec2.securityGroups.values()]
      const inboundOf = (domainId: string) =>
        groups.flatMap(({ GroupId, GroupName }) => (GroupName.endsWith(`inbound-nfs-${domainId}`) ? [GroupId] : []))
      const nameOf = (id: string) => fake.state.ec2.securityGroups.get(id)?.GroupName ?? ''
      const targets = there.map(({ zone, foreign, domains: listed }) => {
        const others = Array.from({ length: foreign }, () => fake.seed.securityGroup({ VpcId: vpcId }).GroupId)
        const SecurityGroups = [...others, ...domainIds.slice(0, listed).flatMap(inboundOf)].slice(0, 5)
        const SubnetId = subnets[zone]?.SubnetId ?? ''
        return fake.seed.mountTarget({ FileSystemId: fileSystemId, SubnetId, SecurityGroups })
      })
      const foreignGroups = () =>
        targets.map(({ SecurityGroups }) => SecurityGroups.filter((id) => nameOf(id).startsWith('group-')))
      const before = foreignGroups()
      for (const includeDomainIds of [domainIds.slice(0, many), domainIds]) {
        const wish = { ...share, includeDomainIds }
        const full = crowdedZones(vpc, includeDomainIds, own)
        const hopeless = includeDomainIds.filter((_, n) => domains[n]?.some((zone) => full.includes(zone)))
        const dry = assertOk(await studioEfs.shareAcrossVpcDomains({ ...wish, dryRun: true }))
        const done = assertOk(await studioEfs.shareAcrossVpcDomains(wish))
        const failed = (result: typeof done) => result.domains.filter(({ outcome }) => outcome === 'failed')
        expect(failed(done).map(({ domainId }) => domainId)).toEqual(hopeless)
        expect(failed(done)).toMatchObject(hopeless.map(() => ({ error: { name: 'TooManySecurityGroupsError' } })))
        expect([failed(dry), dry.changes]).toEqual([failed(done), done.changes])
        expect(assertOk(await studioEfs.shareAcrossVpcDomains(wish)).changes).toEqual([])
        expect(foreignGroups()).toEqual(before)
        const described = assertOk(await studioEfs.describeSharing({ fileSystemId })).domains
        const isServed = (domainId: string) => includeDomainIds.includes(domainId) && !hopeless.includes(domainId)
        const served = described.filter(({ domainId }) => isServed(domainId))
        expect(served.flatMap(({ obstacles }) => obstacles)).toEqual([])
      }
    }),
    { numRuns: 30 },
  )
}, 60_000)
