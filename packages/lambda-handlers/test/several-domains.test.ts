import { expect, test } from 'vitest'
import { deployed } from './cloudformation/deployed.js'
import { isAllowed } from './cloudformation/iam.js'
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

test('two stacks, one for each domain, make a file system each, and neither may touch what is of the other', async () => {
  const world = studio()
  const other = 'd-other'
  world.neighbour(other)
  world.profile('alice')
  world.fake.seed.userProfile({ DomainId: other, UserProfileName: 'alice' })
  const first = await deployed({ StackName: 'studio-efs-first', Layout: null }, world)
  const second = await deployed({ StackName: 'studio-efs-second', Layout: null, SageMakerDomainId: other }, world)
  await first.backfill()
  await second.backfill()
  const ids = [first, second].map(({ stack }) => String(stack.outputs['FileSystemId']))
  expect(new Set(ids).size).toBe(2)
  const lists = [domainId, other].map(
    (id) => world.fake.state.sagemaker.userProfiles.get(`${id}/alice`)?.UserSettings?.CustomFileSystemConfigs,
  )
  expect(lists).toEqual([
    [first.entryFor(`/_domains/${domainId}/alice`)],
    [second.entryFor(`/_domains/${other}/alice`)],
  ])
  expect([first.stack.denials, second.stack.denials]).toEqual([[], []])
  const update = {
    action: 'sagemaker:UpdateUserProfile',
    resource: `arn:aws:sagemaker:eu-west-1:111122223333:user-profile/${other}/alice`,
    context: {},
  }
  const mayUpdate = ({ stack }: typeof first) => isAllowed(stack.statementsOf('BackfillFunction'), update)
  expect([mayUpdate(first), mayUpdate(second)]).toEqual([false, true])
})

test('without {domainId} in the layout, the profile of the second domain is refused, and the first keeps its directory', async () => {
  const world = studio()
  world.neighbour('d-other')
  world.profile('alice')
  world.fake.seed.userProfile({ DomainId: 'd-other', UserProfileName: 'alice' })
  const first = await deployed({ StackName: 'first' }, world)
  const FileSystemId = String(first.stack.outputs['FileSystemId'])
  const second = await deployed({ StackName: 'second', SageMakerDomainId: 'd-other', FileSystemId }, world)
  await first.backfill()
  const before = world.pathsOf()
  await expect(second.backfill()).rejects.toThrow(/profiles could not be onboarded/)
  expect(world.pathsOf()).toEqual(before)
  expect(JSON.stringify(world.records)).toContain('DirectoryClaimedError')
  expect(world.fake.state.sagemaker.userProfiles.get('d-other/alice')?.UserSettings).toBeUndefined()
})

/** CloudFormation names the stacks of a StackSet after it and a UUID. */
const ofStackSet = (uuid: string) => `StackSet-studio-efs-${uuid}`

test('stacks of a StackSet, in two accounts, have their own domain and nothing in common', async () => {
  const accounts = [studio(), studio()]
  const [here, elsewhere] = accounts
  for (const { profile } of accounts) profile('alice')
  elsewhere?.neighbour('d-other')
  elsewhere?.fake.seed.userProfile({ DomainId: 'd-other', UserProfileName: 'alice' })
  const overrides = [{ SageMakerDomainId: domainId }, { SageMakerDomainId: 'd-other' }]
  const uuids = ['6a0f4e2c-0000-4000-8000-000000000001', '6a0f4e2c-0000-4000-8000-000000000002']
  const stacks = await Promise.all(
    accounts.map((account, n) => deployed({ StackName: ofStackSet(uuids[n] ?? ''), ...overrides[n] }, account)),
  )
  const names = stacks.map(({ stack }) =>
    ['AWS::IAM::Role', 'AWS::Lambda::Function', 'AWS::SQS::Queue', 'AWS::CloudWatch::Dashboard'].flatMap((type) =>
      stack.resources(type).map(([, { physicalId }]) => physicalId),
    ),
  )
  const [ofHere = [], ofOther = []] = names
  expect(ofHere.filter((name) => ofOther.includes(name))).toEqual([])
  await stacks[1]?.backfill()
  expect([here?.listOf('alice'), elsewhere?.listOf('alice')]).toEqual([undefined, undefined])
  expect(elsewhere?.pathsOf()).toEqual(['/alice'])
  expect(here?.pathsOf()).toEqual([])
})
