import type { Clock } from '../../time/clock.js'
import type { LaterVerbs } from '../later-verbs.js'
import { listArchives } from './archive/list-archives.js'
import { listClaims } from './archive/list-claims.js'
import { createAbsenceNotes } from './archive/note-absences.js'
import { purgeArchive } from './archive/purge-archive.js'
import { readServerTime } from './archive/server-time.js'
import { type StateContext, withState } from './archive/with-state.js'
import type { ClaimContext } from './claims/claim-visitors.js'
import { releaseVisitor } from './claims/release-visitor.js'
import { posixIdentityLedger } from './identities/posix-ledger.js'
import { restoreVisitor } from './restore/restore-visitor.js'
import { runBatch } from './run-batch.js'
import { listKnownDirectories } from './usage/list-known-directories.js'
import { measureDirectories } from './usage/measure-directories.js'

/** The methods of the driver that few programs need. */
export function laterMethods(context: StateContext & ClaimContext & { readonly clock: Clock }): LaterVerbs {
  const { fs, clock } = context
  return {
    ...posixIdentityLedger(context),
    measureDirectories: (specs, limits) => measureDirectories(context, specs, limits),
    listKnownDirectories: (pages) => listKnownDirectories(context, pages),
    releaseDirectories: (specs) => runBatch(context, specs, releaseVisitor(context)),
    listClaims: (items) =>
      withState(context, { items, missing: 'leave' }, (opened, page) => listClaims(fs, opened, page)),
    listArchives: (items) =>
      withState(context, { items, missing: 'leave' }, (opened, page) => listArchives(fs, opened, page)),
    async readServerTime() {
      const [time] = await withState(context, { items: [{}], missing: 'leave' }, (opened) => readServerTime(fs, opened))
      if (time === undefined) throw new Error('One item has one result.')
      return time
    },
    noteAbsences: (items) => {
      const notes = createAbsenceNotes(fs)
      return withState(context, { items, missing: 'leave' }, (opened, spec) => notes.note(opened, spec))
    },
    restoreDirectories: (specs) => runBatch(context, specs, restoreVisitor({ ...context, now: clock.now })),
    purgeArchives: (items) => {
      const purge = { ...context, now: clock.now }
      return withState(context, { items, missing: 'leave' }, (opened, spec) => purgeArchive(purge, opened, spec))
    },
  }
}
