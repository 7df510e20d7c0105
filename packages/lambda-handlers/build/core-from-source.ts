import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { EsbuildPlugin } from './slim-sdk.js'

/** Core loads the clients that are optional peers at their first call. */
const LATE_IMPORT = /const \{ ([\w, ]+) \} = await import\(['"](@aws-sdk\/client-[^'"]+)['"]\)(?:\.catch\(rethrow\))?/g

/** An import of values from one of core's entry points, and an export of one, as Biome formats them. */
const CORE_IMPORT = /import \{([^}]*)\} from '@studio-efs\/core(?:\/([a-z-]+))?'/g
const REEXPORT = /export \{([^}]*)\} from '\.\/([^']+)\.js'/g

const coreSource = (path: string) => fileURLToPath(new URL(`../../core/src/${path}.ts`, import.meta.url))

/**
 * Bundles core from its sources. Unused modules of them are dropped; of core's package, which is one module, a part stays.
 * Dynamic imports of AWS clients become static: a module that is imported dynamically is kept whole.
 */
export const coreFromSource: EsbuildPlugin = {
  name: 'core-from-source',
  setup(build) {
    build.onResolve({ filter: /^@studio-efs\/core(\/|$)/ }, ({ path }) => {
      const entry = path.slice('@studio-efs/core'.length + 1) || 'index'
      return { path: coreSource(entry), sideEffects: false }
    })
    build.onLoad({ filter: /[\\/]lambda-handlers[\\/]src[\\/].*\.ts$/ }, async ({ path }) => {
      return { contents: await withDirectImports(await readFile(path, 'utf8')), loader: 'ts' }
    })
    build.onLoad({ filter: /[\\/]core[\\/]src[\\/].*\.ts$/ }, async ({ path }) => {
      const contents = withStaticImports(await readFile(path, 'utf8'))
      if (/import\(['"]@aws-sdk/.test(contents))
        throw new Error(`${path} imports an AWS client dynamically, in a form that is not recognized.`)
      return { contents, loader: 'ts' }
    })
  },
}

/**
 * Imports from the files that core's entry points export from. Through an entry point, all that it exports and that a later
 * file uses would be loaded at the start.
 */
async function withDirectImports(text: string): Promise<string> {
  const entries = [...text.matchAll(CORE_IMPORT)].map(([, , entry = 'index']) => entry)
  const sources = new Map<string, Sources>()
  for (const entry of entries) sources.set(entry, await sourcesOf(entry))
  return text.replaceAll(CORE_IMPORT, (statement: string, names: string, entry = 'index') => {
    const statements = namesIn(names).map(({ name, alias }) => {
      const source = sources.get(entry)?.get(name)
      if (source === undefined) throw new Error(`${statement} names what no file of core exports: ${name}`)
      return `import { ${source.name} as ${alias} } from ${JSON.stringify(source.path)}`
    })
    return statements.join(';')
  })
}

/** Where each export of an entry point comes from. */
type Sources = ReadonlyMap<string, { readonly name: string; readonly path: string }>

async function sourcesOf(entry: string): Promise<Sources> {
  const text = await readFile(coreSource(entry), 'utf8')
  return new Map(
    [...text.matchAll(REEXPORT)].flatMap(([, names = '', file = '']) =>
      namesIn(names).map(({ name, alias }) => [alias, { name, path: coreSource(file) }] as const),
    ),
  )
}

/** The values in braces; types have no code. */
function namesIn(names: string): readonly { readonly name: string; readonly alias: string }[] {
  const all = names.split(',').map((part) => part.trim())
  return all
    .filter((part) => part !== '' && !part.startsWith('type '))
    .map((part) => {
      const [name = part, alias = name] = part.split(' as ')
      return { name, alias }
    })
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
