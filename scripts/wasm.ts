// Writes packages/core/src/cloudtrail/log-files/scan/text-scan-wasm.ts, the WebAssembly of text-scan.wat beside it:
// `npx tsx scripts/wasm.ts`. A test fails when they differ.
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import wabt from 'wabt'

const folder = new URL('../packages/core/src/cloudtrail/log-files/scan/', import.meta.url)
export const wasmFile = new URL('text-scan-wasm.ts', folder)

const FEATURES = { simd: true }

export async function wasmText(): Promise<string> {
  const { parseWat } = await wabt()
  const module = parseWat('text-scan.wat', readFileSync(new URL('text-scan.wat', folder)), FEATURES)
  module.validate()
  const { buffer } = module.toBinary({})
  return `// Made from text-scan.wat by \`npx tsx scripts/wasm.ts\`.
/** The WebAssembly of text-scan.wat, in base64. */
export const TEXT_SCAN_WASM =
  '${Buffer.from(buffer).toString('base64')}'
`
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(wasmFile, await wasmText())
