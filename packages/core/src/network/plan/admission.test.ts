import { expect, test } from 'vitest'
import { contains, covers, firstAddress } from './address-range.js'
import { letsIn, letsOut } from './admission.js'

const group = (groupId: string, more: object = {}) =>
  ({ groupId, groupName: groupId, vpcId: 'vpc-1', tags: {}, nfsCidrs: [], nfsSourceIds: [], ...more }) as never
const target = (...securityGroupIds: string[]) => ({ securityGroupIds, zoneId: 'z1' }) as never
const clients = (...groupIds: string[]) =>
  ({
    groupIds,
    subnets: [
      { zoneId: 'z1', cidrBlocks: ['10.0.1.0/24'] },
      { zoneId: 'z2', cidrBlocks: ['10.9.0.0/24'] },
    ],
  }) as never

test.each([
  ['10.0.0.0/16', '10.0.1.0/24', true],
  ['10.0.1.0/24', '10.0.0.0/16', false],
  ['0.0.0.0/0', '10.0.0.0/8', true],
  ['2001:db8::/32', '2001:db8:1::/48', true],
  ['10.0.0.0/8', '2001:db8::/32', false],
  ['nonsense', '10.0.0.0/8', false],
])('%s covers %s: %s', (outer, inner, expected) => {
  expect(covers(outer, inner)).toBe(expected)
})

test('an address is in a range of its family', () => {
  expect([
    contains('10.0.0.0/8', '10.1.2.3'),
    contains('10.0.0.0/8', '::1'),
    contains('10.0.0.0/33', '10.0.0.1'),
  ]).toEqual([true, false, false])
  expect([firstAddress('10.0.1.0/24'), firstAddress('x')]).toEqual(['10.0.1.0', undefined])
})

test.each([
  ['by a group of the spaces', group('sg-t', { nfsSourceIds: ['sg-c'] }), 'yes'],
  ["by the range of its zone's subnets", group('sg-t', { nfsCidrs: ['10.0.0.0/16'] }), 'yes'],
  ['not by the range of another zone', group('sg-t', { nfsCidrs: ['10.9.0.0/16'] }), 'no'],
  ['perhaps by a prefix list', group('sg-t', { nfsPrefixListIds: ['pl-1'] }), 'unknown'],
  ['perhaps by a group that was not read', group('sg-other'), 'unknown'],
  ['by nothing', group('sg-t'), 'no'],
])('a mount target lets spaces in %s', (_, known, expected) => {
  expect(letsIn(target('sg-t'), clients('sg-c'), [known])).toBe(expected)
})

const egress = (peers: object) => group('sg-c', { nfsEgress: { cidrs: [], groupIds: [], prefixListIds: [], ...peers } })

test.each([
  ['to a group', egress({ groupIds: ['sg-t'] }), 'yes'],
  ['to an address', egress({ cidrs: ['10.0.0.0/8'] }), 'yes'],
  ['perhaps to a prefix list', egress({ prefixListIds: ['pl-1'] }), 'unknown'],
  ['nowhere', egress({}), 'no'],
  ['nobody knows', group('sg-c'), 'unknown'],
])('spaces are let out %s', (_, from, expected) => {
  expect(letsOut([from], { securityGroupIds: ['sg-t'] as never, ipAddress: '10.0.1.9' })).toBe(expected)
})
