import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fileSystem, groupId, subnet, target, vpcId } from '../../../test/infrastructure.js'
import type { VpcId } from '../../model/network.js'
import { type MountTargetSpec, planMountTargets } from './mount-target-plan.js'

const nfs = groupId('sg-nfs')
const plan = (spec: Partial<MountTargetSpec>) =>
  planMountTargets({
    vpcId,
    subnets: [subnet('subnet-a'), subnet('subnet-b'), subnet('subnet-c')],
    fileSystem: fileSystem('fs-1'),
    targets: [],
    group: { groupId: nfs, groupName: 'nfs' },
    admittedBy: [],
    limit: 5,
    ...spec,
  })
const withGroup = (zone: string, overrides = {}) => target(zone, { securityGroupIds: [nfs], ...overrides })

test('a mount target with a shared group that admits the domain needs no other', () => {
  const targets = ['a', 'b', 'c'].map((zone) => target(zone, { securityGroupIds: [groupId('sg-ours')] }))
  expect(plan({ targets, admittedBy: [groupId('sg-ours')] })._unsafeUnwrap().addGroups).toEqual([])
  expect(plan({ targets })._unsafeUnwrap().addGroups).toHaveLength(3)
})

describe('mount targets are made', () => {
  test.each<[string, Partial<MountTargetSpec>, string[]]>([
    ['in every zone of a new file system', { fileSystem: undefined }, ['subnet-a', 'subnet-b', 'subnet-c']],
    ['in the zones that have none', { targets: [withGroup('b')] }, ['subnet-a', 'subnet-c']],
    ['once for two subnets of one zone', { subnets: [subnet('subnet-a'), subnet('subnet-x', 'a')] }, ['subnet-a']],
    [
      'in the subnet of the zone that has the most addresses left',
      { subnets: [subnet('subnet-a', 'a', 3), subnet('subnet-x', 'a', 7)] },
      ['subnet-x'],
    ],
    [
      'not where one is in another subnet of the zone',
      { subnets: [subnet('subnet-a')], targets: [withGroup('a', { subnetId: 'subnet-other' })] },
      [],
    ],
    [
      'not where one is still being made',
      { subnets: [subnet('subnet-a')], targets: [withGroup('a', { lifeCycleState: 'creating' })] },
      [],
    ],
    [
      'where one was deleted',
      { subnets: [subnet('subnet-a')], targets: [withGroup('a', { lifeCycleState: 'deleted' })] },
      ['subnet-a'],
    ],
    [
      'only in its own zone for a One Zone file system',
      { fileSystem: fileSystem('fs-1', { oneZone: { zoneId: 'z-b', zoneName: 'region-b' } }) },
      ['subnet-b'],
    ],
  ])('%s', (_, spec, expected) => {
    expect(
      plan(spec)
        ._unsafeUnwrap()
        .create.map(({ subnetId }) => subnetId),
    ).toEqual(expected)
  })

  test('after the one that is being deleted, even in a subnet that is full until then', () => {
    const targets = [withGroup('a', { lifeCycleState: 'deleting' })]
    const { create } = plan({ subnets: [subnet('subnet-a', 'a', 0)], targets })._unsafeUnwrap()
    expect(create).toMatchObject([{ subnetId: 'subnet-a', after: 'fsmt-a' }])
  })

  test('17 subnets in 3 zones get 3', () => {
    const subnets = Array.from({ length: 17 }, (_, at) => subnet(`subnet-${at}`, 'abc'.charAt(at % 3), at))
    const { create } = plan({ subnets })._unsafeUnwrap()
    expect(create.map(({ subnetId }) => subnetId)).toEqual(['subnet-15', 'subnet-16', 'subnet-14'])
  })
})

test('the zones that a One Zone file system leaves out are named', () => {
  const oneZone = fileSystem('fs-1', { oneZone: { zoneId: 'z-b', zoneName: 'region-b' } })
  expect(plan({ fileSystem: oneZone })._unsafeUnwrap().uncoveredZoneIds).toEqual(['z-a', 'z-c'])
})

describe('the group is added', () => {
  const others = ['sg-1', 'sg-2', 'sg-3', 'sg-4', 'sg-5'].map(groupId)

  test('to every mount target that lacks it, also outside the zones of the domain', () => {
    const targets = [withGroup('a'), target('b'), target('z')]
    expect(
      plan({ targets })
        ._unsafeUnwrap()
        .addGroups.map(({ zoneId }) => zoneId),
    ).toEqual(['z-b', 'z-z'])
  })

  test('to every one while the group is still to be made', () => {
    const group = { groupName: 'nfs' }
    expect(plan({ targets: [target('a')], group })._unsafeUnwrap().addGroups).toHaveLength(1)
  })

  test('not to one that is being deleted or is broken', () => {
    const targets = [target('a', { lifeCycleState: 'deleting' }), target('z', { lifeCycleState: 'error' })]
    expect(plan({ targets })._unsafeUnwrap().addGroups).toEqual([])
  })

  test('as the fifth one, and as a sixth only where the account allows six', () => {
    const full = [target('a', { securityGroupIds: others })]
    expect(plan({ targets: [target('a', { securityGroupIds: others.slice(1) })] }).isOk()).toBe(true)
    expect(plan({ targets: full })._unsafeUnwrapErr()).toMatchObject({
      name: 'TooManySecurityGroupsError',
      mountTargetId: 'fsmt-a',
      securityGroupIds: others,
      limit: 5,
    })
    expect(plan({ targets: full, limit: 6 }).isOk()).toBe(true)
  })
})

test.each<[string, Partial<MountTargetSpec>, string]>([
  ['a target in another VPC', { targets: [target('a', { vpcId: 'vpc-2' as VpcId })] }, 'FileSystemInOtherVpcError'],
  [
    'a broken target in a zone of the domain',
    { targets: [target('a', { lifeCycleState: 'error' })] },
    'MountTargetFailedError',
  ],
  ['a zone without a free address', { subnets: [subnet('subnet-a', 'a', 0)] }, 'NoFreeAddressesError'],
  [
    'a One Zone file system of a zone where the domain is not',
    { fileSystem: fileSystem('fs-1', { oneZone: { zoneId: 'z-z', zoneName: 'region-z' } }) },
    'OneZoneElsewhereError',
  ],
])('%s is refused with what to do about it', (_, spec, expected) => {
  const error = plan(spec)._unsafeUnwrapErr()
  expect(error).toMatchObject({ name: expected, retryable: false })
  expect(error.hint).toBeDefined()
})

test('whatever is there, each zone of the domain ends with exactly one usable target, and a second plan is empty', () => {
  const zone = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f')
  const subnets = fc.uniqueArray(zone, { minLength: 1 }).map((zones) => zones.map((name) => subnet(`subnet-${name}`)))
  const targets = fc.uniqueArray(zone).map((zones) => zones.map((name) => target(name)))
  fc.assert(
    fc.property(subnets, targets, (wantedSubnets, there) => {
      const first = plan({ subnets: wantedSubnets, targets: there })._unsafeUnwrap()
      const made = first.create.map(({ zoneId }) => withGroup(zoneId.slice(-1)))
      const after = [...there.map((one) => ({ ...one, securityGroupIds: [nfs] })), ...made]
      const zones = after.map(({ zoneId }) => zoneId)
      expect(new Set(zones).size).toBe(zones.length)
      expect(wantedSubnets.every(({ zoneId }) => zones.includes(zoneId))).toBe(true)
      const second = plan({ subnets: wantedSubnets, targets: after })._unsafeUnwrap()
      expect([...second.create, ...second.addGroups]).toEqual([])
    }),
  )
})
