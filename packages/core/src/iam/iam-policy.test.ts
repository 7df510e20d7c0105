import { describe, expect, test } from 'vitest'
import { iamActions } from './iam-actions.js'
import { type IamScope, iamPolicyFor } from './iam-policy.js'

const scope: IamScope = {
  region: 'eu-west-1',
  account: '111122223333',
  domainId: 'd-abcdefghijkl',
  fileSystemId: 'fs-0123456789abcdef0',
}
const everything = Object.keys(iamActions) as (keyof typeof iamActions)[]
const actionsOf = (policy: ReturnType<typeof iamPolicyFor>) => policy.Statement.flatMap(({ Action }) => Action)

test('the function of the AWS post needs these', () => {
  expect(iamPolicyFor(['onboardProfile', 'posixDirectoryDriver'], { ...scope, accessPointId: 'fsap-1' })).toEqual({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Action: ['sagemaker:DescribeDomain'],
        Resource: ['arn:aws:sagemaker:eu-west-1:111122223333:domain/d-abcdefghijkl'],
      },
      {
        Effect: 'Allow',
        Action: ['sagemaker:DescribeUserProfile', 'sagemaker:UpdateUserProfile'],
        Resource: ['arn:aws:sagemaker:eu-west-1:111122223333:user-profile/d-abcdefghijkl/*'],
      },
      {
        Effect: 'Allow',
        Action: ['elasticfilesystem:DescribeMountTargets'],
        Resource: ['arn:aws:elasticfilesystem:eu-west-1:111122223333:file-system/*'],
      },
      {
        Effect: 'Allow',
        Action: [
          'elasticfilesystem:ClientMount',
          'elasticfilesystem:ClientRootAccess',
          'elasticfilesystem:ClientWrite',
        ],
        Resource: ['arn:aws:elasticfilesystem:eu-west-1:111122223333:file-system/fs-0123456789abcdef0'],
        Condition: {
          StringEquals: {
            'elasticfilesystem:AccessPointArn': 'arn:aws:elasticfilesystem:eu-west-1:111122223333:access-point/fsap-1',
          },
        },
      },
    ],
  })
})

describe('the policy is the least', () => {
  test('what only some inputs need is left out until they are named', () => {
    // Sharing makes a group of its own when there are more domains than a mount target takes groups: no input says so.
    const others = everything.filter((need) => need !== 'shareAcrossVpcDomains')
    const without = actionsOf(iamPolicyFor(others, scope))
    for (const action of ['elasticfilesystem:DeleteFileSystem', 'ec2:CreateSecurityGroup', 'kms:CreateGrant'])
      expect(without).not.toContain(action)
    const inputs = [
      'deleteData',
      'missingSecurityGroup',
      'lifecyclePolicies',
      'fileSystemPolicy',
      'hiddenProfiles',
      'reachProfiles',
      'deep',
      'running',
      'crossCheck',
      'executionRole',
      'tags',
    ] as const
    const kmsKeyArn = 'arn:aws:kms:eu-west-1:111122223333:key/1'
    const all = actionsOf(iamPolicyFor(everything, { ...scope, inputs, kmsKeyArn }))
    expect(new Set(all)).toEqual(new Set(everything.flatMap((need) => iamActions[need].map(({ action }) => action))))
  })

  test('only what AWS offers no resource for is allowed on everything', () => {
    const { Statement } = iamPolicyFor(everything, { ...scope, inputs: ['deleteData', 'missingSecurityGroup'] })
    const onAll = Statement.filter(({ Resource }) => Resource.includes('*')).flatMap(({ Action }) => Action)
    const writes = onAll.filter((action) => !/:(Describe|List|Lookup)/.test(action))
    expect(writes).toEqual(['elasticfilesystem:CreateFileSystem'])
  })

  test('only groups that carry the owner tag may be changed or deleted', () => {
    const { Statement } = iamPolicyFor(everything, { ...scope, inputs: ['missingSecurityGroup'] })
    const changing = Statement.filter(({ Action }) => Action.some((one) => /(Delete|Authorize)SecurityGroup/.test(one)))
    expect(changing.map(({ Condition }) => Condition)).toEqual([
      { StringEquals: { 'aws:ResourceTag/studio-efs:owner': 'studio-efs' } },
    ])
  })

  test('with tags in the scope, nothing without them may be deleted', () => {
    const onlyWithTags = { 'cloudformation:stack-id': 'arn:stack' }
    const { Statement } = iamPolicyFor(['removeFileSystem'], { ...scope, inputs: ['deleteData'], onlyWithTags })
    const deleting = Statement.filter(({ Action }) => Action.some((one) => one.startsWith('elasticfilesystem:Delete')))
    expect(deleting.flatMap(({ Action }) => Action).sort()).toEqual(
      ['AccessPoint', 'FileSystem', 'MountTarget'].map((kind) => `elasticfilesystem:Delete${kind}`),
    )
    const condition = { StringEquals: { 'aws:ResourceTag/cloudformation:stack-id': 'arn:stack' } }
    expect(deleting.map(({ Condition }) => Condition)).toEqual(deleting.map(() => condition))
  })

  test('tags are only for what is being created, and keys only for EFS', () => {
    const kmsKeyArn = 'arn:aws:kms:eu-west-1:111122223333:key/1'
    const { Statement } = iamPolicyFor(['ensureFileSystemForDomain'], { ...scope, kmsKeyArn })
    const conditionOf = (action: string) => Statement.find(({ Action }) => Action.includes(action))?.Condition
    expect(conditionOf('elasticfilesystem:TagResource')).toEqual({
      StringEquals: { 'elasticfilesystem:CreateAction': ['CreateFileSystem', 'CreateAccessPoint'] },
    })
    expect(conditionOf('kms:CreateGrant')).toEqual({
      StringLike: { 'kms:ViaService': 'elasticfilesystem.eu-west-1.*' },
    })
  })

  test('only encrypted file systems may be made', () => {
    const { Statement } = iamPolicyFor(['ensureFileSystemForDomain'], scope)
    const making = Statement.find(({ Action }) => Action.includes('elasticfilesystem:CreateFileSystem'))
    expect(making?.Condition).toEqual({ Bool: { 'elasticfilesystem:Encrypted': 'true' } })
  })
})

test('other partitions have their own ARNs', () => {
  const { Statement } = iamPolicyFor(['attachToProfile'], { ...scope, partition: 'aws-cn' })
  expect(Statement.every(({ Resource }) => Resource.every((arn) => arn.startsWith('arn:aws-cn:')))).toBe(true)
})

test('no action is repeated in one statement, and statements on the same thing are one', () => {
  const { Statement } = iamPolicyFor(everything, scope)
  for (const { Action } of Statement) expect(new Set(Action).size).toBe(Action.length)
  const keys = Statement.map(({ Resource, Condition }) => JSON.stringify([Resource, Condition]))
  expect(new Set(keys).size).toBe(keys.length)
})
