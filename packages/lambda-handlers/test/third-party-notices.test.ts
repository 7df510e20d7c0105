import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { build } from 'tsup'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { collectPackages, noticesOf } from '../build/third-party-notices.js'

const work = mkdtempSync(join(tmpdir(), 'studio-efs-notices-'))
afterAll(() => rmSync(work, { recursive: true, force: true }))

const MIT = 'Permission is hereby granted'

function write(files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(work, path)), { recursive: true })
    writeFileSync(join(work, path), text)
  }
}

function manifest(name: string, license: unknown, version = '1.0.0'): string {
  return JSON.stringify({ name, version, license, type: 'module', main: 'index.js', sideEffects: false })
}

beforeEach(() => {
  rmSync(work, { recursive: true, force: true })
  write({
    'node_modules/@makers/used/package.json': manifest('@makers/used', 'Apache-2.0'),
    'node_modules/@makers/used/index.js': "import { inner } from 'inner'; export const used = () => inner()",
    'node_modules/@makers/used/LICENSE': 'Apache License\r\n',
    'node_modules/@makers/used/NOTICE.txt': 'By the makers',
    'node_modules/@makers/used/node_modules/inner/package.json': manifest('inner', 'MIT', '2.0.0'),
    'node_modules/@makers/used/node_modules/inner/index.js': "export const inner = () => console.log('inner')",
    'node_modules/@makers/used/node_modules/inner/license.md': MIT,
    'node_modules/dropped/package.json': manifest('dropped', 'GPL-3.0'),
    'node_modules/dropped/index.js': 'export const dropped = () => console.log(1)',
    'node_modules/twin/package.json': manifest('twin', 'MIT'),
    'node_modules/twin/index.js': "export const twin = () => console.log('twin')",
    'node_modules/twin/LICENCE': MIT,
  })
})

async function noticesFor(program: string): Promise<string> {
  write({ 'program.mjs': program })
  const folders = new Set<string>()
  await build({
    entry: { index: join(work, 'program.mjs') },
    ...{ outDir: join(work, 'dist'), format: 'esm', platform: 'node', noExternal: [/.*/] },
    ...{ config: false, silent: true, esbuildPlugins: [collectPackages(folders)] },
  })
  return noticesOf(folders)
}

const program = `
import { used } from '@makers/used'
import { dropped } from 'dropped'
import { twin } from 'twin'
used(twin)`

test('name the packages whose code is in the bundle, those inside others too, and no other', async () => {
  const notices = await noticesFor(program)
  const line = '-'.repeat(80)
  expect(notices.split('\n\n').slice(1).join('\n\n')).toBe(
    `@makers/used 1.0.0 (Apache-2.0)\n\nApache License\n\nBy the makers\n\n${line}\n` +
      `inner 2.0.0 (MIT)\ntwin 1.0.0 (MIT)\n\n${MIT}\n`,
  )
  expect(await noticesFor(program)).toBe(notices)
})

test.each(['GPL-3.0', 'SEE LICENSE IN terms.txt', undefined])('fail for the license %s', async (license) => {
  write({ 'node_modules/twin/package.json': manifest('twin', license) })
  await expect(noticesFor(program)).rejects.toThrow(/twin@1\.0\.0 .*license .*not known/)
})

test('fail for a package without a license text; a notice alone is none', async () => {
  rmSync(join(work, 'node_modules/@makers/used/LICENSE'))
  await expect(noticesFor(program)).rejects.toThrow('@makers/used@1.0.0 is in a bundle and has no license text')
})
