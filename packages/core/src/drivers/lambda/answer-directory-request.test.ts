import { assertErr, assertOk, memoryDirectoryDriver } from '@studio-efs/testing'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { FileSystemPath } from '../../directories.js'
import { answerDirectoryRequest } from './answer-directory-request.js'
import type { DirectoryReply } from './wire-reply.js'
import { MAX_ITEMS } from './wire-request.js'

const owner = { uid: 200_001, gid: 1001 }
const alice = { path: '/alice', owner, mode: 0o700 }
const root = '/studio' as FileSystemPath

const ensuring = (...ensureDirectories: readonly unknown[]) => ({ version: 2, ensureDirectories })

const pathIn = (value: object) => ('path' in value ? value.path : undefined)

test('every item is parsed, and a bad one does not stop its neighbours', async () => {
  const directories = memoryDirectoryDriver()
  const request = ensuring(
    alice,
    7,
    { ...alice, path: '/../etc' },
    { ...alice, owner: { uid: -1, gid: 0 } },
    { ...alice, owner: { ...owner, name: 'alice' } },
    { ...alice, mode: 0o4755 },
    { path: '/bob', owner },
    { ...alice, path: '/carol', mode: '0750' },
  )
  const { results } = assertOk(await answerDirectoryRequest(directories, request))
  expect(results.map((result) => ('ok' in result ? pathIn(result.ok) : result.error['field']))).toEqual([
    '/alice',
    'input',
    'path',
    'owner.uid',
    'name',
    'mode',
    'mode',
    '/carol',
  ])
  expect(directories.entries().map(({ path }) => path)).toEqual(['/alice', '/carol'])
})

const paths = ['/studio/alice', '/studio', '/', '/studios', '/alice', '/studio2/alice']
const outcomes = ({ results }: DirectoryReply) =>
  results.map((result) => ('ok' in result ? pathIn(result.ok) : result.error.name))

test('only directories below the root are made or repaired, never the root itself', async () => {
  const directories = memoryDirectoryDriver()
  const specs = paths.map((path) => ({ ...alice, path }))
  const made = assertOk(await answerDirectoryRequest(directories, ensuring(...specs), { root }))
  expect(outcomes(made)).toEqual(['/studio/alice', ...Array(5).fill('OutsideRootError')])
  expect(directories.entries().map(({ path }) => path)).toEqual(['/studio', '/studio/alice'])
  const [whole] = assertOk(await answerDirectoryRequest(directories, ensuring({ ...alice, path: '/' }))).results
  expect(whole).toMatchObject({ error: { name: 'OutsideRootError', path: '/', root: '/' } })
})

test('directories below the root, the root and its ancestors are inspected', async () => {
  const request = { version: 2, inspectDirectories: paths }
  const seen = assertOk(await answerDirectoryRequest(memoryDirectoryDriver(), request, { root }))
  expect(outcomes(seen)).toEqual(['/studio/alice', '/studio', '/', ...Array(3).fill('OutsideRootError')])
  const all = assertOk(await answerDirectoryRequest(memoryDirectoryDriver(), request))
  expect(outcomes(all)).toEqual(paths)
})

describe('a malformed request is refused as a whole, and nothing is made', () => {
  test.each<[string, unknown, string]>([
    ['nothing', undefined, 'input'],
    ['a text', 'ensureDirectories', 'input'],
    ['no version', { ensureDirectories: [alice] }, 'version'],
    ['another version', { version: 3, ensureDirectories: [alice] }, 'version'],
    ['no list', { version: 2 }, 'input'],
    ['both lists', { version: 2, ensureDirectories: [alice], inspectDirectories: ['/alice'] }, 'input'],
    ['an object in place of a list', { version: 2, ensureDirectories: { length: 1 } }, 'ensureDirectories'],
    ['too many items', ensuring(...Array(MAX_ITEMS + 1).fill(alice)), 'ensureDirectories'],
    ['an unknown field', { ...ensuring(alice), root: '/' }, 'root'],
  ])('%s', async (_, request, field) => {
    const directories = memoryDirectoryDriver()
    expect(assertErr(await answerDirectoryRequest(directories, request)).field).toBe(field)
    expect(directories.entries()).toEqual([])
  })
})

test('any JSON is answered or refused, and nothing is made outside the root', async () => {
  const directories = memoryDirectoryDriver()
  const path = fc.oneof(fc.jsonValue(), fc.constantFrom('/studio/alice', '/alice', '/studio/../alice', '/studio//bob'))
  const spec = fc.record({
    path,
    owner: fc.oneof(fc.constant(owner), fc.jsonValue()),
    mode: fc.oneof(fc.nat(), fc.jsonValue()),
  })
  const request = fc.oneof(
    fc.jsonValue(),
    fc.record({ version: fc.constant(1), ensureDirectories: fc.array(fc.oneof(spec, fc.jsonValue())) }),
    fc.record({ version: fc.constant(1), inspectDirectories: fc.array(path) }),
  )
  await fc.assert(
    fc.asyncProperty(request, async (json) => {
      const answer = await answerDirectoryRequest(directories, json, { root })
      if (answer.isErr()) expect(answer.error.name).toBe('InvalidInputError')
      expect(directories.entries().filter(({ path }) => !`${path}/`.startsWith('/studio/'))).toEqual([])
    }),
    { numRuns: 500 },
  )
})
