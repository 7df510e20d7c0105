import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { type EsbuildPlugin, SDK_FILE, type SdkRewrite, slimSdk } from '../build/slim-sdk.js'

const scratch = mkdtempSync(join(tmpdir(), 'studio-efs-windows-paths-'))
afterAll(() => rmSync(scratch, { recursive: true }))

/** Loads one file as esbuild would, and ends the build: the texts and the errors. */
async function loaded(path: string, rewrites: readonly SdkRewrite[]) {
  type Build = Parameters<EsbuildPlugin['setup']>[0]
  type Callbacks = { load?: Parameters<Build['onLoad']>[1]; end?: Parameters<Build['onEnd']>[0] }
  const callbacks: Callbacks = {}
  const build = {
    onLoad: (_: unknown, load: Callbacks['load']) => Object.assign(callbacks, { load }),
    onEnd: (end: Callbacks['end']) => Object.assign(callbacks, { end }),
  } as unknown as Build
  await slimSdk(rewrites).setup(build)
  const file = await callbacks.load?.({ path, namespace: 'file', suffix: '', pluginData: undefined, with: {} })
  const ended = (await callbacks.end?.({} as never)) as { errors: readonly { text: string }[] }
  return { contents: file?.contents, errors: ended.errors }
}

const rewrite: SdkRewrite = {
  name: 'shorter',
  files: '@aws-sdk/client-*/dist-es/runtimeExtensions.js',
  rewrite: (text) => text.replace('long', 'short'),
}

test.each(['/', '\\'])('files of the AWS SDK are found when folders end with %j', async (separator) => {
  const path = ['', 'node_modules', '@aws-sdk', 'client-efs', 'dist-es', 'runtimeExtensions.js'].join(separator)
  expect(SDK_FILE.test(`C:${path}`)).toBe(true)
  // On this platform a name with backslashes is one file.
  const file = `${scratch}${separator === '/' ? path : `/drive${path}`}`
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, 'long')
  expect(await loaded(file, [rewrite])).toEqual({ contents: 'short', errors: [] })
})

test('a rewrite that finds nothing fails the build', async () => {
  const file = join(scratch, 'node_modules', '@aws-sdk', 'client-s3', 'dist-es', 'other.js')
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, 'long')
  const { errors } = await loaded(file, [rewrite])
  expect(errors.map(({ text }) => text)).toEqual([expect.stringContaining('shorter of @aws-sdk/client-s3')])
})
