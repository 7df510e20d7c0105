import { expect, test } from 'vitest'
import { readinessOf } from './readiness.js'

test.each([
  ['InService', 'ready'],
  ['Update_Failed', 'ready'],
  ['Pending', 'settling'],
  ['Updating', 'settling'],
  ['Deleting', 'unusable'],
  ['Failed', 'unusable'],
  ['Delete_Failed', 'unusable'],
  ['SomethingNew', 'settling'],
  ['toString', 'settling'],
])('a resource that is %s is %s', (status, readiness) => {
  expect(readinessOf(status)).toBe(readiness)
})
