// Prints what a program that uses core adds to a bundle: `npx tsx scripts/bundle-sizes.ts`. The figures are in
// docs/bundling.md; a test compares them.
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, type Options } from 'tsup'

const core = fileURLToPath(new URL('../packages/core', import.meta.url))
const ENTRIES = ['index', 'posix'] as const

const SAGEMAKER = `import { SageMakerClient } from '@aws-sdk/client-sagemaker'
import { posixDirectoryDriver } from './core/posix.js'
const sagemaker = new SageMakerClient({})
const directories = posixDirectoryDriver({ mountPath: '/mnt/efs' })
`
/** Programs by the name of their row in the table. */
const programs = {
  'the free function `onboardProfile`': `${SAGEMAKER}import { onboardProfile } from './core/index.js'
export const run = (input) => onboardProfile({ sagemaker, directories }, input)`,
  '`createStudioEfs`': `${SAGEMAKER}import { createStudioEfs } from './core/index.js'
export const run = (input) => createStudioEfs({ sagemaker, directories }).onboardProfile(input)`,
} as const

/** Thousands of bytes, minified. */
export interface BundleSize {
  readonly name: string
  /** One file with everything in it, the AWS SDK too. */
  readonly oneFile: number
  /** The files that are read when the program starts, of a bundle that is split at `import()`. */
  readonly split: number
  /** One file, with the AWS SDK left out, as for a Lambda runtime that has it. */
  readonly withoutSdk: number
}

/** Packages that a project needs which has no client but SageMaker's. */
const NEEDED = ['neverthrow', 'p-limit', '@aws-sdk/client-sagemaker']
const OPTIONAL = ['@aws-sdk/client-ec2', '@aws-sdk/client-efs']

export function bundleSizes(): Promise<readonly BundleSize[]> {
  const texts = Object.values(programs)
  return inProject([...NEEDED, ...OPTIONAL], async (project) => {
    const oneFile = await sizesOf(project, texts, {})
    const split: number[] = []
    // Each on its own: together they would share files.
    for (const text of texts) split.push(...(await sizesOf(project, [text], { splitting: true })))
    const withoutSdk = await sizesOf(project, texts, WITHOUT_SDK)
    return Object.keys(programs).map((name, at) => ({
      name,
      oneFile: oneFile[at] ?? 0,
      split: split[at] ?? 0,
      withoutSdk: withoutSdk[at] ?? 0,
    }))
  })
}

/** Thousands of bytes of `createStudioEfs`, bundled where the optional clients are not installed. */
export function sizeWithoutOptionalClients(): Promise<number> {
  return inProject(NEEDED, async (project) => (await sizesOf(project, [programs['`createStudioEfs`']], {}))[0] ?? 0)
}

/** Runs `work` in a temporary project with these packages, and core as it is published: one module per entry point. */
async function inProject<T>(packages: readonly string[], work: (project: string) => Promise<T>): Promise<T> {
  const project = mkdtempSync(join(tmpdir(), 'studio-efs-sizes-'))
  try {
    mkdirSync(join(project, 'node_modules/@aws-sdk'), { recursive: true })
    for (const name of packages)
      symlinkSync(realpathSync(join(core, 'node_modules', name)), join(project, 'node_modules', name))
    writeFileSync(join(project, 'package.json'), '{"type":"module","sideEffects":false}')
    await bundle({
      entry: Object.fromEntries(ENTRIES.map((name) => [name, join(core, `src/${name}.ts`)])),
      outDir: join(project, 'core'),
      skipNodeModulesBundle: true,
      splitting: true,
      minify: false,
    })
    return await work(project)
  } finally {
    rmSync(project, { recursive: true, force: true })
  }
}

const WITHOUT_SDK: Options = { noExternal: [/^(neverthrow|p-limit|yocto-queue)$/], external: [/^@aws-sdk\//] }

/** Thousands of bytes of each program, bundled in one go, so that the sources of the SDK are parsed once. */
async function sizesOf(project: string, texts: readonly string[], options: Options): Promise<readonly number[]> {
  const outDir = join(project, 'out')
  const names = texts.map((text, at) => {
    writeFileSync(join(project, `main-${at}.js`), text)
    return `main-${at}`
  })
  const entry = Object.fromEntries(names.map((name) => [name, join(project, `${name}.js`)]))
  await bundle({ entry, outDir, splitting: false, noExternal: [/.*/], ...options })
  return names.map((name) => Math.round(bytesAtStart(outDir, `${name}.js`, new Set()) / 1000))
}

/** Bytes of a file and of those that it imports, without those that it loads later. */
function bytesAtStart(folder: string, file: string, seen: Set<string>): number {
  if (seen.has(file)) return 0
  seen.add(file)
  const text = readFileSync(join(folder, file), 'utf8')
  const imported = [...text.matchAll(/\b(?:from|import)\s*"\.\/([\w.-]+\.js)"/g)].map(([, name = '']) => name)
  return imported.reduce((sum, name) => sum + bytesAtStart(folder, name, seen), Buffer.byteLength(text))
}

function bundle(options: Options): Promise<void> {
  return build({
    format: ['esm'],
    platform: 'node',
    target: 'node20',
    minify: true,
    clean: true,
    dts: false,
    silent: true,
    config: false,
    esbuildOptions(esbuild) {
      esbuild.mainFields = ['module', 'main']
      esbuild.legalComments = 'none'
    },
    ...options,
  })
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.table(await bundleSizes())
