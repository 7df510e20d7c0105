import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

// Not imported: their declarations bring those of a browser into every file of the repository.
const require = createRequire(import.meta.url)
const { parse }: { parse(fileName: string, text: string): Promise<Module> } = require('@cdktn/hcl2json')

/** Formats HCL as `terraform fmt` does. */
export const { format }: { format(text: string): Promise<string> } = require('@cdktn/hcl-tools')

export const terraformRoot = new URL('../../../../terraform/', import.meta.url)

/** Paths of all files of the modules and examples, below `terraform`. */
export const terraformPaths: readonly string[] = readdirSync(terraformRoot, { recursive: true, encoding: 'utf8' })
  .map((path) => path.replaceAll('\\', '/'))
  .filter((path) => path.endsWith('.tf'))
  .sort()

export const terraformText = (path: string) => readFileSync(new URL(path, terraformRoot), 'utf8')

/** A block of HCL in the JSON syntax of Terraform; expressions are texts like `${var.layout}`. */
export type Block = Readonly<Record<string, unknown>>
type Named = Readonly<Record<string, readonly Block[]>>

export interface Module {
  readonly variable?: Named
  readonly output?: Named
  readonly locals?: readonly Block[]
  readonly data?: Readonly<Record<string, Named>>
  readonly resource?: Readonly<Record<string, Named>>
  readonly module?: Named
}

const parsed = new Map<string, Promise<Module>>()

/** All files of a folder as one module, as Terraform reads it, parsed once. Rejects at text that is no HCL. */
export function parseModule(folder: string): Promise<Module> {
  const module = parsed.get(folder) ?? parseFiles(folder)
  parsed.set(folder, module)
  return module
}

function parseFiles(folder: string): Promise<Module> {
  const inFolder = terraformPaths.filter((path) => path.slice(0, path.lastIndexOf('/') + 1) === folder)
  return parse(`${folder}module.tf`, inFolder.map(terraformText).join('\n'))
}

/** The resources of a type, each with its address. */
export function resourcesOf({ resource = {} }: Module, type: string): readonly (readonly [string, Block])[] {
  return Object.entries(resource[type] ?? {}).map(([name, [block = {}]]) => [`${type}.${name}`, block])
}
