import { SageMakerClient } from '@aws-sdk/client-sagemaker'
import { assertErr, assertOk, efsEntry } from '@studio-efs/testing'
import { expect, test } from 'vitest'
import { listIn, newerSageMaker } from '../../test/forward-compatible.js'
import { alice, domainId, fileSystemId, studio } from '../../test/studio.js'
import { createStudioEfs } from '../index.js'

/** Entries with members that the SDK does not know, one of each kind. */
const newer = [
  {
    EFSFileSystemConfig: {
      FileSystemId: 'fs-0bbbbbbbbbbbbbbbb',
      FileSystemPath: '/data',
      ReadOnly: true,
      Mount: { Options: ['tls', 'iam'], Retries: 3 },
    },
  },
  { FSxLustreFileSystemConfig: { FileSystemId: 'fs-0cccccccccccccccc', Compression: 'LZ4' } },
  { S3FileSystemConfig: { S3Uri: 's3://science/models', MountPath: '/models', Writable: false } },
  { EFSFileSystemConfig: { FileSystemId: 'fs-0dddddddddddddddd', FileSystemPath: '/' }, Access: 'owner' },
  { OpenZFSFileSystemConfig: { FileSystemId: 'fs-0eeeeeeeeeeeeeeee', Ratio: 1.5, Nothing: null } },
  { OneKind: { A: 1 }, AnotherKind: { B: [] } },
]

function world(domainSettings: object = {}) {
  const { fake, context, ...rest } = studio({ domainSettings: { ...domainSettings } })
  const { config, sent } = newerSageMaker(fake)
  const sagemaker = new SageMakerClient({ ...config, maxAttempts: 1 })
  return { fake, sent, ...rest, studioEfs: createStudioEfs({ ...context, sagemaker }) }
}

test('entries of others are sent back with members that the SDK does not know', async () => {
  const { profile, studioEfs, sent } = world()
  profile('alice', { CustomFileSystemConfigs: newer } as never)
  const { changes } = assertOk(await studioEfs.onboardProfile(alice))
  expect(sent.map((update) => listIn(update, 'UserSettings'))).toEqual([[...newer, efsEntry(fileSystemId, '/alice')]])
  expect(changes.flatMap((change) => ('after' in change ? [change.after[0]] : []))).toEqual([newer[0]])
})

test("a domain's entries are copied and replaced whole", async () => {
  const { profile, studioEfs, sent } = world({ CustomFileSystemConfigs: newer })
  profile('alice')
  assertOk(await studioEfs.onboardProfile(alice))
  expect(listIn(sent[0], 'UserSettings')).toEqual([...newer, efsEntry(fileSystemId, '/alice')])
  assertOk(await studioEfs.setDomainDefault({ domainId, fileSystemId, fileSystemPath: '/_shared', scope: 'private' }))
  expect(listIn(sent[1], 'DefaultUserSettings')).toEqual([...newer, efsEntry(fileSystemId, '/_shared')])
})

test('the entries of shared spaces are sent back whole, with the role and nothing else', async () => {
  const { fake, studioEfs, sent } = world()
  const ExecutionRole = 'arn:aws:iam::111122223333:role/SharedSpaces'
  fake.seed.domain({
    DomainId: 'd-shared',
    DefaultSpaceSettings: { ExecutionRole, CustomFileSystemConfigs: newer } as never,
  })
  const input = { domainId: 'd-shared', fileSystemId, fileSystemPath: '/_shared', scope: 'shared' } as const
  assertOk(await studioEfs.setDomainDefault(input))
  expect(sent).toEqual([
    {
      DomainId: 'd-shared',
      DefaultSpaceSettings: { ExecutionRole, CustomFileSystemConfigs: [...newer, efsEntry(fileSystemId, '/_shared')] },
    },
  ])
})

test('detaching takes the one entry and leaves the others whole', async () => {
  const { profile, studioEfs, sent } = world()
  profile('alice', { CustomFileSystemConfigs: [efsEntry(fileSystemId, '/alice'), ...newer] } as never)
  assertOk(await studioEfs.detachFromProfile(alice))
  expect(listIn(sent[0], 'UserSettings')).toEqual(newer)
})

test('an entry of the file system that moves keeps its other members', async () => {
  const { profile, studioEfs, sent } = world()
  const own = { EFSFileSystemConfig: { FileSystemId: fileSystemId, FileSystemPath: '/old', ReadOnly: true } }
  profile('alice', { CustomFileSystemConfigs: [own] } as never)
  assertOk(await studioEfs.onboardProfile(alice))
  const moved = { EFSFileSystemConfig: { ...own.EFSFileSystemConfig, FileSystemPath: '/alice' } }
  expect(listIn(sent[0], 'UserSettings')).toEqual([moved])
})

test('a profile that needs no change is left alone, whatever its entries hold', async () => {
  const { profile, studioEfs, sent } = world()
  profile('alice', { CustomFileSystemConfigs: [...newer, efsEntry(fileSystemId, '/alice')] } as never)
  expect(assertOk(await studioEfs.attachToProfile({ ...alice, fileSystemPath: '/alice' })).changes).toEqual([])
  expect(sent).toEqual([])
})

test.each<[string, unknown, string]>([
  ['a number that JavaScript cannot hold', { Tape: { Id: 2 ** 53 } }, 'UserSettings.CustomFileSystemConfigs[0]'],
  ['a text', 'fs-0bbbbbbbbbbbbbbbb', 'UserSettings.CustomFileSystemConfigs[0]'],
  ['nothing', null, 'UserSettings.CustomFileSystemConfigs[0]'],
  ['a list', [], 'UserSettings.CustomFileSystemConfigs[0]'],
  [
    'a known kind of another shape',
    { EFSFileSystemConfig: 'fs-1' },
    'UserSettings.CustomFileSystemConfigs[0].EFSFileSystemConfig',
  ],
  [
    'a path that is a number',
    { EFSFileSystemConfig: { FileSystemId: 'fs-1', FileSystemPath: 7 } },
    'UserSettings.CustomFileSystemConfigs[0].EFSFileSystemConfig.FileSystemPath',
  ],
])('an entry that is %s is refused, and nothing is made', async (_, entry, field) => {
  const { profile, studioEfs, sent, directories } = world()
  profile('alice', { CustomFileSystemConfigs: [entry] } as never)
  const error = assertErr(await studioEfs.onboardProfile(alice), 'MalformedReplyError')
  expect([error.field, error.retryable, error.resource]).toEqual([field, false, 'user profile d-science/alice'])
  expect([sent, directories.entries()]).toEqual([[], []])
})

test.each<[string, object, string]>([
  ['root', { Uid: 0, Gid: 1001 }, 'Uid'],
  ["root's group", { Uid: 10_000, Gid: 0 }, 'Gid'],
  ['a text', { Uid: '0x0', Gid: 1001 }, 'Uid'],
  ['a fraction', { Uid: 1.5, Gid: 1001 }, 'Uid'],
  ['negative', { Uid: -1, Gid: 1001 }, 'Uid'],
  ['too large', { Uid: 10_000, Gid: 2 ** 32 }, 'Gid'],
  ['not a number', { Uid: 'NaN', Gid: 1001 }, 'Uid'],
  ['half there', { Uid: 10_000 }, 'Gid'],
])('an identity that is %s is a typed error, and nothing is made', async (_, identity, member) => {
  for (const settings of ['UserSettings', 'DefaultUserSettings']) {
    const own = { CustomPosixUserConfig: identity }
    const { profile, studioEfs, sent, directories } = world(settings === 'DefaultUserSettings' ? own : {})
    profile('alice', (settings === 'UserSettings' ? own : {}) as never)
    const error = assertErr(await studioEfs.onboardProfile(alice), 'MalformedReplyError')
    expect(error.field).toBe(`${settings}.CustomPosixUserConfig.${member}`)
    expect([sent, directories.entries()]).toEqual([[], []])
  }
})
