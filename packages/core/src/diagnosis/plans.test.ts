import { expect, test } from 'vitest'
import type { NetworkAcl, NetworkAclRule } from '../aws/ec2/vpc-settings.js'
import { passesAcl } from './acl-plan.js'
import { trustFor } from './trust-plan.js'

const path = { clients: '10.0.1.0/24', server: '10.0.2.9' }
const rule = (more: Partial<NetworkAclRule>): NetworkAclRule => ({
  ruleNumber: 100,
  action: 'allow',
  direction: 'out',
  protocol: '-1',
  cidr: '0.0.0.0/0',
  ports: undefined,
  ...more,
})
const acl = (...rules: NetworkAclRule[]): NetworkAcl => ({ networkAclId: 'acl-1', subnetIds: [], rules })
const back = rule({ direction: 'in' })
const nfs = { protocol: '6', ports: { from: 2049, to: 2049 } }

test.each([
  ['everything', acl(rule({}), back), true],
  ['nothing out', acl(back), false],
  ['no reply', acl(rule({})), false],
  ['a denial before the permission', acl(rule({ action: 'deny', ...nfs }), rule({}), back), false],
  ['a denial of another range', acl(rule({ action: 'deny', cidr: '192.168.0.0/16' }), rule({}), back), true],
  ['a denial of UDP', acl(rule({ action: 'deny', ...nfs, protocol: '17' }), rule({}), back), true],
  ['replies to low ports only', acl(rule({}), { ...back, protocol: '6', ports: { from: 1024, to: 2000 } }), false],
])('an ACL that lets through %s', (_, one, expected) => {
  expect(passesAcl(one, 'client', path)).toBe(expected)
})

const trust = (...statements: object[]) => ({ Statement: statements })
const sagemaker = { Effect: 'Allow', Principal: { Service: 'sagemaker.amazonaws.com' } }

test.each([
  ['one action', trust({ ...sagemaker, Action: 'sts:AssumeRole' }), true],
  ['a pattern', trust({ ...sagemaker, Action: ['sts:*'] }), true],
  ['another service', trust({ ...sagemaker, Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:*' }), false],
  [
    'a denial',
    trust({ ...sagemaker, Action: 'sts:*' }, { ...sagemaker, Effect: 'Deny', Action: 'sts:AssumeRole' }),
    false,
  ],
  ['no policy', undefined, false],
])('a trust policy with %s', (_, policy, expected) => {
  expect(trustFor(policy, 'sts:AssumeRole')).toBe(expected)
})
