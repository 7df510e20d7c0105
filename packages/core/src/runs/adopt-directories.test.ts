import { assertErr, assertOk } from '@studio-efs/testing'
import { expect, test } from 'vitest'
import { outcomesOf } from '../../test/many.js'
import { domainId, fileSystemId, type StudioOptions, studio } from '../../test/studio.js'
import type { Claim, Generation } from '../directories.js'

const input = { domainIds: [domainId], fileSystemId }
const OWN = { uid: 200_001, gid: 1001, mode: '0700' }

/** A domain with a profile for each case of the table of claims. */
function everyCase(options: StudioOptions = {}) {
  const world = studio(options)
  const { directories, fake, profile, studioEfs } = world
  const names = [
    'missing',
    'unfinished',
    'unclaimed',
    'foreign',
    'kept',
    'person',
    'earlier',
    'inside',
    'shared',
    'own-id',
  ]
  for (const name of names)
    profile(name, name === 'own-id' ? { CustomPosixUserConfig: { Uid: 10_500, Gid: 1001 } } : {})
  const person = fake.state.sagemaker.userProfiles.get(`${domainId}/person`)
  fake.state.sagemaker.userProfiles.set(`${domainId}/person`, {
    ...(person as NonNullable<typeof person>),
    SingleSignOnUserValue: 'p@example.com',
  })
  const life = (userProfileName: string, createdAt: string, more: object = {}): Claim =>
    ({
      ...{ kind: 'private', accountId: '111122223333', region: 'eu-west-1', domainId, userProfileName, createdAt },
      ...more,
    }) as unknown as Claim
  const claim = async (path: string, held: Claim) =>
    assertOk(
      (
        await directories.claimDirectories([
          { path, owner: { uid: OWN.uid, gid: OWN.gid }, mode: '0700', claim: held } as never,
        ])
      )[0] as never,
    )
  const seedDirectories = async () => {
    directories.put('/unfinished', { uid: 0, gid: 0, mode: '0700' })
    directories.put('/unclaimed', { ...OWN, mode: '0750' })
    directories.put('/foreign', { uid: 33, gid: 33, mode: '0755' })
    directories.put('/own-id', { uid: 10_500, gid: 1001, mode: '0700' })
    assertOk(await studioEfs.provisionUserDirectory({ domainId, userProfileName: 'kept' }))
    await claim('/person', life('person', '2020-01-01T00:00:00.000Z', { person: 'p@example.com' }))
    await claim('/earlier', life('earlier', '2020-01-01T00:00:00.000Z'))
    await claim('/inside/data', { kind: 'shared' })
    await claim('/shared', { kind: 'shared' })
  }
  return { ...world, seedDirectories }
}

const expected = {
  missing: 'unchanged missing',
  unfinished: 'unchanged unfinished',
  unclaimed: 'adopted unclaimed',
  foreign: 'failed taken',
  kept: 'unchanged claimed',
  person: 'adopted same-person',
  earlier: 'unchanged earlier-generation',
  inside: 'failed overlapping',
  shared: 'failed taken',
  'own-id': 'adopted unclaimed',
}

test('a dry run lists every case, and writes nothing', async () => {
  const { studioEfs, directories, seedDirectories, writes } = everyCase()
  await seedDirectories()
  const before = [directories.entries(), [...directories.claims()]]
  const run = studioEfs.adoptDirectories({ ...input, dryRun: true })
  const outcomes = await outcomesOf(run)
  expect(
    Object.fromEntries(outcomes.map(({ profile, outcome, found }) => [profile.userProfileName, `${outcome} ${found}`])),
  ).toEqual(expected)
  const summary = assertOk(await run.summary())
  expect(summary.found).toEqual({
    ...{ missing: 1, unfinished: 1, unclaimed: 2, taken: 2, claimed: 1 },
    ...{ 'same-person': 1, 'earlier-generation': 1, overlapping: 1 },
  })
  expect([directories.entries(), [...directories.claims()]]).toEqual(before)
  expect([writes(), directories.identities()]).toEqual([[], []])
})

test('claims what is there as it is, moves and makes nothing, and changes nothing the second time', async () => {
  const { studioEfs, directories, seedDirectories, writes } = everyCase()
  await seedDirectories()
  const before = directories.entries()
  const planned = assertOk(await studioEfs.adoptDirectories({ ...input, dryRun: true }).summary())
  const summary = assertOk(await studioEfs.adoptDirectories(input).summary())
  expect([summary.adopted, summary.failed, summary.found]).toEqual([3, 3, planned.found])
  expect(directories.entries()).toEqual(before)
  expect(directories.claims().get('/unclaimed')).toMatchObject({ userProfileName: 'unclaimed' })
  expect((directories.claims().get('/person') as Generation).createdAt).not.toBe('2020-01-01T00:00:00.000Z')
  expect(directories.archives()).toEqual([])
  expect(directories.identities()).toMatchObject([{ uid: 10_500, holder: { userProfileName: 'own-id' } }])
  expect(writes()).toEqual([])
  const second = assertOk(await studioEfs.adoptDirectories(input).summary())
  expect([second.adopted, second.unchanged, second.found.claimed]).toEqual([0, 7, 4])
})

test('a run that ended early is resumed with its token, which no other operation takes', async () => {
  const world = studio()
  const names = Array.from({ length: 40 }, (_, n) => `user-${n}`)
  for (const name of names) {
    world.profile(name)
    world.directories.put(`/${name}`, OWN)
  }
  const run = world.studioEfs.adoptDirectories(input)
  let taken = 0
  for await (const { outcome } of run) {
    taken += outcome === 'adopted' ? 1 : 0
    if (taken === 8) break
  }
  const { resumeToken = '' } = assertOk(await run.summary())
  expect(resumeToken).not.toBe('')
  expect(assertErr(await world.studioEfs.detachProfiles({ ...input, resumeToken }).summary()).name).toBe(
    'InvalidInputError',
  )
  const rest = assertOk(await world.studioEfs.adoptDirectories({ ...input, resumeToken }).summary())
  expect([rest.failed, rest.resumeToken]).toEqual([0, undefined])
  expect(world.directories.claims().size).toBe(40)
})

test('directories are read and claimed in batches, with one describe for each profile', async () => {
  const world = studio()
  for (let n = 0; n < 40; n += 1) {
    world.profile(`user-${n}`)
    world.directories.put(`/user-${n}`, OWN)
  }
  const sizes: number[] = []
  const { claimDirectories } = world.directories
  world.directories.claimDirectories = (specs) => {
    sizes.push(specs.length)
    return claimDirectories(specs)
  }
  assertOk(await world.studioEfs.adoptDirectories(input).summary())
  expect(sizes.length).toBeLessThan(8)
  expect(world.calls().filter((call) => call === 'DescribeUserProfile')).toHaveLength(40)
})
