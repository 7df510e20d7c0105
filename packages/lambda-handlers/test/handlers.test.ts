import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { bundleNames } from '../build/bundles.js'
import manifest from '../package.json' with { type: 'json' }

const root = fileURLToPath(new URL('..', import.meta.url))
const sources = readdirSync(join(root, 'src'))
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
  .map((file) => file.slice(0, -'.ts'.length))
const load = (name: string): Promise<Record<string, unknown>> => import(`../src/${name}.ts`)

afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllEnvs()
})

test('every handler is bundled, and can be imported by its name', () => {
  expect([...bundleNames]).toEqual(sources.toSorted())
  expect(Object.keys(manifest.exports)).toEqual([...sources.toSorted().map((name) => `./${name}`), './package.json'])
})

describe('every handler', () => {
  test.each(bundleNames)('%s: has a handler and one factory, named after it', async (name) => {
    const exported = Object.keys(await load(name)).filter((each) => each === 'handler' || each.startsWith('create'))
    expect(exported.map((each) => each.toLowerCase()).sort()).toEqual([`create${name.replaceAll('-', '')}`, 'handler'])
  })

  test.each(bundleNames.filter((name) => name !== 'ensure-file-system'))(
    '%s: reports every wrong variable at the first event, and at every further one',
    async (name) => {
      const lines: string[] = []
      vi.spyOn(console, 'log').mockImplementation((line) => void lines.push(line))
      vi.resetModules()
      vi.stubEnv('STUDIO_EFS_TYPO', 'x')
      vi.stubEnv('STUDIO_EFS_MOUNT_POINT', 'maybe')
      const { handler } = (await load(name)) as { handler(event: unknown, invocation: object): Promise<unknown> }
      for (const awsRequestId of ['1', '2'])
        await expect(handler({}, { awsRequestId })).rejects.toMatchObject({ name: 'InvalidConfigurationError' })
      const records = lines.map((line) => JSON.parse(line))
      expect(records).toMatchObject([
        { level: 'error', message: 'failed', handler: name, requestId: '1' },
        { level: 'error', requestId: '2' },
      ])
      expect(records[0].error.message).toMatch(/STUDIO_EFS_TYPO.*STUDIO_EFS_MOUNT_POINT/)
    },
  )
})
