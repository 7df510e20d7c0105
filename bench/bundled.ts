import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'tsup'

/** Bundles a program of this folder like the Lambda functions. Returns its path in a temporary folder. */
export function bundled(name: string): Promise<string> {
  return bundle(name, mkdtempSync(join(tmpdir(), 'studio-efs-bench-')), [/.*/])
}

/** Bundles a program of this folder without the AWS SDK, which it loads from node_modules. Returns its path in a folder here. */
export function bundledWithoutSdk(name: string): Promise<string> {
  const here = fileURLToPath(new URL('.', import.meta.url))
  return bundle(name, mkdtempSync(join(here, 'node_modules', '.bench-')), [/^(?!@aws-sdk\/)/])
}

async function bundle(name: string, outDir: string, noExternal: readonly RegExp[]): Promise<string> {
  await build({
    entry: { [name]: fileURLToPath(new URL(`./${name}.ts`, import.meta.url)) },
    outDir,
    outExtension: () => ({ js: '.mjs' }),
    format: 'esm',
    platform: 'node',
    target: 'node20',
    minify: true,
    noExternal: [...noExternal],
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
    esbuildOptions: (options) => {
      options.mainFields = ['module', 'main']
    },
    config: false,
    silent: true,
    splitting: false,
  })
  return join(outDir, `${name}.mjs`)
}
