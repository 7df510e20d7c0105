import { assertErr, assertOk } from '@studio-efs/testing'
import { expect, test } from 'vitest'
import { parseStackName } from './stack-name.js'

test.each([
  'sagemaker-studio-efs',
  'SageMaker',
  'my-Sagemaker-x',
  'AmazonSageMaker-efs',
  'SAGEMAKER',
  '',
  'a b',
  '7up',
])('a stack may not be called %j', (name) => {
  expect(assertErr(parseStackName(name))).toMatchObject({ name: 'InvalidInputError', field: '--stack' })
})

test.each(['studio-efs', 'Sage-Maker', 'x'])('a stack may be called %j', (name) => {
  expect(assertOk(parseStackName(name))).toBe(name)
})
