import { expect, test } from 'vitest'
import { helpDeskPolicy } from './help-desk-policy.js'

const scope = { region: 'eu-west-1', account: '111122223333', domainId: 'd-abcdefghijkl' }

test('a help desk reads everything that a diagnosis looks at, and changes nothing', () => {
  const { Statement } = helpDeskPolicy({ ...scope, kmsKeyArn: 'arn:aws:kms:eu-west-1:111122223333:key/1' })
  const actions = Statement.flatMap(({ Action }) => Action)
  expect(actions.filter((action) => !/:(Describe|Get|List)[A-Z]/.test(action))).toEqual([])
  expect(actions).toEqual(expect.arrayContaining(['kms:DescribeKey', 'iam:GetRole', 'sagemaker:DescribeApp']))
  // DescribeKey is called by the help desk itself, and not by EFS for it.
  expect(Statement.filter(({ Condition }) => Condition !== undefined)).toEqual([])
})
