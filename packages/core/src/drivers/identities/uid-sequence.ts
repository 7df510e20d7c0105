import { createHash } from 'node:crypto'
import { type UserProfileRef, userProfileKey } from '../../model/ids.js'
import type { UidRange } from './identity-ledger.js'

/**
 * Every uid of the range once, in an order that only the holder and the range decide (double hashing). Entries are never
 * removed, so a holder's uid lies before the first free one of its order: it is found in a few readings, without an index.
 */
export function* uidSequence(holder: UserProfileRef, { first, last }: UidRange): Generator<number, void, undefined> {
  const size = last - first + 1
  const digest = createHash('sha256').update(userProfileKey(holder)).digest()
  const start = digest.readUInt32BE(0) % size
  let stride = size === 1 ? 1 : 1 + (digest.readUInt32BE(4) % (size - 1))
  while (divisor(stride, size) !== 1) stride = (stride % (size - 1)) + 1
  for (let step = 0, at = start; step < size; step += 1, at = (at + stride) % size) yield first + at
}

/** Greatest common divisor. */
function divisor(a: number, b: number): number {
  return b === 0 ? a : divisor(b, a % b)
}
