import { createHash } from 'node:crypto'
import { type Generation, generationId } from '../../../model/claim.js'
import { userProfileKey } from '../../../model/ids.js'
import type { AbsenceReceipt, AbsenceSpec } from '../../archive-store.js'
import { openBelow, STATE_MODE, statePath } from '../claims/state-directory.js'
import { makeEntry } from '../entry.js'
import { unlessErrno } from '../errno.js'
import { below, type PosixFs } from '../fs.js'
import type { OpenState } from './with-state.js'

/** Notes of one batch: an empty directory in `/.studio-efs/absent`, made when the profile was first seen gone. */
export interface AbsenceNotes {
  note(opened: OpenState, spec: AbsenceSpec): Promise<AbsenceReceipt>
}

export function createAbsenceNotes(fs: PosixFs): AbsenceNotes {
  /** Names of the notes, read with the first item. */
  let present: Promise<ReadonlySet<string>> | undefined

  return {
    async note({ state }, spec) {
      const isGone = spec.profile === 'gone'
      if (state === undefined) return spec
      const { handle: parent, device } = state
      const notes = await openBelow(fs, { parent, path: statePath('absent'), device }, isGone ? 'make' : 'leave')
      if (notes === undefined) return spec
      try {
        present ??= fs.readdir(below(notes, '.')).then((names) => new Set(names))
        const name = noteName(spec)
        const path = statePath('absent', name)
        if (spec.profile === 'unchanged' && !(await present).has(name)) return spec
        if (spec.profile === 'there') {
          if ((await present).has(name)) await unlessErrno(['ENOENT'], () => fs.rmdir(below(notes, name)))
          return spec
        }
        if (isGone && !(await present).has(name)) await makeEntry(fs, { parent: notes, path, device }, STATE_MODE)
        const { mtimeMs } = await fs.lstat(below(notes, name))
        return { ...spec, since: new Date(mtimeMs).toISOString() }
      } finally {
        await notes.close()
      }
    },
  }
}

function noteName({ path, generation }: AbsenceSpec): string {
  const hash = createHash('sha256')
    .update(`${path}\n${placeOf(generation)}`)
    .digest('hex')
  return `${generationId(generation)}-${hash.slice(0, 32)}`
}

function placeOf(generation: Generation): string {
  return [generation.accountId, generation.region, userProfileKey(generation)].join('/')
}
