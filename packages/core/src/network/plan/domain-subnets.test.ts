import { expect, test } from 'vitest'
import { aDomain, subnet, vpcId } from '../../../test/infrastructure.js'
import type { SubnetId, VpcId } from '../../model/network.js'
import { subnetIdsFor, vpcOf } from './domain-subnets.js'

const withoutVpc = { ...aDomain, vpcId: undefined, subnetIds: [] }
const ids = ['subnet-a', 'subnet-b'] as SubnetId[]
const subnets = [subnet('subnet-a'), subnet('subnet-b')]
const elsewhere = { ...subnet('subnet-b'), vpcId: 'vpc-2' as VpcId }

test("the domain's subnets are used, or those that the caller names", () => {
  expect(subnetIdsFor(aDomain, undefined)._unsafeUnwrap()).toEqual(ids)
  expect(subnetIdsFor(withoutVpc, ids)._unsafeUnwrap()).toEqual(ids)
})

test('a domain without a VPC asks for subnetIds', () => {
  expect(subnetIdsFor(withoutVpc, undefined)._unsafeUnwrapErr()).toMatchObject({
    name: 'DomainWithoutVpcError',
    hint: expect.stringContaining('subnetIds'),
  })
})

test('the VPC is that of the subnets, also where the domain names none', () => {
  expect(vpcOf(aDomain, ids, subnets)._unsafeUnwrap()).toBe(vpcId)
  expect(vpcOf(withoutVpc, ids, subnets)._unsafeUnwrap()).toBe(vpcId)
})

test('subnets that are gone are named', () => {
  expect(vpcOf(aDomain, ids, subnets.slice(1))._unsafeUnwrapErr()).toMatchObject({
    name: 'SubnetsGoneError',
    subnetIds: ['subnet-a'],
  })
})

test("subnets of two VPCs are refused, and so are those of another than the domain's", () => {
  for (const found of [[subnets[0] ?? elsewhere, elsewhere], [elsewhere]])
    expect(vpcOf(aDomain, [], found)._unsafeUnwrapErr().name).toBe('SubnetsInOtherVpcError')
})
