import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { isBuiltin } from 'node:module'
import { join } from 'node:path'
import { rollup } from 'rollup'
import type { EsbuildPlugin } from './slim-sdk.js'

export const ENTRY_FILE = 'index.mjs'

const LATER_CODE = /\/later-[a-z]+\.js$/
const STAND_IN = 'later-code'

/** A file of core that a driver, or the answering side of one, loads with the first call of a verb that few programs need. */
export type LaterFile = 'posix/later-methods' | 'lambda/later-methods' | 'lambda/later-verbs'

/**
 * Leaves out the files of that kind that a bundle does not keep. esbuild takes each for an entry point, even where nothing
 * that is left loads it, and without code splitting for a part of `index.mjs`.
 */
export function keepingLaterCode(kept: readonly LaterFile[]): EsbuildPlugin {
  return {
    name: 'keeping-later-code',
    setup(build) {
      build.onResolve({ filter: LATER_CODE }, ({ kind, path, resolveDir }) => {
        const file = join(resolveDir, path).replaceAll('\\', '/')
        const isKept = kept.some((each) => file.endsWith(`/drivers/${each}.js`))
        return kind === 'dynamic-import' && !isKept ? { path: file, namespace: STAND_IN } : undefined
      })
      build.onLoad({ filter: /.*/, namespace: STAND_IN }, () => ({
        contents: `const missing = () => { throw new Error('The bundle of this handler leaves out the verb.') }
export { missing as laterMethods, missing as laterVerbs }`,
      }))
    },
  }
}

/**
 * Moves the code that several files of a split bundle share into `index.mjs`, from which the others import it: esbuild
 * gives each set of importers a file of its own, and their exports and imports cost 5% of a small bundle.
 */
export async function joinSharedFiles(folder: string): Promise<void> {
  const bundle = await rollup({
    input: { index: join(folder, ENTRY_FILE) },
    external: isBuiltin,
    preserveEntrySignatures: 'allow-extension',
    treeshake: false,
  })
  const { output } = await bundle.generate({ format: 'es', entryFileNames: ENTRY_FILE, chunkFileNames: '[name].mjs' })
  await bundle.close()
  for (const file of await modulesIn(folder)) await rm(join(folder, file))
  for (const file of output) if (file.type === 'chunk') await writeFile(join(folder, file.fileName), file.code)
}

/** The modules of a bundle, by name. */
export async function readModules(folder: string): Promise<ReadonlyMap<string, string>> {
  const names = await modulesIn(folder)
  return new Map(
    await Promise.all(names.map(async (name) => [name, await readFile(join(folder, name), 'utf8')] as const)),
  )
}

async function modulesIn(folder: string): Promise<readonly string[]> {
  return (await readdir(folder)).filter((file) => file.endsWith('.mjs')).sort()
}
