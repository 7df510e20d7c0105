import { expect, test } from 'vitest'
import { pagesWithIam, withIam } from './iam-docs.js'

test.each(pagesWithIam())('the IAM table of $path is the one in the code (npx tsx scripts/iam-docs.ts)', ({ text }) => {
  expect(text).toBe(withIam(text))
})

test('there are such pages', () => {
  expect(pagesWithIam().length).toBeGreaterThanOrEqual(2)
})
