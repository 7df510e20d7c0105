import { expect, test } from 'vitest'
import { policyDocument } from '../../model/file-system-policy.js'
import { type ClientAction, clientAccess } from './client-access.js'

const policy = (...statements: object[]) => JSON.stringify({ Version: '2012-10-17', Statement: statements })
const anyone = { Effect: 'Allow', Principal: { AWS: '*' } }
const mount = { ...anyone, Action: 'elasticfilesystem:ClientMount' }
const viaMountTarget = { Bool: { 'elasticfilesystem:AccessedViaMountTarget': 'true' } }
const withoutTls = { Bool: { 'aws:SecureTransport': 'false' } }

const cases: readonly (readonly [string, string, ClientAction, string])[] = [
  ['the policy of this package', policyDocument('deny-anonymous-root', 'arn:fs') ?? '', 'ClientMount', 'allowed'],
  ['the policy of this package', policyDocument('deny-anonymous-root', 'arn:fs') ?? '', 'ClientWrite', 'allowed'],
  ['the policy of this package', policyDocument('deny-anonymous-root', 'arn:fs') ?? '', 'ClientRootAccess', 'denied'],
  ['one statement that is no list', JSON.stringify({ Statement: mount }), 'ClientMount', 'allowed'],
  ['every action', policy({ ...anyone, Action: '*' }), 'ClientRootAccess', 'allowed'],
  ['a pattern in other letters', policy({ ...anyone, Action: 'ElasticFileSystem:client*' }), 'ClientWrite', 'allowed'],
  [
    'a pattern of one character',
    policy({ ...anyone, Action: 'elasticfilesystem:Client?rite' }),
    'ClientWrite',
    'allowed',
  ],
  ['a pattern that ends too early', policy({ ...anyone, Action: '*ClientMoun' }), 'ClientMount', 'denied'],
  ['two stars', policy({ ...anyone, Action: '*:*Root*' }), 'ClientRootAccess', 'allowed'],
  ['a list of principals', policy({ ...mount, Principal: { AWS: ['arn:role', '*'] } }), 'ClientMount', 'allowed'],
  ['everybody as a text', policy({ ...mount, Principal: '*' }), 'ClientMount', 'allowed'],
  ['only mounting', policy(mount), 'ClientWrite', 'denied'],
  ['only a role', policy({ ...mount, Principal: { AWS: 'arn:aws:iam::111122223333:root' } }), 'ClientMount', 'denied'],
  ['all actions but mounting', policy({ ...anyone, NotAction: mount.Action }), 'ClientMount', 'denied'],
  ['all actions but mounting', policy({ ...anyone, NotAction: mount.Action }), 'ClientWrite', 'allowed'],
  ['through a mount target', policy({ ...mount, Condition: viaMountTarget }), 'ClientMount', 'allowed'],
  [
    'not through a mount target',
    policy({ ...mount, Condition: { Bool: { 'elasticfilesystem:AccessedViaMountTarget': false } } }),
    'ClientMount',
    'denied',
  ],
  [
    'only from a VPC',
    policy({ ...mount, Condition: { StringEquals: { 'aws:SourceVpc': 'vpc-1' } } }),
    'ClientMount',
    'uncertain',
  ],
  [
    'no client without TLS',
    policy(mount, { ...anyone, Effect: 'Deny', Action: '*', Condition: withoutTls }),
    'ClientMount',
    'uncertain',
  ],
  ['nobody', policy(mount, { ...anyone, Effect: 'Deny', Action: '*' }), 'ClientMount', 'denied'],
  [
    'nobody but a role',
    policy(mount, { Effect: 'Deny', NotPrincipal: { AWS: 'arn:role' }, Action: '*' }),
    'ClientMount',
    'uncertain',
  ],
  [
    'a denial of another action',
    policy(mount, { ...anyone, Effect: 'Deny', Action: 'elasticfilesystem:ClientWrite' }),
    'ClientMount',
    'allowed',
  ],
  ['no statement', policy(), 'ClientMount', 'denied'],
  ['no policy', '{"Version":"2012-10-17"}', 'ClientMount', 'unreadable'],
  ['no JSON', 'Statement', 'ClientMount', 'unreadable'],
  ['a statement that is null', '{"Statement":[null]}', 'ClientMount', 'unreadable'],
]

test.each(cases)('%s: %s %s is %s', (_, text, action, access) => {
  expect(clientAccess(text, action)).toBe(access)
})
