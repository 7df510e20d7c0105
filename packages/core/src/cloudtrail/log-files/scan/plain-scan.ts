import { depthOf, endOfPlain, OUTSIDE, type ScanPlace, stateAfter, type TextScan } from './scan-place.js'

const NAME = Buffer.from('UserProfile"')

/** Looks at one byte after the other. */
export function plainScan(): TextScan {
  let piece: Uint8Array = new Uint8Array()
  return {
    capacity: Number.MAX_SAFE_INTEGER,
    begin(next) {
      piece = next
    },
    nextName: (from) => Buffer.from(piece.buffer, piece.byteOffset, piece.length).indexOf(NAME, from),
    passElement: (place) => passElement(piece, place),
  }
}

function passElement(piece: Uint8Array, place: ScanPlace): void {
  for (;;) {
    place.at = endOfPlain(piece, place.at, place.state)
    if (place.at === piece.length) return
    const byte = piece[place.at] as number
    const change = place.state === OUTSIDE ? depthOf(byte) : 0
    if (change === -1 && place.depth === 3) return
    place.depth += change
    place.state = stateAfter(place.state, byte)
    place.at += 1
  }
}
