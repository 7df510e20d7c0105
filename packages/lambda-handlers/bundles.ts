import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { minify } from '@swc/core'
import { zipSync } from 'fflate'
import { build, type Options } from 'tsup'
import { sdkDiet } from './scripts/sdk-diet.js'

/** The handlers that are shipped as a single file with everything inside, by the name of their source. */
export const bundleNames = [
  'backfill-user-profiles',
  'ensure-file-system',
  'on-user-profile-created',
  'onboard-batch',
  'provision-directories',
  'replay-cloudtrail',
  'set-domain-default',
  'share-across-vpc-domains',
] as const

export type BundleName = (typeof bundleNames)[number]

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** Writes `index.mjs` into the folder: one file that runs on nodejs22.x and nodejs24.x with nothing beside it. */
export async function writeBundle(name: BundleName, folder: string): Promise<Uint8Array> {
  await build(bundleOptions(name, folder))
  const file = join(folder, 'index.mjs')
  // What esbuild leaves of branches and variables costs another 4%.
  const { code } = await minify(await readFile(file, 'utf8'), {
    module: true,
    compress: { passes: 2, ecma: 2022, toplevel: true },
    mangle: { toplevel: true },
  })
  await writeFile(file, code)
  return Buffer.from(code)
}

/** What Lambda takes as a deployment package; the same code gives the same bytes. */
export function zipOf(code: Uint8Array): Uint8Array {
  return zipSync({ 'index.mjs': code }, { level: 9, mtime: '1980-01-01 00:00:00' })
}

/** What nobody uses of a module goes with the module; in core's package, which is one module, some of it stays. */
const coreFromSource: NonNullable<Options['esbuildPlugins']>[number] = {
  name: 'core-from-source',
  setup(build) {
    build.onResolve({ filter: /^@studio-efs\/core(\/|$)/ }, ({ path }) => {
      const entry = path.slice('@studio-efs/core'.length + 1)
      return { path: here(`../core/src/${entry === '' ? 'index' : entry}.ts`), sideEffects: false }
    })
  },
}

function bundleOptions(name: BundleName, outDir: string): Options {
  return {
    entry: { index: here(`src/${name}.ts`) },
    outDir,
    format: ['esm'],
    platform: 'node',
    target: 'node20',
    outExtension: () => ({ js: '.mjs' }),
    noExternal: [/.*/],
    splitting: false,
    minify: true,
    clean: true,
    dts: false,
    silent: true,
    config: false,
    esbuildPlugins: [coreFromSource, ...sdkDiet],
    esbuildOptions(options) {
      // The ES module builds of the AWS SDK: half the size and a third of the import time of its CommonJS ones.
      options.mainFields = ['module', 'main']
      options.legalComments = 'none'
    },
  }
}
