import { expect, test } from 'vitest'
import { meaningOfNotFound } from './visibility-plan.js'

const AT = Date.UTC(2026, 0, 1)

test.each([
  // createdAt, askedAt, now, meaning
  [AT, AT + 1000, AT + 1000, 'not-yet'],
  [AT, AT + 1000, AT + 59_999, 'not-yet'],
  [AT, AT + 1000, AT + 60_000, 'deleted'],
  [AT, AT + 600_000, AT + 600_000, 'deleted'],
  [undefined, AT, AT, 'not-yet'],
  [undefined, AT, AT + 4999, 'not-yet'],
  [undefined, AT, AT + 5000, 'deleted'],
  ['long-ago', AT, AT, 'deleted'],
] as const)(
  'of what was created at %s and first read at %s, not found at %s means %s',
  (createdAt, askedAt, now, is) => {
    expect(meaningOfNotFound({ createdAt, askedAt }, now)).toBe(is)
  },
)

test('a time in the far future does not keep anybody waiting', () => {
  const search = { createdAt: AT + 1e12, askedAt: AT }
  expect(meaningOfNotFound(search, AT + 59_999)).toBe('not-yet')
  expect(meaningOfNotFound(search, AT + 60_000)).toBe('deleted')
})
