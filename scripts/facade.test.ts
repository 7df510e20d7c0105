import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { facadeFile, facadeText } from './facade.js'

test('the documentation of the methods is that of the free functions', () => {
  expect(readFileSync(facadeFile, 'utf8')).toBe(facadeText())
})
