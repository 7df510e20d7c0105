import fc from 'fast-check'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { plainScan } from './plain-scan.js'
import type { ScanPlace, StringState } from './scan-place.js'
import { wasmScan } from './wasm-scan.js'

const plain = plainScan()
const wasm = wasmScan() ?? expect.fail('There is no WebAssembly here.')

/** Mostly bytes with a meaning, between runs of others that fill blocks. */
const anyText = fc
  .array(
    fc.oneof(
      {
        weight: 4,
        arbitrary: fc.constantFrom('"', '{', '}', '[', ']', '","', '"}', '\\', '\\"', 'UserProfile"', 'U', 'P'),
      },
      { weight: 2, arbitrary: fc.integer({ min: 1, max: 80 }).map((length) => 'x'.repeat(length)) },
      { weight: 1, arbitrary: fc.uint8Array({ maxLength: 20 }).map((bytes) => Buffer.from(bytes).toString('latin1')) },
    ),
    { maxLength: 60 },
  )
  .map((parts) => Buffer.from(parts.join(''), 'latin1'))
const anyState = fc.constantFrom<StringState>(0, 1, 2)

describe('many bytes at once, as one by one', () => {
  test('the end of an element', () => {
    const depths = fc.integer({ min: 3, max: 6 })
    fc.assert(
      fc.property(anyText, depths, anyState, fc.nat(100), (text, depth, state, at) => {
        fc.pre(at < text.length)
        const places = [plain, wasm].map((scan) => {
          const place: ScanPlace = { at, depth, state }
          scan.begin(text)
          scan.passElement(place)
          return place
        })
        expect(places[1]).toEqual(places[0])
      }),
      { numRuns: 5000 },
    )
  })

  test('names, among places that only look like one', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        for (const scan of [plain, wasm]) scan.begin(text)
        const seen = [...wholeNames(text)]
        expect(found(plain.nextName)).toEqual(seen)
        expect(found(wasm.nextName)).toEqual(expect.arrayContaining(seen))
      }),
      { numRuns: 1000 },
    )
  })

  test('text of an earlier piece is not seen', () => {
    wasm.begin(Buffer.from(`${' '.repeat(20)}UserProfile"}}}}`))
    wasm.begin(Buffer.from(' '.repeat(20)))
    const place: ScanPlace = { at: 0, depth: 3, state: 0 }
    wasm.passElement(place)
    expect(place).toEqual({ at: 20, depth: 3, state: 0 })
    expect(wasm.nextName(0)).toBe(-1)
  })
})

function* wholeNames(text: Buffer): Generator<number> {
  for (let at = text.indexOf('UserProfile"'); at !== -1; at = text.indexOf('UserProfile"', at + 1)) yield at
}

function found(nextName: (from: number) => number): number[] {
  const places: number[] = []
  for (let at = nextName(0); at !== -1; at = nextName(at + 1)) places.push(at)
  return places
}

describe('without WebAssembly', () => {
  afterEach(() => {
    vi.unstubAllGlobals()
    vi.resetModules()
  })

  const refuse = class {
    constructor() {
      throw new RangeError('Out of memory: Cannot allocate Wasm memory for new instance')
    }
  }

  test.each([
    ['as with --jitless', undefined],
    ['as where addresses are limited', { Module: class {}, Instance: refuse }],
  ])('bytes are looked at one by one, %s', async (_, WebAssembly) => {
    vi.stubGlobal('WebAssembly', WebAssembly)
    const { textScan } = await import('./text-scan.js')
    expect(textScan().capacity).toBe(plain.capacity)
  })
})
