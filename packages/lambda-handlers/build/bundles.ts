import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { minify } from '@swc/core'
import { zipSync } from 'fflate'
import { build, type Options } from 'tsup'
import { coreFromSource } from './core-from-source.js'
import { withoutLedgers } from './left-out.js'
import { regionsByPattern } from './sdk-partitions.js'
import { ec2QueryNames, namedMembers, usedSchemas } from './sdk-schemas.js'
import { type SdkRewrite, slimSdk } from './slim-sdk.js'
import { standInRewrites } from './stand-ins.js'
import { collectPackages, noticesOf } from './third-party-notices.js'

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

/** The order counts: `usedSchemas` replaces constants that `namedMembers` and `ec2QueryNames` look up. */
export const sdkRewrites: readonly SdkRewrite[] = [
  ...standInRewrites,
  regionsByPattern,
  namedMembers,
  ec2QueryNames,
  usedSchemas,
]

/** Upper bound of `index.mjs`, in bytes. A test keeps 5% of it free. */
export function maxBundleBytes(name: BundleName): number {
  if (name === 'provision-directories') return 60_000
  if (name === 'ensure-file-system' || name === 'replay-cloudtrail') return 300_000
  return name === 'share-across-vpc-domains' ? 320_000 : 280_000
}

export interface Bundle {
  readonly code: Uint8Array
  /** The licenses of the packages whose code is in it. */
  readonly notices: string
}

export const NOTICES_FILE = 'THIRD-PARTY-NOTICES'

/**
 * Writes `index.mjs` into the folder: one file that runs on nodejs22.x and nodejs24.x with nothing beside it. Writes the
 * licenses of what is in it to a file of their own.
 */
export async function writeBundle(name: BundleName, folder: string): Promise<Bundle> {
  const packages = new Set<string>()
  await build(bundleOptions(name, folder, packages))
  const file = join(folder, 'index.mjs')
  // Takes another 4% off esbuild's branches and variables.
  const { code } = await minify(await readFile(file, 'utf8'), {
    module: true,
    compress: { passes: 2, ecma: 2022, toplevel: true },
    mangle: { toplevel: true },
  })
  const notices = await noticesOf(packages)
  await writeFile(file, code)
  await writeFile(join(folder, NOTICES_FILE), notices)
  return { code: Buffer.from(code), notices }
}

/** Lambda's deployment package of a bundle; the same bundle gives the same bytes. */
export function zipOf({ code, notices }: Bundle): Uint8Array {
  return zipSync(
    { 'index.mjs': code, [NOTICES_FILE]: Buffer.from(notices) },
    { level: 9, mtime: '1980-01-01 00:00:00' },
  )
}

function bundleOptions(name: BundleName, outDir: string, packages: Set<string>): Options {
  return {
    entry: { index: fileURLToPath(new URL(`../src/${name}.ts`, import.meta.url)) },
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
    esbuildPlugins: [
      ...(name === 'provision-directories' ? [] : [withoutLedgers]),
      ...[coreFromSource, slimSdk(sdkRewrites), collectPackages(packages)],
    ],
    esbuildOptions(options) {
      // The ES module builds of the AWS SDK: half the size and a third of the import time of its CommonJS ones.
      options.mainFields = ['module', 'main']
      options.legalComments = 'none'
      // The SDK has it for browsers only.
      options.external = [...(options.external ?? []), 'bowser']
    },
  }
}
