import { expect, test } from 'vitest'
import { causesPage, page } from './diagnosis-matrix.js'

test('the page of causes is what diagnose says now', async () => {
  await expect(await causesPage()).toMatchFileSnapshot(page)
})
