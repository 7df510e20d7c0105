import { existsSync } from 'node:fs'
import { relative } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Beside the built program, and in a clone of the repository. */
const FOLDERS = ['../cloudformation/', '../../../../lambda-handlers/cloudformation/']

/** Path of a template, which names the code of the functions relative to itself, from the current folder. */
export function templateFile(name: string): string {
  const candidates = FOLDERS.map((folder) => fileURLToPath(new URL(`${folder}${name}`, import.meta.url)))
  return relative('', candidates.find((path) => existsSync(path)) ?? candidates[0] ?? name)
}
