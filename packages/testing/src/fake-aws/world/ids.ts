import { createRandom } from '../../clock/random.js'

/** Generates ids in AWS's formats, the same in every run with the same seed. */
export interface Ids {
  uuid(): string
  /** A UUID made from a counter: every reply needs one, so it has to be cheap. */
  requestId(): string
  /** Lower-case hexadecimal digits. */
  hex(length: number): string
  /** Lower-case letters and digits. */
  base36(length: number): string
  /** Increases with every call: the order of creation. */
  ordinal(): number
}

export function createIds(seed: number): Ids {
  const random = createRandom(seed)
  let ordinal = 0
  let requests = 0

  function hex(length: number): string {
    let text = ''
    while (text.length < length) text += ((random() * 4_294_967_296) >>> 0).toString(16).padStart(8, '0')
    return text.slice(0, length)
  }

  return {
    hex,
    base36: (length) => Array.from({ length }, () => Math.floor(random() * 36).toString(36)).join(''),
    uuid() {
      const h = hex(32)
      return `${h.slice(0, 8)}-${h.slice(8, 12)}-4${h.slice(13, 16)}-a${h.slice(17, 20)}-${h.slice(20)}`
    },
    requestId: () => `00000000-0000-4000-a000-${String(++requests).padStart(12, '0')}`,
    ordinal: () => ++ordinal,
  }
}
