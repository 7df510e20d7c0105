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
    fieldFor({ tags: ['Team'] }),
    fieldFor({ tags: ['Team=a,b'] }),
  ]).toEqual(['the domain id', '--stack', '--parameter', '--tag', '--tag'])
})
