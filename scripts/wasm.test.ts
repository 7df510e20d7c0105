import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { wasmFile, wasmText } from './wasm.js'

test('the WebAssembly is that of its source', async () => {
  expect(readFileSync(wasmFile, 'utf8')).toBe(await wasmText())
})
