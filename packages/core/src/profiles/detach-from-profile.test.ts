import { assertOk, efsEntry } from '@studio-efs/testing'
import { expect, test } from 'vitest'
import { alice, datasets, fileSystemId, lustre, models, studio } from '../../test/studio.js'

const ours = efsEntry(fileSystemId, '/alice')
const shared = efsEntry(fileSystemId, '/shared')

test('removes our entry and nothing else', async () => {
  const { studioEfs, profile, listOf, directories } = studio()
  profile('alice', { CustomFileSystemConfigs: [datasets, ours, models] })
  const { changes } = assertOk(await studioEfs.detachFromProfile(alice))
  expect(listOf('alice')).toEqual([datasets, models])
  expect(changes).toMatchObject([{ edits: [{ action: 'remove', config: ours }] }])
  expect(directories.entries()).toEqual([])
})

test('sends an empty list when it was the last one', async () => {
  const { studioEfs, profile, writes } = studio()
  profile('alice', { CustomFileSystemConfigs: [ours] })
  assertOk(await studioEfs.detachFromProfile(alice))
  expect(writes()[0]?.input).toMatchObject({ UserSettings: { CustomFileSystemConfigs: [] } })
})

test('makes no write when it is not there, nor when it is there at another path than the given one', async () => {
  const { studioEfs, profile, writes } = studio()
  profile('alice', { CustomFileSystemConfigs: [datasets, ours] })
  assertOk(await studioEfs.detachFromProfile({ ...alice, fileSystemId: 'fs-00000000' }))
  assertOk(await studioEfs.detachFromProfile({ ...alice, fileSystemPath: '/bob' }))
  expect(writes()).toEqual([])
})

test("leaves the domain's repeated entries, and with 'restore' lets the profile follow the domain again", async () => {
  const { studioEfs, profile, listOf } = studio({ domainSettings: { CustomFileSystemConfigs: [lustre] } })
  for (const name of ['alice', 'bob']) {
    profile(name)
    assertOk(await studioEfs.onboardProfile({ ...alice, userProfileName: name }))
  }
  assertOk(await studioEfs.detachFromProfile(alice))
  assertOk(await studioEfs.detachFromProfile({ ...alice, userProfileName: 'bob', domainFileSystems: 'restore' }))
  expect(listOf('alice')).toEqual([lustre])
  expect(listOf('bob')).toEqual([])
})

test("with 'restore' follows the domain again, also when the domain lists the file system itself", async () => {
  const { studioEfs, profile, listOf } = studio({ domainSettings: { CustomFileSystemConfigs: [lustre, shared] } })
  profile('alice')
  assertOk(await studioEfs.onboardProfile(alice))
  expect(listOf('alice')).toEqual([lustre, ours])
  assertOk(await studioEfs.detachFromProfile({ ...alice, domainFileSystems: 'restore' }))
  expect(listOf('alice')).toEqual([])
})

test('reports the same changes in a dry run and writes nothing', async () => {
  const { studioEfs, profile, writes } = studio()
  profile('alice', { CustomFileSystemConfigs: [ours, models] })
  const planned = assertOk(await studioEfs.detachFromProfile({ ...alice, dryRun: true }))
  expect(writes()).toEqual([])
  expect(assertOk(await studioEfs.detachFromProfile(alice)).changes).toEqual(planned.changes)
})
