import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseDirectoryLayout } from './directory-layout.js'
import { formatMode, modeBits, parseDirectoryMode } from './directory-mode.js'
import { parseFileSystemPath, segmentsOf } from './file-system-path.js'
import { parseDomainId, parseFileSystemId, parseUserProfileName, userProfileKey } from './ids.js'
import { optional, parseInput } from './parse/parse-input.js'
import { parsePosixOwner } from './posix-owner.js'

const parsers = { parseDomainId, parseUserProfileName, parseFileSystemId, parseFileSystemPath, parseDirectoryLayout }

describe('parse functions', () => {
  test.each<[keyof typeof parsers, string]>([
    ['parseDomainId', 'd-abcdefghijkl'],
    ['parseDomainId', 'd--a'],
    ['parseUserProfileName', 'a'],
    ['parseUserProfileName', 'b8214310-a081-7072-2dc2-f03e4fb04a0e'],
    ['parseUserProfileName', 'a'.repeat(63)],
    ['parseFileSystemId', 'fs-01234567'],
    ['parseFileSystemId', 'fs-0123456789abcdef0'],
    ['parseFileSystemPath', '/'],
    ['parseFileSystemPath', '/a/b.c/..d'],
    ['parseDirectoryLayout', '/{userProfileName}'],
    ['parseDirectoryLayout', '/teams/{domainId}/{userProfileName}/home'],
  ])('%s accepts %j', (parser, value) => {
    expect(parsers[parser](value)._unsafeUnwrap()).toBe(value)
  })

  test.each<[keyof typeof parsers, unknown]>([
    ['parseDomainId', 'd-'],
    ['parseDomainId', 'D-abc'],
    ['parseDomainId', 'd-abc-'],
    ['parseDomainId', 'd-abc\n'],
    ['parseDomainId', `d-${'a'.repeat(62)}`],
    ['parseDomainId', undefined],
    ['parseUserProfileName', ''],
    ['parseUserProfileName', '../root'],
    ['parseUserProfileName', 'a/b'],
    ['parseUserProfileName', '..'],
    ['parseUserProfileName', 'a\0b'],
    ['parseUserProfileName', 'a'.repeat(300)],
    ['parseUserProfileName', 'аlice'],
    ['parseUserProfileName', 'alice\n'],
    ['parseUserProfileName', '-alice'],
    ['parseUserProfileName', 'a.b'],
    ['parseUserProfileName', ['alice']],
    ['parseFileSystemId', 'fs-123'],
    ['parseFileSystemId', 'fs-0123456789abcdef01234'],
    ['parseFileSystemId', 'fsap-01234567'],
    ['parseFileSystemPath', ''],
    ['parseFileSystemPath', 'a'],
    ['parseFileSystemPath', '/a b'],
    ['parseFileSystemPath', '/a\u00a0b'],
    ['parseFileSystemPath', '/a/../b'],
    ['parseFileSystemPath', '/./b'],
    ['parseFileSystemPath', '//b'],
    ['parseFileSystemPath', '//'],
    ['parseFileSystemPath', '///'],
    ['parseFileSystemPath', '/a//'],
    ['parseFileSystemPath', '/a//b'],
    ['parseFileSystemPath', '/a\0'],
    ['parseFileSystemPath', '/a\ud800'],
    ['parseFileSystemPath', `/${'a'.repeat(256)}`],
    ['parseFileSystemPath', `/${'é'.repeat(128)}`],
    ['parseDirectoryLayout', '/everybody'],
    ['parseDirectoryLayout', '{userProfileName}'],
    ['parseDirectoryLayout', '/{userProfileName}/../x'],
    ['parseDirectoryLayout', '/{userProfileName}/{team}'],
    ['parseDirectoryLayout', '/{user{userProfileName}}'],
    ['parseDirectoryLayout', '/a b/{userProfileName}'],
    ['parseDirectoryLayout', `/${'x'.repeat(256)}{userProfileName}`],
  ])('%s refuses %j and says what is allowed', (parser, value) => {
    const error = parsers[parser](value)._unsafeUnwrapErr()
    expect(error.name).toBe('InvalidInputError')
    expect(error.message).toContain(error.allowed)
    expect(error.message.length).toBeLessThan(600)
  })

  test('a trailing slash is accepted as SageMaker does, and dropped', () => {
    expect(parseFileSystemPath('/a/b/')._unsafeUnwrap()).toBe('/a/b')
  })

  test('whatever a path parser accepts stays below the root', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.string().map((text) => `/${text}`),
        ),
        (text) => {
          const path = parseFileSystemPath(text)
          if (path.isErr()) return
          for (const segment of segmentsOf(path.value)) expect(['', '.', '..']).not.toContain(segment)
          expect(
            new URL(
              `file://${path.value.replaceAll('%', '%25').replaceAll('?', '%3f').replaceAll('#', '%23').replaceAll('\\', '%5c')}`,
            ).pathname.split('/'),
          ).toHaveLength(Math.max(2, segmentsOf(path.value).length + 1))
        },
      ),
    )
  })

  test('modes are taken as numbers or octal text, and kept as four octal digits, without set-user-ID', () => {
    expect(parseDirectoryMode('2770')._unsafeUnwrap()).toBe('2770')
    expect(parseDirectoryMode(0o700)._unsafeUnwrap()).toBe('0700')
    expect(parseDirectoryMode('700')._unsafeUnwrap()).toBe('0700')
    expect(formatMode(0o70)).toBe('0070')
    expect(modeBits('2770')).toBe(0o2770)
    for (const wrong of ['9', '70', 'rwx', -1, 0o4755, 1.5, Number.NaN, null])
      expect(parseDirectoryMode(wrong).isErr()).toBe(true)
  })

  test('owners are whole numbers that a 32-bit id can hold, and the wrong one is named', () => {
    expect(parsePosixOwner({ uid: 0, gid: 4_294_967_294 }).isOk()).toBe(true)
    expect(parsePosixOwner({ uid: 1, gid: -1 })._unsafeUnwrapErr().field).toBe('owner.gid')
    expect(parsePosixOwner({ uid: '1', gid: 1 })._unsafeUnwrapErr().field).toBe('owner.uid')
  })
})

test('an input with a field that the operation does not know is refused by name', () => {
  const fields = { domainId: parseDomainId, path: optional(parseFileSystemPath, undefined) }
  expect(parseInput({ domainId: 'd-abc' }, fields)._unsafeUnwrap()).toEqual({ domainId: 'd-abc', path: undefined })
  expect(parseInput({ domainId: 'd-abc', domainID: 1 }, fields)._unsafeUnwrapErr()).toMatchObject({
    field: 'domainID',
    allowed: 'one of domainId, path',
  })
  for (const input of [null, undefined, 'd-abc', [], 1])
    expect(parseInput(input, fields)._unsafeUnwrapErr().field).toBe('input')
})

test('two spellings of one profile have one key, and one name in two domains has two', () => {
  const key = (domain: string, name: string) =>
    userProfileKey({
      domainId: parseDomainId(domain)._unsafeUnwrap(),
      userProfileName: parseUserProfileName(name)._unsafeUnwrap(),
    })
  expect(key('d-a', 'Alice')).toBe(key('d-a', 'alice'))
  expect(key('d-a', 'alice')).not.toBe(key('d-b', 'alice'))
})
