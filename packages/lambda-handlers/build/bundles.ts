import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { minify } from '@swc/core'
import { zipSync } from 'fflate'
import { build, type Options } from 'tsup'
import { coreFromSource } from './core-from-source.js'
import { ENTRY_FILE, joinSharedFiles, keepingLaterCode, type LaterFile, readModules } from './later-code.js'
import { regionsByPattern } from './sdk-partitions.js'
import { ec2QueryNames, namedMembers, usedSchemas } from './sdk-schemas.js'
import { type SdkRewrite, slimSdk } from './slim-sdk.js'
import { standInRewrites } from './stand-ins.js'
import { collectPackages, noticesOf } from './third-party-notices.js'

/** The handlers that are shipped with everything they need inside, by the name of their source. */
export const bundleNames = [
  'archive-leavers',
  'attach-to-spaces',
  'backfill-user-profiles',
  'ensure-file-system',
  'measure-usage',
  'on-space-created',
  'on-user-profile-created',
  'on-user-profile-deleted',
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

/** Verbs of the archive and of usage, through the directory function or on a mount. */
const EITHER_DRIVER = ['lambda/later-methods', 'posix/later-methods'] as const

/** Files of verbs that few programs need, which a bundle has beside `index.mjs`. The other bundles leave them out. */
const laterFiles: Readonly<Partial<Record<BundleName, readonly LaterFile[]>>> = {
  'archive-leavers': EITHER_DRIVER,
  'measure-usage': EITHER_DRIVER,
  'on-user-profile-deleted': EITHER_DRIVER,
  'provision-directories': ['lambda/later-verbs', 'posix/later-methods'],
}

/** Bundles that are one file: they make no directories, and so have nothing to load later. */
const ONE_FILE: ReadonlySet<BundleName> = new Set(['attach-to-spaces', 'ensure-file-system', 'on-space-created'])

/** True for a bundle with files beside `index.mjs`. */
export function isSplit(name: BundleName): boolean {
  return !ONE_FILE.has(name)
}

/** Upper bound of `index.mjs`, in bytes. A test keeps 5% of it free. */
export function maxBundleBytes(name: BundleName): number {
  if (name === 'provision-directories') return 60_000
  if (name === 'ensure-file-system') return 300_000
  if (name === 'attach-to-spaces' || name === 'on-space-created') return 240_000
  return name === 'share-across-vpc-domains' ? 320_000 : 280_000
}

/** Upper bound of the files that are loaded later, together, in bytes; 0 for a bundle of one file. A test keeps 5% of it free. */
export function maxLaterBytes(name: BundleName): number {
  if (!isSplit(name)) return 0
  return laterFiles[name] === EITHER_DRIVER ? 80_000 : 60_000
}

export interface Bundle {
  /** The code, by file name; the function starts with `index.mjs`. */
  readonly files: Readonly<Record<string, Uint8Array>>
  /** The licenses of the packages whose code is in it. */
  readonly notices: string
}

export const NOTICES_FILE = 'THIRD-PARTY-NOTICES'

/**
 * Writes `index.mjs` into the folder, and beside it the files that it loads later. They run on nodejs22.x and
 * nodejs24.x with nothing else beside them. Writes the licenses of what is in them to a file of its own.
 */
export async function writeBundle(name: BundleName, folder: string): Promise<Bundle> {
  const packages = new Set<string>()
  await build(bundleOptions(name, folder, packages))
  if (isSplit(name)) await joinSharedFiles(folder)
  const files: Record<string, Uint8Array> = {}
  for (const [file, text] of await readModules(folder)) {
    const code = Buffer.from(await minified(text))
    await writeFile(join(folder, file), code)
    files[file] = code
  }
  const notices = await noticesOf(packages)
  await writeFile(join(folder, NOTICES_FILE), notices)
  return { files, notices }
}

/** Bytes of `index.mjs`, and of the files that are loaded later. */
export function bytesOf({ files }: Pick<Bundle, 'files'>): { readonly atStart: number; readonly later: number } {
  const all = Object.values(files).reduce((sum, { length }) => sum + length, 0)
  const atStart = files[ENTRY_FILE]?.length ?? 0
  return { atStart, later: all - atStart }
}

/** Takes another 4% off esbuild's branches and variables. */
async function minified(text: string): Promise<string> {
  const options = {
    module: true,
    compress: { passes: 2, ecma: 2022, toplevel: true },
    mangle: { toplevel: true },
  } as const
  return (await minify(text, options)).code
}

/** Lambda's deployment package of a bundle; the same bundle gives the same bytes. */
export function zipOf({ files, notices }: Bundle): Uint8Array {
  return zipSync({ ...files, [NOTICES_FILE]: Buffer.from(notices) }, { level: 9, mtime: '1980-01-01 00:00:00' })
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
    splitting: isSplit(name),
    minify: true,
    clean: true,
    dts: false,
    silent: true,
    config: false,
    esbuildPlugins: [
      ...[keepingLaterCode(laterFiles[name] ?? []), coreFromSource],
      ...[slimSdk(sdkRewrites), collectPackages(packages)],
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
