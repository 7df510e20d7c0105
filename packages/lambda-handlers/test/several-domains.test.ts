import { expect, test } from 'vitest'
import { deployed } from './cloudformation/deployed.js'
import { domainId, studio } from './studio.js'

test('two stacks, one for each domain, share a file system and keep people of the same name apart', async () => {
  const before = studio()
  const other = 'd-other'
  before.neighbour(other)
  before.profile('alice')
  before.fake.seed.userProfile({ DomainId: other, UserProfileName: 'alice' })
  const first = await deployed({ StackName: 'first', Layout: null, DataOnDelete: 'delete' }, before)
  const FileSystemId = String(first.stack.outputs['FileSystemId'])
  const second = await deployed({ StackName: 'second', Layout: null, SageMakerDomainId: other, FileSystemId }, before)
  await first.backfill()
  await second.backfill()
  expect(before.pathsOf()).toEqual([
    '/_domains',
    '/_domains/d-other',
    '/_domains/d-other/alice',
    '/_domains/d-science',
    '/_domains/d-science/alice',
  ])
  const lists = () =>
    [domainId, other].map((id) => {
      const { UserSettings } = before.fake.state.sagemaker.userProfiles.get(`${id}/alice`) ?? {}
      return UserSettings?.CustomFileSystemConfigs
    })
  const of = (id: string) => [first.entryFor(`/_domains/${id}/alice`)]
  expect(lists()).toEqual([of(domainId), of(other)])
  expect([first.stack.denials, second.stack.denials]).toEqual([[], []])

  await second.stack.remove()
  expect(before.fake.state.efs.fileSystems.has(FileSystemId)).toBe(true)
  await expect(first.stack.remove()).rejects.toThrow(/in use|lists|mount/i)
  expect(before.fake.state.efs.fileSystems.has(FileSystemId)).toBe(true)
})

test('stacks of a StackSet, with one name in two accounts, have nothing in common', async () => {
  const accounts = [studio(), studio()]
  for (const { profile } of accounts) profile('alice')
  const stacks = await Promise.all(accounts.map((account) => deployed({ StackName: 'studio-efs' }, account)))
  await stacks[0]?.backfill()
  expect(accounts.map(({ listOf }) => listOf('alice')?.length)).toEqual([1, undefined])
})
