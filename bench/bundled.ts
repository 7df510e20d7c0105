import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'tsup'

/** Bundles a program of this folder like the Lambda functions. Returns its path in a temporary folder. */
export async function bundled(name: string): Promise<string> {
  const outDir = mkdtempSync(join(tmpdir(), 'studio-efs-bench-'))
  await build({
    entry: { [name]: fileURLToPath(new URL(`./${name}.ts`, import.meta.url)) },
    outDir,
    outExtension: () => ({ js: '.mjs' }),
    format: 'esm',
    platform: 'node',
    target: 'node20',
    minify: true,
    noExternal: [/.*/],
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
