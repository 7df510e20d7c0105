import type { DiagnosisSubject } from '../subject.js'
import type { AccountReads } from './account-reads.js'
import type { DirectoryReads } from './directory-reads.js'
import type { Look } from './look.js'
import type { NetworkReads } from './network-reads.js'
import type { StorageReads } from './storage-reads.js'
import type { StudioReads } from './studio-reads.js'

/**
 * Everything that checks may look at. Each reading is made when a check first asks for it, and once; a check that needs a
 * client which the context lacks gets the reason instead.
 */
export interface Reads extends StudioReads, StorageReads, NetworkReads, DirectoryReads, AccountReads {
  readonly subject: DiagnosisSubject
  /** Milliseconds since the epoch. */
  now(): Look<number>
}
