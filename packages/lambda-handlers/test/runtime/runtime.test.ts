import { afterEach, describe, expect, test } from 'vitest'
import { zipOf } from '../../build/bundles.js'
import { type FunctionProcess, startFunction } from './function-process.js'
import { nodeVersions } from './node-versions.js'

const open: FunctionProcess[] = []
afterEach(() => {
  for (const running of open.splice(0)) running.stop()
})

async function running(node: string, code: string) {
  const started = await startFunction({
    zip: zipOf({ files: { 'index.mjs': Buffer.from(code) }, notices: '' }),
    node,
    environment: { GREETING: 'hello' },
  })
  open.push(started)
  return started
}

for (const { name, node, there, major } of nodeVersions) {
  describe.skipIf(!there)(`${name} over the runtime API`, () => {
    test('is the version that it is called, and hands over events, environment and time', async () => {
      const { invoke, records } = await running(
        node,
        `export const handler = async (event, context) => {
          console.log(JSON.stringify({ event }))
          const { GREETING } = process.env
          return { version: process.versions.node, GREETING, left: context.getRemainingTimeInMillis() }
        }`,
      )
      const reply = await invoke({ name: 'alice' })
      expect(reply).toMatchObject({ version: expect.stringMatching(`^${major}\\.`), GREETING: 'hello' })
      expect((reply as { readonly left: number }).left).toBeGreaterThan(50_000)
      expect(records).toEqual([{ event: { name: 'alice' } }])
    })

    test('reports what a handler throws, and goes on', async () => {
      const { invoke } = await running(
        node,
        "export const handler = async (fails) => { if (fails) throw new TypeError('no'); return undefined }",
      )
      await expect(invoke(true)).rejects.toMatchObject({ name: 'TypeError', message: 'no' })
      expect(await invoke(false)).toBeNull()
    })

    test.each([
      ['cannot be loaded', "throw new Error('broken')", 'Runtime.ImportModuleError'],
      ['exports no handler', 'export const main = 1', 'Runtime.HandlerNotFound'],
      ['ends its process', 'export const handler = () => process.exit(7)', 'Runtime.ExitError'],
    ])('reports a function that %s', async (_, code, errorType) => {
      const { invoke } = await running(node, code)
      await expect(invoke({})).rejects.toMatchObject({ name: errorType })
    })
  })
}
