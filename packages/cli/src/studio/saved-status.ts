import { readFile } from 'node:fs/promises'
import type { StudioStatus } from '@studio-efs/core'
import * as v from 'valibot'
import { CannotStartError } from '../command/ending.js'
import type { Session } from '../command/session.js'
import { fileTrouble } from '../io/file-trouble.js'
import type { Io } from '../io/io.js'
import { statusSchema } from './status-schema.js'
import type { StudioDocument } from './studio-document.js'

/** Reads a saved result of `status --output json`; `-` is standard input. Anybody may have written it. */
export async function readSavedStatus({ io }: Pick<Session, 'io'>, path: string): Promise<StudioDocument> {
  const parsed = v.safeParse(statusSchema, jsonOf(await textOf(io, path)))
  if (parsed.success) {
    const { command: _, ...status } = parsed.output
    // Kinds of findings grow in minor versions of core; the page shows the message only.
    return status as Omit<typeof status, 'findings'> & Pick<StudioStatus, 'findings'>
  }
  const [{ message, path: place }] = parsed.issues
  const where = place === undefined ? '' : `${place.map(({ key }) => String(key)).join('.')}: `
  throw new CannotStartError(
    `${path === '-' ? 'Standard input' : path} is no status of this version (${where}${message.slice(0, 200)}): save one with studio-efs status --output json.`,
  )
}

async function textOf({ readStdin }: Io, path: string): Promise<string> {
  try {
    return path === '-' ? ((await readStdin?.()) ?? '') : await readFile(path, 'utf8')
  } catch (error) {
    const reason = fileTrouble(error as Error, path, 'read')
    throw new CannotStartError(
      `The status ${path} cannot be read: ${reason}. Save one with studio-efs status --output json.`,
    )
  }
}

function jsonOf(content: string): unknown {
  try {
    return JSON.parse(content)
  } catch {
    return undefined
  }
}
