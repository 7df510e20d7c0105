import { readFile } from 'node:fs/promises'
import { CannotStartError } from '../command/ending.js'
import { fileTrouble } from '../io/file-trouble.js'
import { writeWholeFile } from '../io/whole-file.js'
import type { ShownChange } from '../view/change-text.js'
import { toJson } from '../view/json.js'

/** A command line, and the changes that it would have made when the plan was saved. */
export interface SavedPlan {
  readonly words: readonly string[]
  readonly changes: readonly unknown[]
}

const KIND = 'studio-efs plan, version 1'

/** Writes the plan: a file is there only when it is whole, and links and devices stay what they are. */
export async function savePlan(path: string, words: readonly string[], changes: readonly ShownChange[]): Promise<void> {
  try {
    await writeWholeFile(path, `${toJson({ kind: KIND, words, changes }, 2)}\n`)
  } catch (error) {
    const reason = fileTrouble(error as Error, path, 'write')
    throw new CannotStartError(`The plan ${path} cannot be saved: ${reason}. Name another file with --out.`)
  }
}

/** Reads a saved plan. Anybody may have written the file: its words are parsed as a command line is. */
export async function readPlan(path: string): Promise<SavedPlan> {
  const { kind, words, changes } = Object(parse(await textOf(path)))
  const isPlan = kind === KIND && Array.isArray(words) && words.every((word) => typeof word === 'string')
  if (isPlan && Array.isArray(changes)) return { words, changes }
  throw new CannotStartError(`${path} is no plan of this version: save one with studio-efs plan --out.`)
}

async function textOf(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    const reason = fileTrouble(error as Error, path, 'read')
    throw new CannotStartError(`The plan ${path} cannot be read: ${reason}. Save one with studio-efs plan --out.`)
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
