import { describe, expect, test } from 'vitest'
import { templateNames } from '../build/template-policies.js'
import { type Json, type JsonObject, readTemplate } from './cloudformation/template.js'

interface RawStatement {
  readonly Effect: 'Allow' | 'Deny'
  readonly Action: string | readonly string[]
  readonly Resource?: Json
  readonly Principal?: Json
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, Json>>>>
}

interface Found {
  readonly template: string
  readonly logicalId: string
  readonly statement: RawStatement
}

function statementsIn(value: Json): readonly RawStatement[] {
  if (Array.isArray(value)) return value.flatMap(statementsIn)
  if (typeof value !== 'object' || value === null) return []
  const object = value as JsonObject
  const own = Array.isArray(object['Statement']) ? (object['Statement'] as unknown as RawStatement[]) : []
  return [...own, ...Object.values(object).flatMap(statementsIn)]
}

const found: readonly Found[] = templateNames.flatMap((template) =>
  Object.entries(readTemplate(template).Resources).flatMap(([logicalId, { Properties }]) =>
    statementsIn(Properties).map((statement) => ({ template, logicalId, statement })),
  ),
)
const listOf = <T>(value: T | readonly T[] | undefined): readonly T[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value as T]
const keysOf = ({ Condition = {} }: RawStatement) => Object.values(Condition).flatMap((tests) => Object.keys(tests))

/**
 * Actions that take no resource, or that the Lambda service asks for on all of them.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html
 */
const WITHOUT_RESOURCE: readonly (string | RegExp)[] = [
  /^ec2:Describe/,
  /^sagemaker:List/,
  /^xray:/,
  'cloudtrail:LookupEvents',
  'elasticfilesystem:CreateFileSystem',
  'elasticfilesystem:DescribeFileSystems',
]
const FOR_THE_LAMBDA_SERVICE: readonly string[] = [
  ...['ec2:AssignPrivateIpAddresses', 'ec2:UnassignPrivateIpAddresses'],
  ...['ec2:CreateNetworkInterface', 'ec2:DeleteNetworkInterface', 'ec2:DescribeNetworkInterfaces'],
  ...['ec2:DescribeSubnets'],
]

/** Condition keys that the service authorization reference offers for an action and that fit what the stack does with it. */
const CONDITIONS: Readonly<Record<string, readonly string[]>> = {
  'sts:AssumeRole': ['aws:SourceAccount'],
  'iam:PassRole': ['iam:PassedToService'],
  'iam:CreateServiceLinkedRole': ['iam:AWSServiceName'],
  'ec2:CreateTags': ['ec2:CreateAction'],
  'ec2:AuthorizeSecurityGroupIngress': ['aws:ResourceTag/studio-efs:owner'],
  'ec2:DeleteSecurityGroup': ['aws:ResourceTag/studio-efs:owner'],
  'elasticfilesystem:ClientMount': ['elasticfilesystem:AccessPointArn'],
  'elasticfilesystem:ClientRootAccess': ['elasticfilesystem:AccessPointArn'],
  'elasticfilesystem:ClientWrite': ['elasticfilesystem:AccessPointArn'],
  'elasticfilesystem:CreateFileSystem': ['elasticfilesystem:Encrypted'],
  'elasticfilesystem:DeleteAccessPoint': ['aws:ResourceTag/cloudformation:stack-id'],
  'elasticfilesystem:DeleteFileSystem': ['aws:ResourceTag/cloudformation:stack-id'],
  'elasticfilesystem:DeleteMountTarget': ['aws:ResourceTag/cloudformation:stack-id'],
  'elasticfilesystem:PutFileSystemPolicy': ['aws:ResourceTag/cloudformation:stack-id'],
  'elasticfilesystem:TagResource': ['elasticfilesystem:CreateAction'],
  'kms:CreateGrant': ['kms:ViaService'],
  'kms:Decrypt': ['kms:ViaService'],
  'kms:DescribeKey': ['kms:ViaService'],
  'kms:GenerateDataKey': ['kms:ViaService'],
  'kms:GenerateDataKeyWithoutPlaintext': ['kms:ViaService'],
  's3:GetObject': ['aws:ResourceAccount'],
  's3:PutObject': ['aws:ResourceAccount'],
}

const allowed = found.filter(({ statement }) => statement.Effect === 'Allow')

describe('every statement is as narrow as the service authorization reference allows', () => {
  test.each(
    allowed.map((each) => [`${each.template} ${each.logicalId} ${listOf(each.statement.Action)}`, each] as const),
  )('%s', (_, { logicalId, statement }) => {
    const actions = listOf(statement.Action)
    for (const action of actions) {
      expect(action).not.toContain('*')
      expect(keysOf(statement)).toEqual(expect.arrayContaining([...(CONDITIONS[action] ?? [])]))
    }
    if (!listOf(statement.Resource).includes('*')) return
    const wide = actions.filter((action) => !WITHOUT_RESOURCE.some((one) => action.match(one) !== null))
    expect(wide.filter((one) => logicalId !== 'DirectoryRole' || !FOR_THE_LAMBDA_SERVICE.includes(one))).toEqual([])
  })
})

test('a role is assumed for this account alone', () => {
  const trusts = found.filter(({ statement }) => statement.Action === 'sts:AssumeRole')
  expect(trusts.length).toBeGreaterThan(8)
  for (const { statement } of trusts)
    expect(Object.values(statement.Condition ?? {})).toEqual([{ 'aws:SourceAccount': { Ref: 'AWS::AccountId' } }])
})

test.each(templateNames)('every queue of %s refuses requests without TLS', (name) => {
  const { Resources } = readTemplate(name)
  const queues = Object.entries(Resources).filter(([, { Type }]) => Type === 'AWS::SQS::Queue')
  for (const [queue] of queues) {
    const policy = Object.values(Resources).find(
      ({ Type, Properties }) =>
        Type === 'AWS::SQS::QueuePolicy' && JSON.stringify(Properties['Queues']) === JSON.stringify([{ Ref: queue }]),
    )
    expect(statementsIn((policy?.Properties ?? {}) as Json)).toContainEqual({
      Effect: 'Deny',
      Principal: '*',
      Action: 'sqs:*',
      Resource: { 'Fn::GetAtt': `${queue}.Arn` },
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    })
  }
})

test.each(templateNames)('every rule of %s on events takes those of its own account', (name) => {
  const patterns = Object.values(readTemplate(name).Resources).flatMap(({ Type, Properties }) =>
    Type === 'AWS::Events::Rule' && 'EventPattern' in Properties ? [Properties['EventPattern']] : [],
  )
  for (const pattern of patterns) expect(pattern).toMatchObject({ account: [{ Ref: 'AWS::AccountId' }] })
})
