import { assertOk, efsEntry } from '@studio-efs/testing'
import fc from 'fast-check'
import type { Result } from 'neverthrow'
import { expect, test } from 'vitest'
import { alice, datasets, domainId, fileSystemId, lustre, models, studio } from './studio.js'

const role = 'arn:aws:iam::111122223333:role/SharedSpaces'
const ours = efsEntry(fileSystemId, '/alice')
const shared = efsEntry(fileSystemId, '/shared')

const foreign = fc.uniqueArray(
  fc.constantFrom(datasets, lustre, models, efsEntry('fs-00000001', '/a'), efsEntry('fs-00000002', '/')),
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
        // What the user sees: the profile's own list, or the domain's when that is empty.
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
