import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, type Options } from 'tsup'
import { afterAll, expect, it } from 'vitest'
import config from '../tsup.config.js'

const outDir = mkdtempSync(join(tmpdir(), 'commonjs-'))
afterAll(() => rmSync(outDir, { recursive: true }))

const commonJs = (config as readonly Options[]).find(({ format }) => Array.isArray(format) && format.includes('cjs'))

// Jest's module system cannot load ES modules, and Node.js 20 cannot require them.
it('the CommonJS build is loaded by require, without any ES module', { timeout: 60_000 }, async () => {
  const folder = fileURLToPath(new URL('..', import.meta.url))
  const entry = { index: join(folder, 'src/index.ts') }
  await build({ ...commonJs, entry, outDir, config: false, tsconfig: join(folder, '../../tsconfig.json') })
  const program = `
    const { createFakeAws, stage, workingStudio } = require(${JSON.stringify(join(outDir, 'index.cjs'))})
    const studio = workingStudio()
    stage.dnsSupportOff(studio)
    console.log(studio.fake.state.ec2.vpcs.get(studio.vpcId).enableDnsSupport, createFakeAws().calls.length)`
  // Beside the package, where its dependencies are found; without Node.js's own way to require ES modules.
  const node = spawnSync(process.execPath, ['-e', program], {
    encoding: 'utf8',
    cwd: folder,
    env: { ...process.env, NODE_PATH: join(folder, 'node_modules') },
  })
  expect(node).toMatchObject({ stderr: '', stdout: 'false 0\n' })
})
