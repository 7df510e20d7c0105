import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { DomainId } from '../model/domain-id.js'
import type { EfsFileSystem } from '../model/efs-file-system.js'
import type { FileSystemId } from '../model/file-system-id.js'
import type { GuardedMountTarget, MountTargetId } from '../model/mount-target.js'
import type { SecurityGroup, SecurityGroupId, Subnet, SubnetId, VpcId } from '../model/network.js'
import { planSharing, type SharingDomain, type SharingPicture } from './sharing-plan.js'

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
  cidrBlock: `10.0.${zone}.0/24`,
  availableIpAddressCount: 9,
})
const domain = (n: number, zones: readonly number[] = [1]): SharingDomain => ({
  domainId: `d-${n}` as DomainId,
  subnets: zones.map(subnet),
  inbound: group(`in-${n}`),
  outbound: group(`out-${n}`),
})
const target = (zone: number, groups: readonly string[]): GuardedMountTarget => ({
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
const plan = (picture: Partial<SharingPicture>) =>
  planSharing({ vpcId, fileSystem, domains: [], targets: [], sharingGroups: [], ...picture }, limits)

describe('security groups', () => {
  test('up to five domains: every mount target carries the inbound group of each', () => {
    const { scheme, groups, guard } = plan({
      domains: count(5).map((n) => domain(n)),
      targets: [target(1, ['in-1'])],
    })._unsafeUnwrap()
    expect(scheme).toBe('domain-groups')
    expect(groups.map(({ groupId }) => groupId)).toEqual(['in-1', 'in-2', 'in-3', 'in-4', 'in-5'])
    expect(guard.map(({ lacks }) => lacks.length)).toEqual([4])
  })

  test('six domains, or five and a foreign group: one group of ours admits the outbound group of each', () => {
    for (const picture of [
      { domains: count(6).map((n) => domain(n)), targets: [target(1, ['in-1'])] },
      { domains: count(5).map((n) => domain(n)), targets: [target(1, ['in-1', 'foreign'])] },
    ]) {
      const { scheme, groups, guard } = plan(picture)._unsafeUnwrap()
      expect(scheme).toBe('own-groups')
      expect(groups).toEqual([
        { groupName: 'studio-efs-nfs-fs-1', admit: picture.domains.map((d) => d.outbound.groupId) },
      ])
      expect(guard).toMatchObject([{ lacks: groups }])
    }
  })

  test('once there is a group of ours it is kept, and admits what it lacks', () => {
    const picture = {
      domains: count(2).map((n) => domain(n)),
      targets: [target(1, ['own'])],
      sharingGroups: [group('own', ['out-1'])],
    }
    const { scheme, groups, guard } = plan(picture)._unsafeUnwrap()
    expect([scheme, guard]).toEqual(['own-groups', []])
    expect(groups).toMatchObject([{ groupId: 'own', admit: ['out-2'] }])
  })

  test('more domains than a group has rules get a further group', () => {
    const { groups } = plan({ domains: count(130).map((n) => domain(n)) })._unsafeUnwrap()
    expect(groups.map(({ groupName, admit }) => [groupName, admit.length])).toEqual([
      ['studio-efs-nfs-fs-1', 60],
      ['studio-efs-nfs-fs-1-2', 60],
      ['studio-efs-nfs-fs-1-3', 10],
    ])
  })

  test('a mount target without room is an error that names it', () => {
    const full = target(1, ['a', 'b', 'c', 'd', 'e'])
    expect(plan({ domains: count(6).map((n) => domain(n)), targets: [full] })._unsafeUnwrapErr()).toMatchObject({
      name: 'TooManySecurityGroupsError',
      mountTargetId: 'fsmt-1',
    })
  })
})

test('mount targets cover the zones of all domains, and those that are there stay', () => {
  const { places } = plan({ domains: [domain(1, [1, 2]), domain(2, [2, 3])], targets: [target(2, [])] })._unsafeUnwrap()
  expect(places.create.map(({ zoneId }) => zoneId)).toEqual(['az1', 'az3'])
  expect(places.existing.map(({ zoneId }) => zoneId)).toEqual(['az2'])
})

test('a plan that is carried out leaves nothing to do, whatever was there', () => {
  const groupIds = fc.uniqueArray(fc.constantFrom('in-1', 'in-2', 'foreign', 'other'), { maxLength: 3 })
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 8 }), fc.array(groupIds, { maxLength: 2 }), (domains, carried) => {
      const picture = {
        domains: count(domains).map((n) => domain(n)),
        targets: carried.slice(0, 1).map((ids) => target(1, ids)),
      }
      const first = plan(picture)._unsafeUnwrap()
      const made = first.groups.map((wanted) => ({
        ...wanted,
        groupId: wanted.groupId ?? (wanted.groupName as SecurityGroupId),
      }))
      const ids = made.map(({ groupId }) => groupId)
      const targets = (carried.length > 0 ? carried.slice(0, 1) : [[]]).map((was) =>
        target(1, [...new Set([...was, ...ids])]),
      )
      const sharingGroups = first.scheme === 'own-groups' ? made.map(({ groupId, admit }) => group(groupId, admit)) : []
      const second = plan({ ...picture, targets, sharingGroups })._unsafeUnwrap()
      expect([second.scheme, second.guard, second.places.create]).toEqual([first.scheme, [], []])
      expect(second.groups.flatMap(({ admit }) => admit)).toEqual([])
      for (const each of targets) expect(each.securityGroupIds.length).toBeLessThanOrEqual(5)
    }),
  )
})
