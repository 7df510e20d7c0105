import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { EsbuildPlugin } from './slim-sdk.js'

/** Core loads the clients that are optional peers at their first call. */
const LATE_IMPORT = /const \{ ([\w, ]+) \} = await import\(['"](@aws-sdk\/client-[^'"]+)['"]\)(?:\.catch\(rethrow\))?/g

/**
 * Bundles core from its sources. Unused modules of them are dropped; of core's package, which is one module, a part stays.
 * Dynamic imports of AWS clients become static: a module that is imported dynamically is kept whole.
 */
export const coreFromSource: EsbuildPlugin = {
  name: 'core-from-source',
  setup(build) {
    build.onResolve({ filter: /^@studio-efs\/core(\/|$)/ }, ({ path }) => {
      const entry = path.slice('@studio-efs/core'.length + 1) || 'index'
      return { path: fileURLToPath(new URL(`../../core/src/${entry}.ts`, import.meta.url)), sideEffects: false }
    })
    build.onLoad({ filter: /[\\/]core[\\/]src[\\/].*\.ts$/ }, async ({ path }) => {
      const contents = withStaticImports(await readFile(path, 'utf8'))
      if (/import\(['"]@aws-sdk/.test(contents))
        throw new Error(`${path} imports an AWS client dynamically, in a form that is not recognized.`)
      return { contents, loader: 'ts' }
    })
  },
}

function withStaticImports(text: string): string {
  const imports: string[] = []
  const body = text.replaceAll(LATE_IMPORT, (_, names: string, client: string) => {
    const at = imports.length
    const aliases = names.split(',').map((name, index) => [name.trim(), `static${at}_${index}`] as const)
    imports.push(`import { ${aliases.map(([name, alias]) => `${name} as ${alias}`).join(', ')} } from '${client}'\n`)
    return `const ${aliases.map(([name, alias]) => `${name} = ${alias}`).join(', ')}`
  })
  return `${imports.join('')}${body}`
}
