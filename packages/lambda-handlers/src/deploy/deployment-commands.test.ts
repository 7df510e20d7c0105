import { assertErr, assertOk } from '@studio-efs/testing'
import { expect, test } from 'vitest'
import { parseCommandLine } from './command-line.js'
import { deploymentCommands } from './deployment-commands.js'

const templates = { main: 'studio-efs.yaml', fanOut: 'studio-efs-fanout.yaml' }
const words = ['d-abcdefghijkl', '--bucket', 'my-bucket']

test('a command line gives three commands, and six with a fan-out', () => {
  const given = (...more: string[]) =>
    assertOk(parseCommandLine([...words, ...more]).andThen((one) => deploymentCommands({ ...one, templates })))
  expect(given()).toHaveLength(3)
  expect(given('--fan-out', 'my-lists')).toHaveLength(6)
  expect(given('--parameter', 'Scenario=DomainShared')[1]).toContain(' Scenario=DomainShared')
})

test('each parameter goes to the stack that has it, and one of both to both', () => {
  const parameters = ['BatchSize=20', 'ListKey=a b.csv', 'Monitoring=metrics', 'Architecture=arm64', 'Concurrency=4']
  const asked = [...words, '--fan-out', 'my-lists', ...parameters.flatMap((one) => ['--parameter', one])]
  const commands = assertOk(parseCommandLine(asked).andThen((one) => deploymentCommands({ ...one, templates })))
  const overrides = [1, 4].map((n) => commands[n]?.split('--parameter-overrides ')[1]?.split(' $(')[0])
  expect(overrides).toEqual([
    'SageMakerDomainId=d-abcdefghijkl Monitoring=metrics Architecture=arm64 Concurrency=4',
    "ListBucket=my-lists Metrics=studio-efs BatchSize=20 'ListKey=a b.csv' Architecture=arm64 Concurrency=4",
  ])
})

test('metrics of the fan-out may have another name', () => {
  const asked = [...words, '--fan-out', 'my-lists', '--parameter', 'Metrics=lists']
  const commands = assertOk(parseCommandLine(asked).andThen((one) => deploymentCommands({ ...one, templates })))
  expect(commands[4]?.split('--parameter-overrides ')[1]).toMatch(/^ListBucket=my-lists Metrics=lists \$\(/)
})

test.each([
  [['Scenario=DomainShared'], "Unknown word 'Scenario=DomainShared'. Did you mean --parameter Scenario=DomainShared?"],
  [['fan-out'], "Unknown word 'fan-out'. Did you mean --fan-out?"],
  [['d-another'], "Unknown word 'd-another'."],
])('a word that no option takes is refused: %j', (more, message) => {
  expect(assertErr(parseCommandLine([...words, ...more])).message).toBe(message)
})

test.each([
  [[], 'The domain id is missing.'],
  [['d-abcdefghijkl'], '--bucket is missing.'],
  [['d-abcdefghijkl', '--buckt', 'x'], "Unknown option '--buckt'"],
])('%j is refused', (args, message) => {
  expect(assertErr(parseCommandLine(args)).message).toContain(message)
})

test('a domain id, a stack and a parameter that are none are refused by name', () => {
  const input = {
    domainId: 'd-abc',
    bucket: 'b',
    stack: 'studio-efs',
    parameters: [],
    tags: [],
    listBucket: undefined,
    templates,
  }
  const fieldFor = (one: object) => assertErr(deploymentCommands({ ...input, ...one })).field
  expect([
    fieldFor({ domainId: 'abc' }),
    fieldFor({ stack: 'sagemaker-x' }),
    fieldFor({ parameters: ['Scope'] }),
    fieldFor({ parameters: ['Scop=private'] }),
    fieldFor({ parameters: ['BatchSize=20'] }),
    fieldFor({ parameters: ['ListBucket=other'], listBucket: 'my-lists' }),
    fieldFor({ tags: ['Team'] }),
    fieldFor({ tags: ['Team=a,b'] }),
  ]).toEqual(['the domain id', '--stack', ...Array(4).fill('--parameter'), '--tag', '--tag'])
})
