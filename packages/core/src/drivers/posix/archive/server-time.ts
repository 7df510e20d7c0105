import { randomUUID } from 'node:crypto'
import type { ServerTime } from '../../archive-store.js'
import { HOLD_EXPIRES_MS, leftNames } from '../claims/archive-slot.js'
import { STATE_MODE } from '../claims/state-directory.js'
import { errnoOf, unlessErrno } from '../errno.js'
import { below, type DirectoryHandle, type PosixFs } from '../fs.js'
import type { OpenState } from './with-state.js'

const PREFIX = 'time-'

/**
 * Reads the file server's clock: the time of an empty directory in `/.studio-efs` that this call makes and removes. Where
 * there is no room for one, the time of a change of mode, which is never too late. Undefined where there is no `/.studio-efs`.
 */
export async function readServerTime(fs: PosixFs, { state }: OpenState): Promise<ServerTime> {
  if (state === undefined) return {}
  const now = await timeOf(fs, state.handle)
  return { now: new Date(now).toISOString() }
}

/** Milliseconds since the epoch. */
export async function timeOf(fs: PosixFs, state: DirectoryHandle): Promise<number> {
  const me = `${PREFIX}${randomUUID()}`
  const made = await madeAt(fs, below(state, me))
  if (made === undefined) return changedAt(state)
  await removeLeft(fs, state, made - HOLD_EXPIRES_MS)
  return made
}

async function madeAt(fs: PosixFs, path: string): Promise<number | undefined> {
  try {
    await fs.mkdir(path, STATE_MODE)
  } catch (error) {
    if (!['ENOSPC', 'EDQUOT', 'EMLINK'].includes(errnoOf(error) ?? '')) throw error
    return undefined
  }
  try {
    return (await fs.lstat(path)).mtimeMs
  } finally {
    await unlessErrno(['ENOENT'], () => fs.rmdir(path))
  }
}

async function changedAt(state: DirectoryHandle): Promise<number> {
  const { mode } = await state.stat()
  await state.chmod(mode & 0o7777)
  return (await state.stat()).ctimeMs
}

/** Removes what processes left that were killed meanwhile. */
async function removeLeft(fs: PosixFs, state: DirectoryHandle, before: number): Promise<void> {
  for await (const name of leftNames(fs, state, { prefix: PREFIX, before }))
    await unlessErrno(['ENOENT', 'ENOTDIR', 'ENOTEMPTY', 'EEXIST'], () => fs.rmdir(below(state, name)))
}
