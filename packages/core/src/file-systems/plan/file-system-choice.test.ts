import { describe, expect, test } from 'vitest'
import { domainId, fileSystem, ours } from '../../../test/infrastructure.js'
import type { EfsFileSystem } from '../../model/efs.js'
import type { DomainId, FileSystemId } from '../../model/ids.js'
import { creationTokenFor, DOMAIN_TAG } from '../../network/plan/ownership.js'
import { chooseFileSystem, isChoiceFinal } from './file-system-choice.js'

const choose = (found: readonly EfsFileSystem[], fileSystemId?: string) =>
  chooseFileSystem(found, { domainId, fileSystemId: fileSystemId as FileSystemId | undefined })
const tagged = (id: string, overrides: Partial<EfsFileSystem> = {}) =>
  fileSystem(id, { tags: { [DOMAIN_TAG]: domainId }, ...overrides })
const token = creationTokenFor(domainId)
const home = fileSystem('fs-home', { creationToken: domainId })

describe('the file system that is used', () => {
  test.each<[string, readonly EfsFileSystem[], string | undefined, string]>([
    ['is the one that the caller names', [fileSystem('fs-1')], 'fs-1', 'fs-1'],
    ['is the one that an earlier run made', [home, ours('fs-2')], undefined, 'fs-2'],
    ['is one that is tagged for the domain', [home, tagged('fs-3')], undefined, 'fs-3'],
    ['is the one of an earlier run among several that are tagged', [tagged('fs-3'), ours('fs-2')], undefined, 'fs-2'],
    [
      'is a tagged one where an untagged one has our token',
      [fileSystem('fs-x', { creationToken: token }), tagged('fs-3')],
      undefined,
      'fs-3',
    ],
    [
      'is a tagged one where the one of an earlier run is being deleted',
      [ours('fs-2', { lifeCycleState: 'deleting' }), tagged('fs-3')],
      undefined,
      'fs-3',
    ],
  ])('%s', (_, found, named, expected) => {
    expect(choose(found, named)._unsafeUnwrap()).toMatchObject({ kind: 'use', fileSystem: { fileSystemId: expected } })
  })
})

describe('a new one is made', () => {
  test('where only file systems of other makers exist', () => {
    expect(choose([home, fileSystem('fs-1')])._unsafeUnwrap()).toEqual({ kind: 'create', after: undefined })
  })

  test('while the one of an earlier run is being deleted, after it is gone: EFS refuses its token until then', () => {
    const leaving = ours('fs-2', { lifeCycleState: 'deleting' })
    expect(choose([leaving])._unsafeUnwrap()).toEqual({ kind: 'create', after: leaving })
  })
})

test.each<[string, readonly EfsFileSystem[], string | undefined, string]>([
  [
    'our token on an untagged one',
    [fileSystem('fs-x', { creationToken: token })],
    undefined,
    'CreationTokenTakenError',
  ],
  [
    'our token on one that is tagged for another domain',
    [fileSystem('fs-x', { creationToken: token, tags: { [DOMAIN_TAG]: 'd-other' } })],
    undefined,
    'CreationTokenTakenError',
  ],
  ['two tagged ones of other makers', [tagged('fs-3'), tagged('fs-4')], undefined, 'SeveralFileSystemsError'],
  [
    'a named one that is being deleted',
    [fileSystem('fs-1', { lifeCycleState: 'deleting' })],
    'fs-1',
    'UnusableLifeCycleError',
  ],
  [
    'the one of an earlier run in error',
    [ours('fs-2', { lifeCycleState: 'error' })],
    undefined,
    'UnusableLifeCycleError',
  ],
])('%s is refused with what to do about it', (_, found, named, expected) => {
  const error = choose(found, named)._unsafeUnwrapErr()
  expect(error).toMatchObject({ name: expected, retryable: false })
  expect(error.hint).toBeDefined()
})

test('the rest of a long list is not read once our own is found', () => {
  expect(isChoiceFinal([home, ours('fs-2')], domainId)).toBe(true)
  expect(isChoiceFinal([home, tagged('fs-3')], domainId)).toBe(false)
  expect(isChoiceFinal([ours('fs-2', { lifeCycleState: 'deleting' })], domainId)).toBe(false)
})

test('the creation token is the same for every run, another for every domain, and at most 64 characters', () => {
  const long = `d-${'a'.repeat(61)}` as DomainId
  const longer = `d-${'a'.repeat(60)}b` as DomainId
  expect(token).toBe('studio-efs-d-science')
  expect(creationTokenFor(long)).toBe(creationTokenFor(long))
  expect(creationTokenFor(long)).not.toBe(creationTokenFor(longer))
  expect(creationTokenFor(long).length).toBeLessThanOrEqual(64)
})
