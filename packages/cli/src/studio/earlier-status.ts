import { readFile } from 'node:fs/promises'
import type { DirectoryStatus, StudioStatus } from '@studio-efs/core'
import { CannotStartError } from '../command/ending.js'
import { fileTrouble } from '../io/file-trouble.js'
import { SCHEMA_VERSION } from '../view/json.js'

/** Reads the measurements out of a former result of `status --output json`; nothing else of it is taken over. */
export async function readEarlierStatus(path: string): Promise<StudioStatus> {
  const { schemaVersion, command, takenAt, profiles, directories } = Object(parse(await textOf(path)))
  const isStatus = schemaVersion === SCHEMA_VERSION && command === 'status' && typeof takenAt === 'string'
  if (!isStatus || !Array.isArray(profiles) || !Array.isArray(directories))
    throw new CannotStartError(`${path} is no status of this version: save one with studio-efs status --output json.`)
  const all = [...profiles.map((profile) => Object(profile).directory), ...directories]
  return {
    ...{ schemaVersion: 1, takenAt, fileSystems: [], domains: [], profiles: [], findings: [] },
    directories: all.flatMap(measuredOf),
  }
}

function measuredOf(directory: unknown): readonly DirectoryStatus[] {
  const { path, usage } = Object(directory)
  const { bytes, measuredAt } = Object(usage)
  const isMeasured = typeof path === 'string' && Number.isSafeInteger(bytes) && bytes >= 0
  if (!isMeasured || typeof measuredAt !== 'string') return []
  const totals = { bytes, entries: 0, newestChangeAt: measuredAt, unreadable: 0, otherMounts: 0 }
  return [{ path, usage: { ...totals, startedAt: measuredAt, measuredAt } }]
}

async function textOf(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    const reason = fileTrouble(error as Error, path, 'read')
    throw new CannotStartError(`The earlier status ${path} cannot be read: ${reason}. Name others with --earlier.`)
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
