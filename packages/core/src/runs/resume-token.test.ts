import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { DomainId, UserProfileName, UserProfileRef } from '../model/ids.js'
import { listedProfiles as items } from './profile-run/listed-profiles.js'
import { encodeResumeToken, parseResumeToken, type ResumePoint } from './resume-token.js'

const fileSystemId = 'fs-0123456789abcdef0'
const domainIds = ['d-abc', 'd-def'] as DomainId[]
const operation = 'backfill' as const
const run = { operation, items, fileSystemId, domainIds, dryRun: undefined }
const point: ResumePoint<UserProfileRef> = {
  domainIds,
  nextToken: 'next-1',
  pending: [{ domainId: domainIds[0] as DomainId, userProfileName: 'alice' as UserProfileName }],
}

const anyName = fc.stringMatching(/^[a-zA-Z0-9]{1,20}$/) as fc.Arbitrary<UserProfileName>
const anyPoint = fc.record({
  domainIds: fc.subarray(domainIds),
  nextToken: fc.option(fc.string({ minLength: 1, maxLength: 8192 }), { nil: undefined }),
  pending: fc
    .tuple(fc.uniqueArray(anyName), fc.uniqueArray(anyName))
    .map(([first, second]) =>
      [first, second].flatMap((names, n) =>
        names.map((userProfileName) => ({ domainId: domainIds[n] as DomainId, userProfileName })),
      ),
    ),
})

test('what was encoded is read again', () => {
  fc.assert(
    fc.property(anyPoint, fc.boolean(), (any, dryRun) => {
      const token = encodeResumeToken({ operation, items, fileSystemId, dryRun }, any)
      expect(parseResumeToken(token, run)._unsafeUnwrap()).toEqual({ ...any, dryRun })
    }),
  )
})

test('any text is a typed error, and never anything else', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json().map(encode), fc.anything()), (token) => {
      expect(parseResumeToken(token, run)._unsafeUnwrapErr()).toMatchObject({ field: 'resumeToken' })
    }),
  )
})

const encode = (value: unknown) =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url')
const good = { v: 1, fs: fileSystemId, d: ['d-abc'], n: 'next', p: { 'd-abc': ['alice'] } }

describe('is refused:', () => {
  test.each<[string, unknown]>([
    ['another version', { ...good, v: 2 }],
    ['another file system', { ...good, fs: 'fs-99999999' }],
    ['a malformed domain id', { ...good, d: ['../etc'] }],
    ['a domain that the run is not for', { ...good, d: ['d-zzz'] }],
    ['a profile of a domain that the run is not for', { ...good, p: { 'd-zzz': ['alice'] } }],
    ['a malformed name', { ...good, p: { 'd-abc': ['../../root'] } }],
    ['names that are not an array', { ...good, p: { 'd-abc': 'alice' } }],
    ['an endless NextToken', { ...good, n: 'n'.repeat(8193) }],
    ['an empty NextToken', { ...good, n: '' }],
    ['a switch that is not boolean', { ...good, dry: 'no' }],
    ['another operation', { ...good, op: 'detach' }],
    ['an unknown operation', { ...good, op: { toString: 'backfill' } }],
  ])('%s', (_, content) => {
    expect(parseResumeToken(encode(content), run)._unsafeUnwrapErr().field).toBe('resumeToken')
  })

  test('an endless token', () => {
    expect(parseResumeToken('a'.repeat(300_000), run).isErr()).toBe(true)
  })
})

test('a run over all domains takes any domain', () => {
  const token = encodeResumeToken({ operation, items, fileSystemId, dryRun: false }, point)
  const all = { operation, items, fileSystemId, domainIds: undefined, dryRun: undefined }
  expect(parseResumeToken(token, all)._unsafeUnwrap()).toEqual({ ...point, dryRun: false })
})

test('a run goes on as it began, and not as the opposite', () => {
  for (const dryRun of [true, false]) {
    const token = encodeResumeToken({ operation, items, fileSystemId, dryRun }, point)
    expect(parseResumeToken(token, { ...run, dryRun }).isOk()).toBe(true)
    expect(parseResumeToken(token, { ...run, dryRun: !dryRun })._unsafeUnwrapErr().field).toBe('resumeToken')
  }
})

test('the token of one operation is refused by the other, and taken by its own', () => {
  const operations = ['backfill', 'detach', 'attach-spaces', 'detach-spaces'] as const
  for (const began of operations) {
    const token = encodeResumeToken({ operation: began, items, fileSystemId, dryRun: false }, point)
    const takenBy = operations.filter((each) => parseResumeToken(token, { ...run, operation: each }).isOk())
    expect(takenBy).toEqual([began])
  }
})
