import { CloudFormationClient } from '@aws-sdk/client-cloudformation'
import { assertErr, assertOk, createFakeAws } from '@studio-efs/testing'
import { expect, test } from 'vitest'
import { type FindDirectoryFunctionsInput, findDirectoryFunctions } from './find-directory-functions.js'

const DirectoryFunction = 'studio-efs-directories-0a1b2c3d'

function account() {
  const fake = createFakeAws()
  const cloudFormation = new CloudFormationClient({ ...fake.clientConfig(), maxAttempts: 1 })
  const stack = (StackName: string, outputs: Readonly<Record<string, string>> = {}) =>
    fake.seed.stackExports({
      StackName,
      outputs: { DirectoryFunction, FileSystemId: 'fs-01234567', SageMakerDomainId: 'd-one', ...outputs },
    })
  const find = async (input: FindDirectoryFunctionsInput = {}) =>
    assertOk(await findDirectoryFunctions({ cloudFormation, clock: fake.clock }, input))
  return { fake, cloudFormation, stack, find }
}

test('finds the function of each stack with its file system and domain, with one request', async () => {
  const { fake, stack, find } = account()
  stack('studio-efs')
  stack('another', { FileSystemId: 'fs-0bbbbbbb', SageMakerDomainId: 'd-two' })
  const all = await find()
  expect(all).toEqual([
    { functionName: DirectoryFunction, stackName: 'another', fileSystemId: 'fs-0bbbbbbb', domainId: 'd-two' },
    { functionName: DirectoryFunction, stackName: 'studio-efs', fileSystemId: 'fs-01234567', domainId: 'd-one' },
  ])
  expect(fake.calls.map(({ operation }) => operation)).toEqual(['ListExports'])
  const stacksOf = async (input: FindDirectoryFunctionsInput) => (await find(input)).map(({ stackName }) => stackName)
  expect(await stacksOf({ domainId: 'd-one' })).toEqual(['studio-efs'])
  expect(await stacksOf({ fileSystemId: 'fs-0bbbbbbb', domainId: 'd-one' })).toEqual(['another'])
  expect(await stacksOf({ fileSystemId: 'fs-0ccccccc' })).toEqual([])
  stack('third', { SageMakerDomainId: 'd-three' })
  expect(await stacksOf({ fileSystemId: 'fs-01234567' })).toEqual(['studio-efs', 'third'])
  expect(await stacksOf({ fileSystemId: 'fs-01234567', domainId: 'd-three' })).toEqual(['third'])
})

test.each<[string, Readonly<Record<string, string>>]>([
  ['a function of another name', { DirectoryFunction: 'somebody-elses' }],
  [
    'an ARN of another account',
    { DirectoryFunction: 'arn:aws:lambda:eu-west-1:999999999999:function:studio-efs-directories-1' },
  ],
  ['a file system that is none', { FileSystemId: 'efs' }],
  ['a domain that is none', { SageMakerDomainId: '' }],
])('leaves out a stack that exports %s', async (_, outputs) => {
  const { stack, find } = account()
  stack('strange', outputs)
  expect(await find()).toEqual([])
})

test('takes a file system and a domain of the same stack only', async () => {
  const { fake, find } = account()
  fake.seed.stackExports({ StackName: 'a', outputs: { DirectoryFunction } })
  fake.seed.stackExports({ StackName: 'b', outputs: { FileSystemId: 'fs-01234567', SageMakerDomainId: 'd-one' } })
  fake.seed.stackExports({ StackName: 'a', outputs: { FileSystemId: 'fs-01234567', SageMakerDomainId: 'd-one' } })
  expect(await find()).toEqual([])
})

test('names the call that was denied', async () => {
  const { fake, cloudFormation } = account()
  const fault = { kind: 'error', code: 'AccessDenied' } as const
  fake.inject({ service: 'cloudformation', when: () => true, fault })
  const error = assertErr(await findDirectoryFunctions({ cloudFormation, clock: fake.clock }, {}))
  expect(error).toMatchObject({ name: 'AccessDeniedError', operation: 'ListExports' })
})
