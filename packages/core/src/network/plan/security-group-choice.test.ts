import { describe, expect, test } from 'vitest'
import { domainId, group, groupId, madeBySageMaker, madeByUs, subnet } from '../../../test/infrastructure.js'
import type { SecurityGroup } from '../../model/network.js'
import { domainNfsGroupName, inboundGroupName, outboundGroupName } from './ownership.js'
import {
  chooseNfsGroup,
  cidrsToAdmit,
  mayStillAppear,
  type NfsGroupSpec,
  nfsGroupsOf,
} from './security-group-choice.js'

const inbound = group('sg-in', inboundGroupName(domainId), { tags: madeBySageMaker })
const outbound = group('sg-out', outboundGroupName(domainId), { tags: madeBySageMaker })
const own = group('sg-own', domainNfsGroupName(domainId), { tags: madeByUs })
const named = group('sg-named', 'made by hand')
const impostor = group('sg-impostor', inboundGroupName(domainId))
const otherDomains = group('sg-other', inboundGroupName(domainId), {
  tags: { ManagedByAmazonSageMakerResource: 'arn:aws:sagemaker:eu-west-1:111122223333:domain/d-other' },
})
const squatter = group('sg-squatter', domainNfsGroupName(domainId))

const specFor = (spec: Partial<NfsGroupSpec>): NfsGroupSpec => ({
  domainId,
  securityGroupId: undefined,
  missingSecurityGroup: 'fail',
  ...spec,
})
const choose = (groups: readonly SecurityGroup[], spec: Partial<NfsGroupSpec> = {}) =>
  chooseNfsGroup(nfsGroupsOf(groups, specFor(spec)), specFor(spec))
const byId = { securityGroupId: named.groupId }
const create = { missingSecurityGroup: 'create' } as const

test.each<[string, readonly SecurityGroup[], Partial<NfsGroupSpec>, string | undefined]>([
  ["SageMaker's own for the domain", [inbound, outbound], {}, 'sg-in'],
  ["SageMaker's own, before a named one and one of this package", [named, own, inbound], byId, 'sg-in'],
  ['the named one where SageMaker made none', [named, outbound], byId, 'sg-named'],
  ['the named one, before one of this package', [own, named], byId, 'sg-named'],
  ['that of an earlier run, whatever the options', [own], {}, 'sg-own'],
  ['a new one of this package with missingSecurityGroup: create', [], create, undefined],
  ['a new one of this package where a foreign group has the name of SageMaker’s', [impostor], create, undefined],
])('the group is %s', (_, groups, spec, expected) => {
  expect(choose(groups, spec)._unsafeUnwrap().group?.groupId).toBe(expected)
})

test.each<[string, readonly SecurityGroup[], Partial<NfsGroupSpec>, string]>([
  ['the VPC has none and the options name none', [outbound], {}, 'NfsSecurityGroupMissingError'],
  ['one of that name was not made by SageMaker', [impostor], {}, 'NfsSecurityGroupMissingError'],
  ['one of that name is of another domain', [otherDomains], {}, 'NfsSecurityGroupMissingError'],
  ['the named one is not in the VPC', [own], byId, 'SecurityGroupNotInVpcError'],
  ['a foreign group has the name of this package’s', [squatter], create, 'ForeignSecurityGroupError'],
])('it is an error that says what to do when %s', (_, groups, spec, expected) => {
  const error = choose(groups, spec)._unsafeUnwrapErr()
  expect(error.name).toBe(expected)
  expect(error.hint).toMatch(/[Pp]ass/)
})

describe('the wait for SageMaker', () => {
  const appears = (groups: readonly SecurityGroup[], spec: Partial<NfsGroupSpec> = {}, inUse: string[] = []) =>
    mayStillAppear(nfsGroupsOf(groups, specFor(spec)), inUse.map(groupId), specFor(spec))

  test('its group may still appear where nothing is there', () => {
    expect(appears([])).toBe(true)
    expect(appears([named], byId)).toBe(true)
    expect(appears([], create)).toBe(true)
  })

  test('not when it is there, or an earlier run chose another one', () => {
    expect(appears([inbound])).toBe(false)
    expect(appears([own])).toBe(false)
    expect(appears([named], byId, ['sg-named'])).toBe(false)
  })

  test('not while a foreign group has its name', () => {
    expect(appears([impostor])).toBe(false)
  })
})

test('a group of this package admits the subnets that it does not admit yet, each range once', () => {
  const subnets = [subnet('subnet-a'), subnet('subnet-b'), { ...subnet('subnet-c'), cidrBlocks: ['10.0.97.0/24'] }]
  expect(cidrsToAdmit({ source: 'own', group: undefined }, subnets)).toEqual(['10.0.97.0/24', '10.0.98.0/24'])
  expect(cidrsToAdmit({ source: 'own', group: { ...own, nfsCidrs: ['10.0.97.0/24'] } }, subnets)).toEqual([
    '10.0.98.0/24',
  ])
})

test("the rules of SageMaker's groups and of named ones are left alone", () => {
  expect(cidrsToAdmit({ source: 'managed', group: inbound }, [subnet('subnet-a')])).toEqual([])
  expect(cidrsToAdmit({ source: 'named', group: named }, [subnet('subnet-a')])).toEqual([])
})
