import { plainScan } from './plain-scan.js'
import type { TextScan } from './scan-place.js'
import { wasmScan } from './wasm-scan.js'

let shared: TextScan | undefined

/**
 * The scan of this process. Every file uses the same one, since it works through a piece without a pause, and a memory of its
 * own for each file would use up the process's addresses. In TypeScript where WebAssembly is not to be had: with `--jitless`,
 * and where addresses are limited.
 */
export function textScan(): TextScan {
  shared ??= wasmScan() ?? plainScan()
  return shared
}
