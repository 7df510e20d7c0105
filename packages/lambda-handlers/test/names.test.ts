import { describe, expect, test } from 'vitest'
import { templateNames } from '../build/template-policies.js'
import { deployed, fanOutParameters } from './cloudformation/deployed.js'
import { isAllowed, type Statement } from './cloudformation/iam.js'
import { deploy, type Stack } from './cloudformation/stack.js'
import { readTemplate } from './cloudformation/template.js'
import { role, studio } from './studio.js'

const named = (arn: string) => ['SageMaker', 'sagemaker', 'Sagemaker'].map((word) => arn.replace('WORD', `*${word}*`))

/**
 * Statements of the managed policy AmazonSageMakerFullAccess whose resources are chosen by name, which most execution
 * roles of Studio carry, `stateMachine` spelled as in ARNs; and the same patterns for queues and rules, in case of others.
 *
 * @see https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonSageMakerFullAccess.html
 */
const managedPolicy: readonly Statement[] = [
  {
    Effect: 'Allow',
    Action: 'lambda:InvokeFunction',
    Resource: [...named('arn:aws:lambda:*:*:function:WORD'), 'arn:aws:lambda:*:*:function:*LabelingFunction*'],
  },
  {
    Effect: 'Allow',
    Action: ['states:StartExecution', 'states:StopExecution', 'states:UpdateStateMachine'],
    Resource: ['arn:aws:states:*:*:stateMachine:*sagemaker*', 'arn:aws:states:*:*:execution:*sagemaker*:*'],
  },
  { Effect: 'Allow', Action: ['sns:Subscribe', 'sns:CreateTopic'], Resource: named('arn:aws:sns:*:*:WORD') },
  { Effect: 'Allow', Action: 'sqs:SendMessage', Resource: named('arn:aws:sqs:*:*:WORD') },
  { Effect: 'Allow', Action: 'events:PutTargets', Resource: named('arn:aws:events:*:*:rule/WORD') },
]

const ACTIONS: Readonly<Record<string, readonly [string, string]>> = {
  'AWS::Lambda::Function': ['lambda:InvokeFunction', 'lambda:eu-west-1:111122223333:function:'],
  'AWS::StepFunctions::StateMachine': ['states:StartExecution', 'states:eu-west-1:111122223333:stateMachine:'],
  'AWS::SQS::Queue': ['sqs:SendMessage', 'sqs:eu-west-1:111122223333:'],
  'AWS::Events::Rule': ['events:PutTargets', 'events:eu-west-1:111122223333:rule/'],
}

/** Names of a kind as the stack decided them, without their ARNs. */
function namesOf(stack: Stack, type: string): readonly string[] {
  return stack.resources(type).map(([, { physicalId }]) => physicalId.split(':').at(-1) ?? '')
}

async function stacksNamed(StackName: string): Promise<readonly Stack[]> {
  const { stack, region } = await deployed({ StackName })
  const options = { name: `${StackName}-fanout`, template: 'studio-efs-fanout.yaml' } as const
  const fanOut = await deploy(region, { ...options, parameters: fanOutParameters(stack) })
  const domain = await deployed({ StackName, Scenario: 'DomainShared' }, studio())
  const vpc = await deployed({ StackName, Scenario: 'VpcShared', SpaceRoleArns: role }, studio())
  return [stack, fanOut, domain.stack, vpc.stack]
}

describe('no execution role of Studio may use a function, state machine, queue or rule by its name', () => {
  test.each(['studio-efs', 'sagemaker-studio-efs', 'SageMaker', 'Sagemaker-LabelingFunction'])('%s', async (name) => {
    const stacks = await stacksNamed(name)
    for (const [type, [action, prefix]] of Object.entries(ACTIONS)) {
      const names = stacks.flatMap((stack) => namesOf(stack, type))
      expect(names.length).toBeGreaterThan(0)
      for (const each of names) {
        expect(each).toMatch(/^studio-efs-[-a-z]+-[0-9a-f-]{36}$/)
        expect(each.length).toBeLessThanOrEqual(64)
        expect(isAllowed(managedPolicy, { action, resource: `arn:aws:${prefix}${each}` })).toBe(false)
      }
    }
  })

  test('which the patterns would allow if the names were made from that of the stack', () => {
    const [action, prefix] = ACTIONS['AWS::Lambda::Function'] ?? ['', '']
    const resource = `arn:aws:${prefix}sagemaker-studio-efs-DirectoryFunction`
    expect(isAllowed(managedPolicy, { action, resource })).toBe(true)
  })
})

test('two stacks have no name in common', async () => {
  const stacks = [await stacksNamed('one'), await stacksNamed('other')]
  const [one, other] = stacks.map((each) =>
    Object.keys(ACTIONS).flatMap((type) => each.slice(0, 2).flatMap((stack) => namesOf(stack, type))),
  )
  expect(one?.filter((name) => other?.includes(name))).toEqual([])
})

/** Kinds whose names are one for all Regions of an account, with the property that has the name. */
const GLOBAL = { 'AWS::IAM::Role': 'RoleName', 'AWS::CloudWatch::Dashboard': 'DashboardName' } as const

test.each(templateNames)('stacks of one name in two Regions of an account share no global name of %s', (name) => {
  const named = Object.entries(GLOBAL).flatMap(([type, property]) =>
    Object.entries(readTemplate(name).Resources)
      .filter(([, { Type }]) => Type === type)
      .map(([logicalId, { Properties }]) => [logicalId, JSON.stringify(Properties[property])] as const),
  )
  expect(named.length).toBeGreaterThan(1)
  for (const [logicalId, text] of named) expect(text, logicalId).toMatch(/AWS::Region|AWS::StackId/)
})
