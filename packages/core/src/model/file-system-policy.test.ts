import { expect, test } from 'vitest'
import { policyDocument } from './file-system-policy.js'

const arn = 'arn:aws:elasticfilesystem:eu-west-1:111122223333:file-system/fs-1'

test('none is no policy', () => {
  expect(policyDocument('none', arn)).toBeUndefined()
})

test('deny-anonymous-root lets every client mount and write through a mount target, and gives none of them root', () => {
  const { Statement } = JSON.parse(policyDocument('deny-anonymous-root', arn) ?? '')
  expect(Statement).toHaveLength(1)
  expect(Statement[0]).toMatchObject({
    Effect: 'Allow',
    Principal: { AWS: '*' },
    Action: ['elasticfilesystem:ClientMount', 'elasticfilesystem:ClientWrite'],
    Resource: arn,
    Condition: { Bool: { 'elasticfilesystem:AccessedViaMountTarget': 'true' } },
  })
})

test('require-tls refuses clients without TLS, and root without an access point to every identity', () => {
  const { Statement } = JSON.parse(policyDocument('require-tls', arn) ?? '')
  const [open, ...denials] = Statement
  expect([open]).toEqual(JSON.parse(policyDocument('deny-anonymous-root', arn) ?? '').Statement)
  expect(Statement.map(({ Resource }: { readonly Resource: string }) => Resource)).toEqual([arn, arn, arn])
  expect(denials).toMatchObject([
    { Effect: 'Deny', Action: '*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
    {
      Effect: 'Deny',
      Action: 'elasticfilesystem:ClientRootAccess',
      Condition: { Null: { 'elasticfilesystem:AccessPointArn': 'true' } },
    },
  ])
})
