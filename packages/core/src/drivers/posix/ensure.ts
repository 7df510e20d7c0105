import { err } from 'neverthrow'
import type { DirectoryReceipt, DirectorySpec } from '../../model/directory.js'
import { PRIVATE_MODE } from '../../model/directory-mode.js'
import { planDirectory } from '../directory-plan.js'
import { nameOf } from '../paths.js'
import { attempt } from './attempt.js'
import { makeEntry, openEntry, openIfThere } from './entry.js'
import type { PathJob } from './family.js'
import type { DirectoryHandle, PosixFs } from './fs.js'
import { enterIntermediate, type Unsettled } from './intermediate.js'
import { settle } from './settle.js'
import { inTurnByKey } from './turns.js'

/** Makes what is missing and gives directories their owner and mode, on open descriptors only. For one batch. */
export function ensureJob(fs: PosixFs): PathJob<DirectorySpec, DirectoryReceipt> {
  const unsettled: Unsettled = new Set()
  const inTurn = inTurnByKey()
  return {
    enter: (parent, path) => attempt(path, () => inTurn(path, () => enterIntermediate(fs, parent, path, unsettled))),
    visit: (parent, spec, way) =>
      attempt(spec.path, async () => {
        const receipt = await ensureEntry(fs, parent, spec)
        unsettled.delete(spec.path)
        return { ...receipt, ...way }
      }),
    unreached: (_, error) => err(error),
  }
}

async function ensureEntry(fs: PosixFs, parent: DirectoryHandle, spec: DirectorySpec): Promise<DirectoryReceipt> {
  const name = nameOf(spec.path)
  // Opening comes first so that a second run writes nothing and works on a read-only mount.
  const there = await openIfThere(fs, parent, name, spec.path)
  // 0700 until it has its owner: nobody can put anything in before that.
  const made = there === undefined ? await makeEntry(fs, parent, name, PRIVATE_MODE) : undefined
  const handle = there ?? (await openEntry(fs, parent, name, spec.path))
  try {
    const receipt = await settle(handle, spec)
    return made === 'now' ? planDirectory(spec, { path: spec.path, exists: false }) : receipt
  } finally {
    await handle.close()
  }
}
