import { efsEntry } from '@studio-efs/testing'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type CustomFileSystemConfig, customFileSystemKey, pathOf } from '../../model/custom-file-system.js'
import type { FileSystemPath } from '../../model/file-system-path.js'
import type { FileSystemId } from '../../model/ids.js'
import { type AddToListSpec, addToList } from './list-edit.js'

const lustre = (FileSystemId: string): CustomFileSystemConfig => ({
  FSxLustreFileSystemConfig: { FileSystemId, FileSystemPath: '/' },
})
const s3: CustomFileSystemConfig = { S3FileSystemConfig: { S3Uri: 's3://bucket/prefix', MountPath: '/data' } }
const newer: CustomFileSystemConfig = { $unknown: ['TapeFileSystemConfig', { TapeId: 'tape-1' }] }

const ours = efsEntry('fs-11111111', '/alice')
const wanted = { fileSystemId: 'fs-11111111' as FileSystemId, fileSystemPath: '/alice' as FileSystemPath }

const add = (input: Partial<AddToListSpec>) =>
  addToList({
    listName: 'user profile d-abc/alice',
    own: [],
    domain: [],
    wanted,
    domainFileSystems: 'copy',
    maxCustomFileSystems: 10,
    ...input,
  })

describe('the list with the file system added', () => {
  test.each<{ fact: string; input: Partial<AddToListSpec>; after: CustomFileSystemConfig[]; edits: string[] }>([
    { fact: 'holds the wanted entry alone in an empty list', input: {}, after: [ours], edits: ['add'] },
    {
      fact: 'keeps file systems of every kind, in their order',
      input: { own: [efsEntry('fs-2'), lustre('fs-11111111'), s3, newer] },
      after: [efsEntry('fs-2'), lustre('fs-11111111'), s3, newer, ours],
      edits: ['add'],
    },
    { fact: 'is left alone when the wanted entry is there', input: { own: [s3, ours] }, after: [s3, ours], edits: [] },
    {
      fact: 'is left alone when the wanted entry is there with a trailing slash',
      input: { own: [efsEntry('fs-11111111', '/alice/')] },
      after: [efsEntry('fs-11111111', '/alice/')],
      edits: [],
    },
    {
      fact: 'gets the wanted path in place when the wanted entry is there with another one',
      input: { own: [s3, efsEntry('fs-11111111', '/bob'), efsEntry('fs-2')] },
      after: [s3, ours, efsEntry('fs-2')],
      edits: ['move'],
    },
    {
      fact: 'gets the wanted path in place when the wanted entry is there without one',
      input: { own: [efsEntry('fs-11111111')] },
      after: [ours],
      edits: ['move'],
    },
    {
      fact: "copies the domain's entries that the first entry would hide",
      input: { domain: [efsEntry('fs-2'), s3] },
      after: [efsEntry('fs-2'), s3, ours],
      edits: ['copy', 'copy', 'add'],
    },
    {
      fact: 'puts the wanted entry where the domain has the same file system',
      input: { domain: [efsEntry('fs-11111111', '/'), s3] },
      after: [ours, s3],
      edits: ['copy', 'add'],
    },
    {
      fact: "leaves the domain's entries out with 'leave'",
      input: { domain: [s3], domainFileSystems: 'leave' },
      after: [ours],
      edits: ['add'],
    },
    {
      fact: "does not add the domain's entries to a list that hides them already",
      input: { own: [efsEntry('fs-2')], domain: [s3] },
      after: [efsEntry('fs-2'), ours],
      edits: ['add'],
    },
  ])('$fact', ({ input, after, edits }) => {
    const result = add(input)._unsafeUnwrap()
    expect(result.after).toEqual(after)
    expect(result.edits.map(({ action }) => action)).toEqual(edits)
  })

  test.each([
    ['another path', efsEntry('fs-11111111', '/bob'), '/bob'],
    ['a trailing slash', efsEntry('fs-11111111', '/bob/'), '/bob'],
    ['no path, which is the root', efsEntry('fs-11111111'), '/'],
  ])('says where an entry was that had %s, and where it is', (_, listed, fromPath) => {
    const { edits } = add({ own: [s3, listed] })._unsafeUnwrap()
    expect(edits).toEqual([{ action: 'move', config: ours, fromPath, toPath: '/alice' }])
  })

  test('is refused when it would be longer than SageMaker takes', () => {
    const own = Array.from({ length: 10 }, (_, n) => efsEntry(`fs-2222222${n}`))
    expect(add({ own })._unsafeUnwrapErr()).toMatchObject({ name: 'TooManyFileSystemsError', own: 10, limit: 10 })
    expect(add({ own: own.slice(1) }).isOk()).toBe(true)
    expect(add({ own: [efsEntry('fs-2'), s3], maxCustomFileSystems: 2 })._unsafeUnwrapErr().name).toBe(
      'TooManyFileSystemsError',
    )
  })

  test('is refused when it names the wanted file system twice, since either could be meant', () => {
    const error = add({ own: [efsEntry('fs-11111111', '/a'), efsEntry('fs-11111111', '/b')] })._unsafeUnwrapErr()
    expect(error).toMatchObject({ name: 'AmbiguousFileSystemError', paths: ['/a', '/b'] })
  })
})

const anyConfig = fc.oneof(
  fc
    .tuple(fc.constantFrom('fs-11111111', 'fs-2', 'fs-3'), fc.constantFrom(undefined, '/', '/alice', '/x/'))
    .map(([id, path]) => efsEntry(id, path)),
  fc.constantFrom(lustre('fs-11111111'), lustre('fs-9'), s3, newer),
)

test('any list keeps every foreign entry and its order, holds the wanted one once, and adding again changes nothing', () => {
  fc.assert(
    fc.property(
      fc.array(anyConfig, { maxLength: 6 }),
      fc.array(anyConfig, { maxLength: 3 }),
      fc.constantFrom('copy' as const, 'leave' as const),
      (own, domain, domainFileSystems) => {
        const result = add({ own, domain, domainFileSystems })
        if (result.isErr()) return result.error.name === 'AmbiguousFileSystemError'
        const key = customFileSystemKey(ours)
        const foreign = (list: readonly CustomFileSystemConfig[]) =>
          list.filter((entry) => customFileSystemKey(entry) !== key)
        const visible = own.length === 0 && domainFileSystems === 'copy' ? domain : own
        expect(foreign(result.value.after)).toEqual(foreign(visible))
        expect(result.value.after.filter((entry) => customFileSystemKey(entry) === key).map(pathOf)).toEqual(['/alice'])
        expect(add({ own: result.value.after, domain, domainFileSystems })._unsafeUnwrap().edits).toEqual([])
        return true
      },
    ),
  )
})
