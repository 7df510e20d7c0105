/** Where a byte stands: outside of strings, within one, or behind a backslash of one. */
export type StringState = typeof OUTSIDE | typeof WITHIN | typeof ESCAPED

export const OUTSIDE = 0
export const WITHIN = 1
export const ESCAPED = 2

/** How far a scan of JSON text has come. */
export interface ScanPlace {
  /** Index of the next byte in the piece of text. */
  at: number
  /** Number of open objects and lists. */
  depth: number
  state: StringState
}

/** Looks through text, a piece at a time. */
export interface TextScan {
  /** Most bytes of a piece. */
  readonly capacity: number
  /** Begins a piece, which the other functions are about. It must not change until the next one. */
  begin(piece: Uint8Array): void
  /** Index from `from` on at which `UserProfile"` may begin; -1 when there is none in the piece. */
  nextName(from: number): number
  /** From depth 3 or more, moves on to the bracket that leaves depth 3, or to the end of the piece. */
  passElement(place: ScanPlace): void
}

const QUOTE = 0x22
const BACKSLASH = 0x5c
const OPEN_BRACE = 0x7b
const CLOSE_BRACE = 0x7d

/** State after a byte. */
export function stateAfter(state: StringState, byte: number): StringState {
  if (state === ESCAPED) return WITHIN
  if (byte === QUOTE) return state === OUTSIDE ? WITHIN : OUTSIDE
  return state === WITHIN && byte === BACKSLASH ? ESCAPED : state
}

/** By how much a byte outside of strings changes the depth: 1, -1 or 0. */
export function depthOf(byte: number): number {
  // Setting this bit makes a brace of a bracket's byte.
  if ((byte | 0x20) === OPEN_BRACE) return 1
  return (byte | 0x20) === CLOSE_BRACE ? -1 : 0
}

/** Index from `at` on of the next byte that may change the state or the depth; the length where there is none. */
export function endOfPlain(piece: Uint8Array, at: number, state: StringState): number {
  const { length } = piece
  let end = at
  if (state === OUTSIDE) while (end < length && isPlainOutside(piece[end] as number)) end += 1
  else if (state === WITHIN) while (end < length && piece[end] !== QUOTE && piece[end] !== BACKSLASH) end += 1
  return end
}

function isPlainOutside(byte: number): boolean {
  return byte !== QUOTE && depthOf(byte) === 0
}
