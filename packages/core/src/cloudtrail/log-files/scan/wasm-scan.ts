import { OUTSIDE, type StringState, type TextScan } from './scan-place.js'
import { TEXT_SCAN_WASM } from './text-scan-wasm.js'

/** Exports of `text-scan.wat`. */
interface Exports {
  readonly memory: { readonly buffer: ArrayBuffer }
  readonly depth: { readonly value: number }
  readonly state: { readonly value: StringState }
  readonly next_name: (at: number, end: number) => number
  readonly pass_element: (at: number, end: number, depth: number, state: StringState) => number
}

/** Part of the global that is used. TypeScript has it with the browser's types only. */
declare const WebAssembly:
  | {
      readonly Module: new (bytes: Uint8Array) => object
      readonly Instance: new (module: object) => { readonly exports: unknown }
    }
  | undefined

/** Room for a piece. */
const CAPACITY = 256 * 1024

/** Looks at up to 64 bytes at once. Undefined where WebAssembly or memory for it is not to be had. */
export function wasmScan(): TextScan | undefined {
  const exports = instantiate()
  return exports && scanWith(exports)
}

function instantiate(): Exports | undefined {
  if (typeof WebAssembly === 'undefined') return undefined
  try {
    const module = new WebAssembly.Module(Buffer.from(TEXT_SCAN_WASM, 'base64'))
    return new WebAssembly.Instance(module).exports as Exports
  } catch {
    return undefined
  }
}

function scanWith({ memory, depth, state, next_name, pass_element }: Exports): TextScan {
  const room = new Uint8Array(memory.buffer)
  let length = 0
  return {
    capacity: CAPACITY,
    begin(piece) {
      room.set(piece)
      length = piece.length
    },
    nextName(from) {
      const at = next_name(from, length)
      return at === length ? -1 : at
    },
    passElement(place) {
      place.at = pass_element(place.at, length, place.depth, place.state)
      const isOver = place.at < length
      place.depth = isOver ? 3 : depth.value
      place.state = isOver ? OUTSIDE : state.value
    },
  }
}
