import { expect, test } from 'vitest'
import { isAllowed, type Statement } from './iam.js'

const arn = 'arn:aws:iam::111122223333:role/Spaces'
const pass: Statement = {
  Effect: 'Allow',
  Action: 'iam:PassRole',
  Resource: ['arn:aws:iam::111122223333:role/Sp*'],
  Condition: { StringEquals: { 'iam:PassedToService': 'sagemaker.amazonaws.com' } },
}
const toStudio = { 'iam:PassedToService': 'sagemaker.amazonaws.com' }
const request = { action: 'iam:PassRole', resource: arn, context: toStudio }

test('action, resource and every condition have to fit', () => {
  expect(isAllowed([pass], request)).toBe(true)
  expect(isAllowed([], request)).toBe(false)
  expect(isAllowed([pass], { ...request, action: 'iam:GetRole' })).toBe(false)
  expect(isAllowed([pass], { ...request, resource: 'arn:aws:iam::111122223333:role/Admin' })).toBe(false)
  expect(isAllowed([pass], { ...request, context: { 'iam:PassedToService': 'ec2.amazonaws.com' } })).toBe(false)
  expect(isAllowed([pass], { action: 'iam:PassRole', resource: arn })).toBe(false)
})

test('a denial wins, where it applies', () => {
  const Condition = { ArnLike: { 'lambda:SourceFunctionArn': 'arn:aws:lambda:*:*:function:*' } }
  const deny: Statement = { Effect: 'Deny', Action: 'iam:*', Resource: '*', Condition }
  const fromFunction = { ...toStudio, 'lambda:SourceFunctionArn': 'arn:aws:lambda:eu-west-1:111122223333:function:f' }
  expect(isAllowed([pass, deny], { ...request, context: fromFunction })).toBe(false)
  expect(isAllowed([pass, deny], request)).toBe(true)
})

test('a condition that is not known here is not taken for fulfilled', () => {
  const odd = { ...pass, Condition: { NumericLessThan: { a: '1' } } }
  expect(() => isAllowed([odd], request)).toThrow(/NumericLessThan/)
})
