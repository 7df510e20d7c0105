import { describe, expect, test } from 'vitest'
import { isSameKey, type KmsKeyId, parseFileSystemName, parseKmsKeyId } from './ids.js'
import { parseLifecyclePolicies } from './lifecycle-policies.js'
import { parseSecurityGroupId, parseSubnetIds } from './network.js'
import { parseTags } from './tags.js'

const key = '11111111-2222-3333-4444-555555555555'

describe('what EFS takes is accepted', () => {
  test.each([
    key,
    `mrk-${'0'.repeat(32)}`,
    'alias/data',
    'alias/aws/elasticfilesystem',
    `arn:aws:kms:eu-west-1:111122223333:key/${key}`,
    'arn:aws-cn:kms:cn-north-1:111122223333:alias/data',
  ])('the key %s', (value) => {
    expect(parseKmsKeyId(value)._unsafeUnwrap()).toBe(value)
  })

  test('subnets, a group, a name and tags', () => {
    expect(parseSubnetIds(['subnet-0123456789abcdef0']).isOk()).toBe(true)
    expect(parseSecurityGroupId('sg-01234567').isOk()).toBe(true)
    expect(parseFileSystemName('Studio: data (é)'.replace(/[()]/g, '')).isOk()).toBe(true)
    expect(parseTags({ team: 'science', 'cost centre': '' })._unsafeUnwrap()).toEqual({
      team: 'science',
      'cost centre': '',
    })
  })

  test('lifecycle policies, without those that are left out', () => {
    const policies = { transitionToIA: 'AFTER_30_DAYS', transitionToArchive: undefined }
    expect(parseLifecyclePolicies(policies)._unsafeUnwrap()).toEqual({ transitionToIA: 'AFTER_30_DAYS' })
  })
})

describe('what EFS would refuse is refused, and the field is named', () => {
  test.each(['', key.toUpperCase().replace('1', 'G'), 'alias/', 'key/1', `arn:aws:s3:::${key}`, 7])(
    'the key %s',
    (value) => {
      expect(parseKmsKeyId(value)._unsafeUnwrapErr().field).toBe('kmsKeyId')
    },
  )

  test.each([[undefined], [[]], ['subnet-01234567'], [['subnet-01234567', 'subnet-01234567']]])(
    'subnets %j',
    (value) => {
      expect(parseSubnetIds(value)._unsafeUnwrapErr().field).toBe('subnetIds')
    },
  )

  test('one subnet among several', () => {
    expect(parseSubnetIds(['subnet-01234567', 'subnet-xyz'])._unsafeUnwrapErr().field).toBe('subnetIds[1]')
  })

  test.each([
    [{ 'aws:x': '1' }],
    [{ AWS: '1', 'studio-efs:owner': 'me' }],
    [{ Name: 'data' }],
    [{ 'a,b': '1' }],
    [{ a: 1 }],
    [{ a: 'x'.repeat(257) }],
    [Object.fromEntries(Array.from({ length: 41 }, (_, at) => [`k${at}`, '']))],
    [['a']],
    ['a=b'],
  ])('tags %j', (value) => {
    expect(parseTags(value)._unsafeUnwrapErr().field).toMatch(/^tags/)
  })

  test.each([
    [{}, 'lifecyclePolicies'],
    [{ transitionToIA: 'AFTER_2_DAYS' }, 'lifecyclePolicies.transitionToIA'],
    [{ TransitionToIA: 'AFTER_30_DAYS' }, 'lifecyclePolicies.TransitionToIA'],
    ['AFTER_30_DAYS', 'lifecyclePolicies'],
  ])('lifecycle policies %j', (value, field) => {
    expect(parseLifecyclePolicies(value)._unsafeUnwrapErr().field).toBe(field)
  })
})

test('a key is the same by id and by ARN, and of an alias it is not known', () => {
  const arn = `arn:aws:kms:eu-west-1:111122223333:key/${key}`
  expect(isSameKey(key as KmsKeyId, arn)).toBe(true)
  expect(isSameKey(arn as KmsKeyId, undefined)).toBe(false)
  expect(isSameKey('alias/data' as KmsKeyId, arn)).toBeUndefined()
  expect(isSameKey('arn:aws:kms:eu-west-1:111122223333:alias/data' as KmsKeyId, arn)).toBeUndefined()
})
