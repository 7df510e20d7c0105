import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { bundleSizes, sizeWithoutOptionalClients } from './bundle-sizes.js'

const page = readFileSync(new URL('../docs/bundling.md', import.meta.url), 'utf8')
const TIMEOUT_MS = 180_000

test('the sizes on the page are within 10% of what the script measures', { timeout: TIMEOUT_MS }, async () => {
  const rows = [...page.matchAll(/^\| (.*) \| (\d+) \| (\d+) \| (\d+) \|$/gm)]
  const documented = rows.map(([, name, ...figures]) => ({ name, figures: figures.map(Number) }))
  const measured = (await bundleSizes()).map(({ name, oneFile, split, withoutSdk }) => ({
    name,
    figures: [oneFile, split, withoutSdk],
  }))
  expect(documented.map(({ name }) => name)).toEqual(measured.map(({ name }) => name))
  const differences = measured.flatMap(({ name, figures }, row) =>
    figures.flatMap((figure, column) => {
      const written = documented[row]?.figures[column] ?? 0
      return Math.abs(written - figure) > 0.1 * figure ? [`${name}: ${written}, measured ${figure}`] : []
    }),
  )
  expect(differences).toEqual([])
})

test('a bundle is made where the optional clients are not installed, without them', {
  timeout: TIMEOUT_MS,
}, async () => {
  expect(await sizeWithoutOptionalClients()).toBeLessThan(750)
})
