import { readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { build } from 'tsup'
import { collectPackages, noticesOf } from '../../lambda-handlers/build/third-party-notices.js'
import { sourcesOfTheWorkspace } from './workspace-sources.js'

const PROGRAM = 'studio-efs.mjs'

/** Writes the program as one file with everything inside, and the licenses of what is in it, into the folder. */
export async function writeProgram(folder: string): Promise<string> {
  const packages = new Set<string>()
  await build({
    entry: { 'studio-efs': fileURLToPath(new URL('../src/main.ts', import.meta.url)) },
    outDir: folder,
    outExtension: () => ({ js: '.mjs' }),
    format: ['esm'],
    platform: 'node',
    target: 'node20',
    noExternal: [/.*/],
    splitting: false,
    minify: true,
    clean: true,
    dts: false,
    silent: true,
    config: false,
    // CommonJS packages in the file call require for modules of Node.
    banner: {
      js: "import { createRequire as nodeRequire } from 'node:module'; const require = nodeRequire(import.meta.url);",
    },
    esbuildPlugins: [sourcesOfTheWorkspace, collectPackages(packages)],
    esbuildOptions(options) {
      options.mainFields = ['module', 'main']
      options.legalComments = 'none'
    },
  })
  const path = `${folder}/${PROGRAM}`
  await writeFile(`${folder}/THIRD-PARTY-NOTICES`, await noticesOf(packages))
  const { length } = await readFile(path)
  console.log(`${PROGRAM}  ${Math.ceil(length / 1000)} KB`)
  return path
}
