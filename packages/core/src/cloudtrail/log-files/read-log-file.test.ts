import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createRecordSearch } from './read-log-file.js'
import { plainScan } from './scan/plain-scan.js'
import { createRecordScanner } from './scan/record-scanner.js'
import type { TextScan } from './scan/scan-place.js'
import { textScan } from './scan/text-scan.js'

/** The records with one of the names as an `eventName` anywhere in them, found by parsing the whole text. */
function wantedIn(text: string): unknown[] {
  const { Records } = JSON.parse(text)
  if (!Array.isArray(Records)) return []
  return Records.filter((record) => typeof record === 'object' && record !== null && !Array.isArray(record)).filter(
    (record) => /"eventName":"(Create|Delete)UserProfile"/.test(JSON.stringify(record)),
  )
}

function scan(text: string, chunkSize = Number.POSITIVE_INFINITY, create = createRecordScanner, textScan?: TextScan) {
  const records: unknown[] = []
  const scanner = create((record) => records.push(JSON.parse(record.toString())), textScan)
  const bytes = Buffer.from(text)
  for (let at = 0; at < bytes.length; at += chunkSize) scanner.feed(bytes.subarray(at, at + chunkSize))
  return { records, end: scanner.end() }
}

const nasty = fc.constantFrom(
  'CreateUserProfile',
  'DeleteUserProfile',
  'DescribeUserProfile',
  'eUserProfile',
  '"eventName":"CreateUserProfile"',
  '{"Records":[{"eventName":"CreateUserProfile"}]}',
  '},{"eventVersion":"1.11"',
  '\\',
  '\\"',
  '"',
  '{[',
  ']}',
  '💥\u0000\u2028',
  'Records',
)
const anyText = fc.oneof(
  nasty,
  fc.string(),
  fc.array(nasty, { maxLength: 4 }).map((parts) => parts.join('')),
)
const anyKey = fc.oneof({ weight: 1, arbitrary: fc.constant('eventName') }, { weight: 4, arbitrary: anyText })
const { value: anyValue } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    anyText,
    fc.integer(),
    fc.constantFrom(null, true, false),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(anyKey, tie('value'), { maxKeys: 4 }),
  ),
}))
const anyRecord = fc.oneof(fc.dictionary(anyKey, anyValue, { maxKeys: 6 }), anyValue)
const anyFile = fc
  .record({
    before: fc.dictionary(
      anyText.filter((key) => key !== 'Records'),
      anyValue,
      { maxKeys: 2 },
    ),
    Records: fc.array(anyRecord, { maxLength: 6 }),
    after: fc.dictionary(
      anyText.filter((key) => key !== 'Records'),
      anyValue,
      { maxKeys: 2 },
    ),
    spaces: fc.constantFrom(undefined, 1, '\t'),
  })
  .map(({ before, Records, after, spaces }) => JSON.stringify({ ...before, Records, ...after }, null, spaces))

describe.each([
  ['with WebAssembly', textScan()],
  ['without WebAssembly', plainScan()],
])('%s, finds what parsing the whole file finds', (_, using) => {
  test('in one piece', () => {
    fc.assert(
      fc.property(anyFile, (text) => {
        expect(scan(text, text.length, createRecordScanner, using)).toEqual({ records: wantedIn(text), end: 'records' })
        expect(scan(text, text.length, createRecordSearch, using).records).toEqual(wantedIn(text))
      }),
      { numRuns: 1000 },
    )
  })

  test('in pieces of any size', () => {
    fc.assert(
      fc.property(anyFile, fc.integer({ min: 1, max: 200 }), (text, size) => {
        expect(scan(text, size, createRecordScanner, using)).toEqual({ records: wantedIn(text), end: 'records' })
        expect(scan(text, size, createRecordSearch, using).records).toEqual(wantedIn(text))
      }),
      { numRuns: 500 },
    )
  })

  test('in a piece with more text than there is room for', () => {
    const filler = { text: 'x'.repeat(100_000), list: [{ text: '\\"'.repeat(1000) }] }
    const named = (n: number) => ({ eventName: 'CreateUserProfile', n, filler })
    const text = JSON.stringify({ Records: [filler, named(1), filler, filler, named(2), named(3)] })
    expect(text.length).toBeGreaterThan(2 * textScan().capacity)
    expect(scan(text, text.length, createRecordScanner, using)).toEqual({ records: wantedIn(text), end: 'records' })
    expect(wantedIn(text)).toHaveLength(3)
  })

  test('in any JSON, whatever it is', () => {
    fc.assert(
      fc.property(anyValue, (value) => {
        const text = JSON.stringify({ Records: value })
        expect(scan(text, text.length, createRecordScanner, using).records).toEqual(wantedIn(text))
      }),
      { numRuns: 500 },
    )
  })
})

test('any bytes end in one of three ways, and never in a crash', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 64 }), { maxLength: 5 }), (chunks) => {
      const scanner = createRecordScanner(() => undefined)
      for (const chunk of chunks) scanner.feed(Buffer.from(chunk))
      expect(['records', 'cut-off', 'no-records']).toContain(scanner.end())
    }),
    { numRuns: 500 },
  )
})

test('a record that only names an event in its text is not parsed', () => {
  const others = [
    { eventName: 'PutRolePolicy', requestParameters: { policyDocument: '{"Action":"sagemaker:CreateUserProfile"}' } },
    { eventName: 'LookupEvents', requestParameters: { attributeValue: 'CreateUserProfile' } },
    { eventName: 'PutRule', requestParameters: { pattern: JSON.stringify({ eventName: 'CreateUserProfile' }) } },
    { eventName: 'CreateUserProfiles', other: 'CreateUserProfile', myeventName: 'CreateUserProfile' },
  ]
  const text = JSON.stringify({ Records: others })
  expect(scan(text).records).toEqual([])
  expect(scan(text, 7, createRecordSearch)).toEqual({ records: [], end: 'records' })
})

const matching = { eventName: 'CreateUserProfile', requestParameters: { userProfileName: 'alice' } }

test.each<[string, unknown]>([
  ['a list at the top', ['Records', [matching]]],
  ['another key', { records: [matching] }],
  ['a record deeper down', { Other: { Records: [matching] } }],
  ['an object in place of the list', { Records: { 0: matching } }],
  ['a string in place of the list', { Records: JSON.stringify([matching]) }],
])('%s holds no records', (_, content) => {
  expect(scan(JSON.stringify(content))).toEqual({ records: [], end: 'no-records' })
})

test.each([1, 10, 30, 60])('a file that is cut off after %i bytes says so', (length) => {
  const text = JSON.stringify({ Records: [matching, matching] })
  expect(scan(text.slice(0, length)).end).toBe('cut-off')
})

test('a record before the cut is found', () => {
  const text = JSON.stringify({ Records: [matching, { ...matching, eventID: 'second' }] })
  expect(scan(text.slice(0, -10))).toEqual({ records: [matching], end: 'cut-off' })
})

test('a record that has no end takes no memory and is dropped', () => {
  const records: Buffer[] = []
  const scanner = createRecordScanner((record) => records.push(record))
  scanner.feed(Buffer.from('{"Records":[{"eventName":"CreateUserProfile","x":"'))
  const part = Buffer.alloc(1024 * 1024, 'x')
  for (let n = 0; n < 64; n += 1) scanner.feed(part)
  scanner.feed(Buffer.from(`"},${JSON.stringify(matching)}]}`))
  expect(records.map((record) => JSON.parse(record.toString()))).toEqual([matching])
})
