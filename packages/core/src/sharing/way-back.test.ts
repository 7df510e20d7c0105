import { assertErr, assertOk } from '@studio-efs/testing'
import fc from 'fast-check'
import type { Result } from 'neverthrow'
import { describe, expect, test } from 'vitest'
import { alice, datasets, domainId, efs, fileSystemId, lustre, models, studio } from '../../test/studio.js'

const role = 'arn:aws:iam::111122223333:role/SharedSpaces'
const ours = efs(fileSystemId, '/alice')
const shared = efs(fileSystemId, '/shared')

describe('detachFromProfile', () => {
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
})

describe('clearDomainDefault', () => {
  const input = { domainId, fileSystemId }
  function shareddomain() {
    const made = studio()
    Object.assign(made.fake.state.sagemaker.domains.get(domainId) ?? {}, {
      DefaultUserSettings: { CustomFileSystemConfigs: [shared, datasets] },
      DefaultSpaceSettings: { ExecutionRole: role, CustomFileSystemConfigs: [shared] },
    })
    return made
  }

  test('removes our entry from both halves, in one call, with the stored role', async () => {
    const { studioEfs, writes } = shareddomain()
    expect(assertOk(await studioEfs.clearDomainDefault(input)).changes).toHaveLength(2)
    expect(writes().map((call) => call.input)).toEqual([
      {
        DomainId: domainId,
        DefaultUserSettings: { CustomFileSystemConfigs: [datasets] },
        DefaultSpaceSettings: { ExecutionRole: role, CustomFileSystemConfigs: [] },
      },
    ])
  })

  test('changes nothing the second time', async () => {
    const { studioEfs, writes } = shareddomain()
    assertOk(await studioEfs.clearDomainDefault({ ...input, scope: 'private' }))
    assertOk(await studioEfs.clearDomainDefault({ ...input, scope: 'private' }))
    expect(writes()).toHaveLength(1)
  })

  test('names the domain that does not exist', async () => {
    const { studioEfs } = studio()
    const error = assertErr(
      await studioEfs.clearDomainDefault({ ...input, domainId: 'd-gone' }),
      'ResourceNotFoundError',
    )
    expect(error.resource).toContain('d-gone')
  })
})

const foreign = fc.uniqueArray(
  fc.constantFrom(datasets, lustre, models, efs('fs-00000001', '/a'), efs('fs-00000002', '/')),
  {
    maxLength: 4,
  },
)

test('attaching and setting, then the way back, on any lists: foreign entries stay in order, and the world is as it was', async () => {
  await fc.assert(
    fc.asyncProperty(
      foreign,
      foreign,
      foreign,
      fc.array(fc.constantFrom('attach', 'set', 'detach', 'clear'), { maxLength: 6 }),
      async (own, privateList, sharedList, steps) => {
        const { studioEfs, fake, profile, listOf } = studio()
        Object.assign(fake.state.sagemaker.domains.get(domainId) ?? {}, {
          DefaultUserSettings: { CustomFileSystemConfigs: privateList },
          DefaultSpaceSettings: { ExecutionRole: role, CustomFileSystemConfigs: sharedList },
        })
        profile('alice', { CustomFileSystemConfigs: own })
        const run = {
          attach: () => studioEfs.attachToProfile({ ...alice, fileSystemPath: '/alice' }),
          set: () =>
            studioEfs.setDomainDefault({ domainId, fileSystemId, fileSystemPath: '/shared', hiddenProfiles: 'skip' }),
          detach: () => studioEfs.detachFromProfile({ ...alice, domainFileSystems: 'restore' }),
          clear: () => studioEfs.clearDomainDefault({ domainId, fileSystemId }),
        }
        const lists = () => {
          const domain = fake.state.sagemaker.domains.get(domainId)
          return [
            domain?.DefaultUserSettings?.CustomFileSystemConfigs,
            domain?.DefaultSpaceSettings?.CustomFileSystemConfigs,
          ]
        }
        const notOurs = (list: readonly object[] = []) =>
          list.filter((entry) => ![ours, shared].some((own) => JSON.stringify(own) === JSON.stringify(entry)))
        // The list that the user sees: the profile's own, or the domain's when that is empty.
        const seen = (list: readonly object[] = []) => (list.length > 0 ? list : privateList)
        for (const step of steps) {
          const result: Result<unknown, unknown> = await run[step]()
          assertOk(result)
          expect(lists().map(notOurs)).toEqual([privateList, sharedList])
          expect(seen(notOurs(listOf('alice')))).toEqual(seen(own))
        }
        assertOk(await run.clear())
        assertOk(await run.detach())
        expect(lists()).toEqual([privateList, sharedList])
        expect(seen(listOf('alice'))).toEqual(seen(own))
      },
    ),
    { numRuns: 60 },
  )
})
