import { readdir, readFile } from 'node:fs/promises'
import type { SdkRewrite } from './slim-sdk.js'

const SCHEMAS = '@aws-sdk/client-*/dist-es/schemas/schemas_*.js'

/**
 * Takes the schemas of operations out that are never called.
 *
 * The SDK writes them as `{ [_k]: 1 }` with a constant `_k`. A computed key may have side effects, so a bundler keeps the
 * object; a literal one lets it drop what is not used. The classes of modelled exceptions are not registered, so they go
 * too: the client's base exception carries the same name, message and fields, and core reads no more.
 */
export const usedSchemas: SdkRewrite = {
  name: 'usedSchemas',
  files: SCHEMAS,
  rewrite: (text) => withoutExceptionClasses(withLiteralKeys(text, constantsOf(text))),
}

/**
 * Takes the members out of shapes that neither core nor a handler names. Of the 32 members of a network interface, two are
 * read. Shapes with `FileSystem` in their names keep all members: core sends lists of them back, with everything in them.
 */
export const namedMembers: SdkRewrite = {
  name: 'namedMembers',
  files: SCHEMAS,
  rewrite: async (text) => {
    const constants = constantsOf(text)
    const named = await wordsOf('../../core/src/', '../src/')
    return withoutMembers(text, (constant) => !named.has(constants.get(constant) ?? ''))
  },
}

/** EC2's name of a member in a request defaults to its name in a reply with the first letter in upper case. */
export const ec2QueryNames: SdkRewrite = {
  name: 'ec2QueryNames',
  files: '@aws-sdk/client-ec2/dist-es/schemas/schemas_*.js',
  rewrite: (text) => {
    const constants = constantsOf(text)
    return text.replaceAll(/\[_eQN\]: `(\w+)`,\s*(?=\[_xN\]: (\w+))/g, (name, query: string, xml: string) => {
      const reply = constants.get(xml) ?? ''
      return query === reply.charAt(0).toUpperCase() + reply.slice(1) ? '' : name
    })
  },
}

type Constants = ReadonlyMap<string, string>

function constantsOf(text: string): Constants {
  return new Map([...text.matchAll(/^const (\w+) = "([^"\\]*)";$/gm)].map(([, name = '', value = '']) => [name, value]))
}

function withLiteralKeys(text: string, constants: Constants): string {
  return text.replaceAll(/\[(\w+)\]:/g, (key, name) =>
    constants.has(name) ? `${JSON.stringify(constants.get(name))}:` : key,
  )
}

function withoutExceptionClasses(text: string): string {
  return text.replaceAll(/^n\d+_registry\.registerError\(\w+\$, \w+\);$/gm, '')
}

/** A structure without required members: `name$ = [3, namespace, name, traits, [names], [members]]`. */
const STRUCTURE = /^export var (\w+)(\$ = \[3, n\d+, \w+,\s*0,\s*)\[([^\]]*)\],\s*\[((?:(?!\n\];)[\s\S])*)\]\n\];$/gm

function withoutMembers(text: string, isUnnamed: (constant: string) => boolean): string {
  return text.replaceAll(STRUCTURE, (all, shape: string, traits: string, names: string, members: string) => {
    if (shape.includes('FileSystem')) return all
    const [constants, types] = [elementsOf(names), elementsOf(members)]
    if (constants.length !== types.length)
      throw new Error(`${shape} has ${types.length} members, not as many as names.`)
    const kept = (every: readonly string[]) => every.filter((_, at) => !isUnnamed(constants[at]?.trim() ?? ''))
    return `export var ${shape}${traits}[${kept(constants)}],\n    [${kept(types)}]\n];`
  })
}

/** Splits the text of an array at the commas of its own level. */
function elementsOf(text: string): readonly string[] {
  const elements = ['']
  let depth = 0
  for (const character of text) {
    if ('[{('.includes(character)) depth += 1
    if (']})'.includes(character)) depth -= 1
    if (character === ',' && depth === 0) elements.push('')
    else elements.push(`${elements.pop()}${character}`)
  }
  return elements
}

/** The words of every source file in these folders, tests excepted. */
async function wordsOf(...folders: readonly string[]): Promise<ReadonlySet<string>> {
  const texts = folders.map(async (path) => {
    const folder = new URL(path, import.meta.url)
    const files = await readdir(folder, { recursive: true })
    const sources = files.filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    return Promise.all(sources.map((file) => readFile(new URL(file, folder), 'utf8')))
  })
  return new Set((await Promise.all(texts)).flat().flatMap((text) => text.match(/\w+/g) ?? []))
}
