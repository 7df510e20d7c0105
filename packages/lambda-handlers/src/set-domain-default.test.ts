import type { DomainId } from '@studio-efs/core'
import type { FileSystemPath } from '@studio-efs/core/directories'
import { domainFileSystems, efsEntry } from '@studio-efs/testing'
import { expect, test } from 'vitest'
import { domainId, fileSystemId, role, studioWithFileSystem as studio } from '../test/studio.js'
import { createSetDomainDefault } from './set-domain-default.js'

const ownEntry = efsEntry(fileSystemId, '/shared')
const foreign = efsEntry('fs-0bbbbbbbbbbbbbbbb', '/own')
const shared = {
  fileSystemId,
  sharedPath: '/shared' as FileSystemPath,
  scope: 'both',
  executionRole: undefined,
} as const

function deployed(domainIds: readonly DomainId[] = [domainId]) {
  const world = studio()
  const domain = (id: string) => world.fake.state.sagemaker.domains.get(id)
  return { ...world, domain, handler: createSetDomainDefault({ ...world, configuration: { ...shared, domainIds } }) }
}

test('the shared directory is made, then private and shared spaces get it, then nothing changes', async () => {
  const { handler, directories, domain, fake, records } = deployed()
  expect(await handler({})).toMatchObject({ outcome: 'changed', domains: [{ domainId, hidden: 0 }] })
  expect(directories.entries()).toEqual([{ path: '/shared', kind: 'directory', uid: 200_001, gid: 1001, mode: '2770' }])
  expect(domainFileSystems(fake, domainId).private).toEqual([ownEntry])
  expect(domain(domainId)?.DefaultSpaceSettings).toEqual({ ExecutionRole: role, CustomFileSystemConfigs: [ownEntry] })
  expect(await handler(null)).toEqual({ outcome: 'unchanged', domains: [{ domainId, changes: [], hidden: 0 }] })
  expect(records).toMatchObject([{ message: 'changed' }, { message: 'unchanged', domains: [{ domainId }] }])
})

test('profiles that do not see it are counted, and reached when that is asked for', async () => {
  const { handler, fake, listOf } = deployed()
  const UserSettings = { CustomFileSystemConfigs: [foreign] }
  fake.seed.userProfile({ DomainId: domainId, UserProfileName: 'alice', UserSettings })
  expect(await handler({ hiddenProfiles: 'report' })).toMatchObject({ domains: [{ hidden: 1 }] })
  expect(await handler({ reachProfiles: true })).toMatchObject({ outcome: 'changed', domains: [{ hidden: 0 }] })
  expect(listOf('alice')).toEqual([foreign, ownEntry])
})

test('a domain that fails does not stop the others, and its error is thrown', async () => {
  const { handler, fake, records } = deployed(['d-gone' as DomainId, domainId])
  await expect(handler({})).rejects.toMatchObject({ name: 'ResourceNotFoundError' })
  expect(domainFileSystems(fake, domainId).private).toEqual([ownEntry])
  expect(records).toMatchObject([{ message: 'failed', domains: [{ domainId }] }])
})

test('a default is never set to a directory that could not be made', async () => {
  const { handler, directories, fake } = deployed()
  directories.plant('/shared', 'symbolic link')
  await expect(handler({})).rejects.toMatchObject({ name: 'NotADirectoryError' })
  expect(fake.calls.map(({ operation }) => operation)).not.toContain('UpdateDomain')
})

test('an option that does not exist is refused before anything is read', async () => {
  const { handler, fake } = deployed()
  await expect(handler({ fileSystemId: 'fs-0bbbbbbbbbbbbbbbb' })).rejects.toMatchObject({ name: 'InvalidInputError' })
  expect(fake.calls).toEqual([])
})
