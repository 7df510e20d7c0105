import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { EfsFileSystem, MountTargetId, MountTargetWithGroups } from '../../model/efs.js'
import type { DomainId, FileSystemId } from '../../model/ids.js'
import type { SecurityGroup, SecurityGroupId, Subnet, SubnetId, VpcId } from '../../model/network.js'
import { planSharing, type SharingDomain, type SharingPlan, type SharingSnapshot } from './sharing-plan.js'

const vpcId = 'vpc-1' as VpcId
const fileSystem = { fileSystemId: 'fs-1' as FileSystemId, oneZone: undefined } as EfsFileSystem
const limits = { maxSecurityGroups: 5, maxSecurityGroupRules: 60 }
const group = (id: string, sources: readonly string[] = []): SecurityGroup => ({
  groupId: id as SecurityGroupId,
  groupName: `name of ${id}`,
  vpcId,
  tags: {},
  nfsCidrs: [],
  nfsSourceIds: sources as SecurityGroupId[],
})
const subnet = (zone: number): Subnet => ({
  subnetId: `subnet-${zone}` as SubnetId,
  vpcId,
  zoneId: `az${zone}`,
  zoneName: `a${zone}`,
  cidrBlocks: [`10.0.${zone}.0/24`],
  availableIpAddressCount: 9,
})
const domain = (n: number, zones: readonly number[] = [1]): SharingDomain => ({
  domainId: `d-${n}` as DomainId,
  subnets: zones.map(subnet),
  goneSubnetIds: [],
  inbound: group(`in-${n}`),
  outbound: group(`out-${n}`),
})
const target = (zone: number, groups: readonly string[]): MountTargetWithGroups => ({
  mountTargetId: `fsmt-${zone}` as MountTargetId,
  fileSystemId: fileSystem.fileSystemId,
  subnetId: `subnet-${zone}` as SubnetId,
  vpcId,
  zoneId: `az${zone}`,
  zoneName: `a${zone}`,
  networkInterfaceId: undefined,
  ipAddress: undefined,
  lifeCycleState: 'available',
  securityGroupIds: groups as SecurityGroupId[],
})
const count = (many: number) => Array.from({ length: many }, (_, n) => n + 1)
const planned = (snapshot: Partial<SharingSnapshot>, given = limits) =>
  planSharing({ vpcId, fileSystem, domains: [], targets: [], sharedGroups: [], ...snapshot }, given)._unsafeUnwrap()
const plan = (snapshot: Partial<SharingSnapshot>, given = limits) => {
  const found = planned(snapshot, given)
  if (found === undefined) throw new Error('no plan')
  return found
}

test('there is no plan without a domain, also where others have filled the mount targets', () => {
  expect(
    planned({ targets: [target(1, ['a', 'b', 'c', 'd', 'e', 'f'])], sharedGroups: [group('own')] }),
  ).toBeUndefined()
})

describe('security groups', () => {
  test('up to five domains: every mount target carries the inbound group of each', () => {
    const { scheme, groups, edits } = plan({
      domains: count(5).map((n) => domain(n)),
      targets: [target(1, ['in-1'])],
    })
    expect(scheme).toBe('domain-groups')
    expect(groups.map(({ groupId }) => groupId)).toEqual(['in-1', 'in-2', 'in-3', 'in-4', 'in-5'])
    expect(edits.map(({ lacks }) => lacks.length)).toEqual([4])
  })

  test('six domains, or five and a foreign group: one shared group admits the outbound group of each', () => {
    for (const snapshot of [
      { domains: count(6).map((n) => domain(n)), targets: [target(1, ['in-1'])] },
      { domains: count(5).map((n) => domain(n)), targets: [target(1, ['in-1', 'foreign'])] },
    ]) {
      const { scheme, groups, edits } = plan(snapshot)
      expect(scheme).toBe('shared-groups')
      expect(groups).toEqual([
        { groupName: 'studio-efs-nfs-fs-1', admit: snapshot.domains.map((d) => d.outbound?.groupId) },
      ])
      expect(edits).toMatchObject([{ lacks: groups }])
    }
  })

  test('an existing shared group is kept, and admits what it lacks', () => {
    const snapshot = {
      domains: count(2).map((n) => domain(n)),
      targets: [target(1, ['own'])],
      sharedGroups: [group('own', ['out-1'])],
    }
    const { scheme, groups, edits } = plan(snapshot)
    expect([scheme, edits]).toEqual(['shared-groups', []])
    expect(groups).toMatchObject([{ groupId: 'own', admit: ['out-2'] }])
  })

  test('more domains than a group has rules get a further group', () => {
    const { groups } = plan({ domains: count(130).map((n) => domain(n)) })
    expect(groups.map(({ groupName, admit }) => [groupName, admit.length])).toEqual([
      ['studio-efs-nfs-fs-1', 60],
      ['studio-efs-nfs-fs-1-2', 60],
      ['studio-efs-nfs-fs-1-3', 10],
    ])
  })

  test('a group that is made has a name that none has, also where the first was deleted', () => {
    const second = {
      ...group(
        'second',
        count(3).map((n) => `out-${n}`),
      ),
      groupName: 'studio-efs-nfs-fs-1-2',
    }
    const few = { ...limits, maxSecurityGroupRules: 3 }
    const { groups } = plan({ domains: count(7).map((n) => domain(n)), sharedGroups: [second] }, few)
    expect(groups.map(({ groupName, admit }) => [groupName, admit])).toEqual([
      ['studio-efs-nfs-fs-1-2', []],
      ['studio-efs-nfs-fs-1', ['out-4', 'out-5', 'out-6']],
      ['studio-efs-nfs-fs-1-3', ['out-7']],
    ])
  })

  test('a shared group that admits none of the domains is left out, and takes no room', () => {
    const sharedGroups = [group('own', ['out-of-a-deleted-domain'])]
    const domains = count(5).map((n) => ({ ...domain(n), outbound: undefined }))
    expect(plan({ domains, sharedGroups }).groups.map(({ groupId }) => groupId)).toEqual(
      domains.map(({ inbound }) => inbound.groupId),
    )
  })

  test('a full mount target gives up as few groups of domains as the shared groups need, the last first, and nothing else', () => {
    const { scheme, edits, failures } = plan({
      domains: count(6).map((n) => domain(n)),
      targets: [target(1, ['in-1', 'foreign', 'in-2', 'in-3', 'in-4'])],
    })
    expect([scheme, failures.size]).toEqual(['shared-groups', 0])
    expect(edits.map(({ drops }) => drops.map(({ groupId }) => groupId))).toEqual([['in-4']])
  })

  test('a mount target that is full of what others put on it fails the domains of its zone, and names it', () => {
    const targets = [target(1, ['a', 'b', 'c', 'd', 'e']), target(2, ['a'])]
    const { edits, failures } = plan({ domains: count(6).map((n) => domain(n, [2])), targets })
    expect([...failures]).toMatchObject([['az1', { name: 'TooManySecurityGroupsError', mountTargetId: 'fsmt-1' }]])
    expect(edits.map((edit) => edit.target.zoneId)).toEqual(['az2'])
  })

  test('more groups than a new mount target takes fail the zones that lack one, as they fail those that have one', () => {
    const domains = count(6).map((n) => ({ ...domain(n, [1, 2]), outbound: undefined }))
    const { places, edits, failures } = plan({ domains, targets: [target(2, [])] })
    expect([places.create, edits]).toEqual([[], []])
    expect([...failures].toSorted()).toMatchObject([
      ['az1', { name: 'TooManySecurityGroupsError', mountTargetId: undefined, securityGroupIds: [], limit: 5 }],
      ['az2', { name: 'TooManySecurityGroupsError', mountTargetId: 'fsmt-2' }],
    ])
    expect(failures.get('az1')?.message).toMatch(/^No room for name of in-1 and .* on a new mount target: at most 5/)
  })

  test('a domain that only a group of its own admits has it on every mount target, beside the one for the others', () => {
    const alone = { ...domain(7), outbound: undefined }
    const { groups, spare } = plan({ domains: [...count(6).map((n) => domain(n)), alone] })
    expect(groups.map(({ groupName }) => groupName)).toEqual(['studio-efs-nfs-fs-1', 'name of in-7'])
    expect(spare.map(({ groupId }) => groupId)).not.toContain('in-7')
  })
})

test('mount targets cover the zones of all domains, and those that are there stay', () => {
  const { places } = plan({ domains: [domain(1, [1, 2]), domain(2, [2, 3])], targets: [target(2, [])] })
  expect(places.create.map(({ zoneId }) => zoneId)).toEqual(['az1', 'az3'])
  expect(places.existing.map(({ zoneId }) => zoneId)).toEqual(['az2'])
})

describe('a plan that is carried out', () => {
  const foreign = ['foreign', 'other', 'third']
  const carriedGroups = fc.uniqueArray(fc.constantFrom(...count(7).map((n) => `in-${n}`), ...foreign), { maxLength: 5 })

  function carriedOut(snapshot: Pick<SharingSnapshot, 'domains' | 'targets'>, first: SharingPlan) {
    const made = first.groups.map((wanted) => ({ groupId: wanted.groupName as SecurityGroupId, ...wanted }))
    const idOf = (name: string) => made.find(({ groupName }) => groupName === name)?.groupId ?? name
    const targets = snapshot.targets.map((was) => {
      const { lacks, drops } = first.edits.find((edit) => edit.target === was) ?? { lacks: [], drops: [] }
      const kept = was.securityGroupIds.filter((id) => !drops.some(({ groupId }) => groupId === id))
      return target(1, [...kept, ...lacks.map(({ groupName }) => idOf(groupName))])
    })
    const fresh = first.places.create.map(() =>
      target(
        1,
        made.map(({ groupId }) => groupId),
      ),
    )
    const own = made.filter(({ groupName }) => groupName.startsWith('studio-efs-nfs'))
    return {
      ...snapshot,
      targets: [...targets, ...fresh],
      sharedGroups: own.map(({ groupId, groupName, admit }) => ({ ...group(groupId, admit), groupName })),
    }
  }

  test('leaves nothing to do, admits every domain and keeps the groups of others in their order', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 8 }), fc.option(carriedGroups, { nil: undefined }), (domains, carried) => {
        const targets = carried === undefined ? [] : [target(1, carried)]
        const snapshot = { domains: count(domains).map((n) => domain(n)), targets }
        const first = plan(snapshot)
        const then = carriedOut(snapshot, first)
        const second = plan(then)
        expect([second.scheme, second.edits, second.places.create]).toEqual([first.scheme, [], []])
        expect(second.groups.flatMap(({ admit }) => admit)).toEqual([])
        const isKept = (id: string) => !snapshot.domains.some(({ inbound }) => inbound.groupId === id)
        for (const { securityGroupIds } of then.targets) {
          expect(securityGroupIds.length).toBeLessThanOrEqual(5)
          if (first.failures.size > 0) continue
          expect(securityGroupIds.filter((id) => carried?.includes(id) && isKept(id))).toEqual(
            (carried ?? []).filter(isKept),
          )
          for (const { inbound, outbound } of snapshot.domains) {
            const ours = then.sharedGroups.filter(({ nfsSourceIds }) =>
              nfsSourceIds.includes(outbound?.groupId as never),
            )
            expect([inbound, ...ours].some(({ groupId }) => securityGroupIds.includes(groupId))).toBe(true)
          }
        }
      }),
    )
  })
})
