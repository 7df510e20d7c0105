import type { PosixOwner } from '../../../model/posix-owner.js'

interface Guarded {
  readonly uid: number
  readonly gid: number
  /** Four octal digits. */
  readonly mode: string
}

/** Bits that POSIX gives an identity on an entry: 4 read, 2 write, 1 search. Groups beside the first are not known. */
export function bitsFor({ uid, gid, mode }: Guarded, identity: PosixOwner): number {
  const bits = Number.parseInt(mode, 8)
  if (identity.uid === uid) return (bits >> 6) & 7
  return identity.gid === gid ? (bits >> 3) & 7 : bits & 7
}
