import { okAsync } from 'neverthrow'
import { wallTimeOf } from '../../time/clock.js'
import type { DiagnosisSubject } from '../subject.js'
import { accountReads } from './account-reads.js'
import type { DiagnosisCall } from './diagnosis-call.js'
import { directoryReads } from './directory-reads.js'
import { createLooker } from './look.js'
import { networkReads } from './network-reads.js'
import type { Reads } from './reads.js'
import { storageReads } from './storage-reads.js'
import { studioReads } from './studio-reads.js'

export interface ReadsSpec {
  readonly subject: DiagnosisSubject
  readonly readsAtOnce: number
}

/** Opens the readings of one diagnosis. Nothing is read yet. */
export function openReads(call: DiagnosisCall, { subject, readsAtOnce }: ReadsSpec): Reads {
  const looker = createLooker(readsAtOnce)
  const studio = studioReads(call, looker, subject)
  const storage = storageReads(call, looker, studio)
  return {
    subject,
    now: () => okAsync(wallTimeOf(call.clock)),
    ...studio,
    ...storage,
    ...networkReads(call, looker, { ...studio, ...storage }),
    ...directoryReads(call, looker, { studio, subject }),
    ...accountReads(call, looker, { studio, subject }),
  }
}
