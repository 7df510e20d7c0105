// Writes packages/core/src/facade/studio-efs-operations.ts, the operations with their documentation, from their doc comments:
// `npx tsx scripts/facade.ts`. An editor shows the doc comment of an interface's member, and none of the function that the
// member has the type of. A test fails when they differ.
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const source = new URL('../packages/core/src/facade/', import.meta.url)
export const facadeFile = new URL('studio-efs-operations.ts', source)

interface Operation {
  readonly name: string
  readonly path: string
}

export function facadeText(): string {
  const operations = boundOperations()
  const imports = operations.map(({ name, path }) => `import type { ${name} } from '${path}'`)
  const members = operations.map((each) => `${docOf(each)}\n  readonly ${each.name}: typeof ${each.name}`)
  return `// Made from the doc comments of the operations by \`npx tsx scripts/facade.ts\`.
${imports.join('\n')}

/** The operations of \`createStudioEfs\`, as the free functions that they are. */
export interface StudioEfsOperations {
${members.join('\n')}
}
`
}

/** The operations that `createStudioEfs` binds, in the order of its imports. */
function boundOperations(): readonly Operation[] {
  const text = readFileSync(new URL('studio-efs.ts', source), 'utf8')
  const bound: readonly string[] = /^const operations\b[^{]*\{([^}]*)\}/m.exec(text)?.[1]?.match(/\w+/g) ?? []
  const imports = text.matchAll(/^import \{ (\w+) \} from '([^']+)'$/gm)
  return [...imports].map(([, name = '', path = '']) => ({ name, path })).filter(({ name }) => bound.includes(name))
}

/** The doc comment of the function. Its example calls the method, as the reader of the hover does. */
function docOf({ name, path }: Operation): string {
  const text = readFileSync(new URL(path.replace(/\.js$/, '.ts'), source), 'utf8')
  const doc = new RegExp(`(/\\*\\*(?:(?!\\*/)[^])*\\*/)\\nexport function ${name}\\(`).exec(text)?.[1]
  if (doc === undefined) throw new Error(`${name} has no doc comment.`)
  const lines = doc.replaceAll(`${name}(context, `, `studioEfs.${name}(`).split('\n')
  return lines.map((line) => `  ${line}`).join('\n')
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(facadeFile, facadeText())
