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
  return inProject([...NEEDED, ...OPTIONAL], async (project) => {
    const sizes: BundleSize[] = []
    for (const [name, text] of Object.entries(programs)) sizes.push(await sizeOf(project, name, text))
    return sizes
  })
}

/** Thousands of bytes of `createStudioEfs`, bundled where the optional clients are not installed. */
export function sizeWithoutOptionalClients(): Promise<number> {
  return inProject(NEEDED, async (project) => (await sizeOf(project, 'bare', programs['`createStudioEfs`'])).oneFile)
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

async function sizeOf(project: string, name: string, text: string): Promise<BundleSize> {
  const source = join(project, 'main.js')
  writeFileSync(source, text)
  const sizeIn = async (folder: string, options: Options): Promise<number> => {
    const outDir = join(project, folder)
    await bundle({ entry: { main: source }, outDir, splitting: false, noExternal: [/.*/], ...options })
    return Math.round(bytesAtStart(outDir, 'main.js', new Set()) / 1000)
  }
  return {
    name,
    oneFile: await sizeIn('one', {}),
    split: await sizeIn('split', { splitting: true }),
    withoutSdk: await sizeIn('own', { noExternal: [/^(neverthrow|p-limit|yocto-queue)$/], external: [/^@aws-sdk\//] }),
  }
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
